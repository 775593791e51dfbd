import Formulas

/// Finds neighbours of which the second alone reads what the first one gives, and runs them as one step.
struct FusedSteps {
  let code: [Program.Instruction]
  let operand: (Program.Place) -> Step.Operand
  let single: (Program.Instruction) -> Step

  func steps() -> [Step] {
    var steps: [Step] = []
    var index = code.startIndex
    while index < code.endIndex {
      if let fused = fused(at: index) {
        steps.append(fused)
        index += 2
      } else {
        steps.append(single(code[index]))
        index += 1
      }
    }
    return steps
  }

  private func fused(at index: Int) -> Step? {
    guard index + 1 < code.endIndex else { return nil }
    let (first, second) = (code[index], code[index + 1])
    guard case .chunkRow = first.destination, isLastReader(of: first.destination, at: index + 1) else { return nil }
    let isProduct = first.code == .ternary(.addingProduct)
    let readers = operands(of: second).filter { $0 == first.destination }.count
    guard readers == 1 else { return nil }
    let isSecond = second.a != first.destination
    let third = isProduct ? first.c : isSecond ? second.a : second.b
    let places = [first.a, first.b, third].map(operand)
    let steps = SIMD4(places[0].step, places[1].step, places[2].step, 0)
    return Step.fusedLoop(first.code, second.code, isSecond: isSecond, steps: steps).map { loop in
      Step(
        second.code, destination: operand(second.destination), a: places[0], b: places[1], c: places[2], loop: loop)
    }
  }

  /// Whether nothing reads a row after this instruction until it is written again.
  private func isLastReader(of row: Program.Place, at index: Int) -> Bool {
    if code[index].destination == row { return true }
    for later in code[(index + 1)...] {
      if case .call = later.code { return false }
      if operands(of: later).contains(row) { return false }
      if later.destination == row { return true }
    }
    return true
  }

  private func operands(of instruction: Program.Instruction) -> [Program.Place] {
    switch instruction.code {
    case .draw, .call: []
    case .unary, .lookup, .quantile, .spread: [instruction.a]
    case .binary: [instruction.a, instruction.b]
    case .fold(_, let filtered): filtered ? [instruction.a, instruction.b] : [instruction.a]
    case .ternary: [instruction.a, instruction.b, instruction.c]
    }
  }
}
