import Formulas

/// Finds neighbours of which the second alone reads what the first one gives, and runs them as one step.
struct FusedSteps {
  private let code: [Program.Instruction]
  private let operand: (Program.Place) -> Step.Operand
  /// Where each step begins in the code, and the loop of those that take two instructions.
  private var starts: [(index: Int, pair: Pair?)] = []

  /// Operands of a pair and the loop that runs it.
  private struct Pair {
    var operands: [Step.Operand]
    var loop: Step.Loop
  }

  init(_ code: [Program.Instruction], operand: @escaping (Program.Place) -> Step.Operand) {
    self.code = code
    self.operand = operand
    var index = code.startIndex
    while index < code.endIndex {
      let pair = pair(at: index)
      starts.append((index, pair))
      index += pair == nil ? 1 : 2
    }
  }

  /// - Parameter single: The step of one instruction.
  func list(_ single: (Program.Instruction) -> Step) -> StepList {
    StepList(count: starts.count) { position in
      let (index, pair) = starts[position]
      guard let pair else { return single(code[index]) }
      let second = code[index + 1]
      return Step(
        second.code, destination: operand(second.destination), a: pair.operands[0], b: pair.operands[1],
        c: pair.operands[2], loop: pair.loop)
    }
  }

  private func pair(at index: Int) -> Pair? {
    guard index + 1 < code.endIndex else { return nil }
    let (first, second) = (code[index], code[index + 1])
    guard case .chunkRow = first.destination, isLastReader(of: first.destination, at: index + 1),
      operands(of: second).count(where: { $0 == first.destination }) == 1
    else { return nil }
    let isSecond = second.a != first.destination
    let third = first.code == .ternary(.addingProduct) ? first.c : isSecond ? second.a : second.b
    let operands = [first.a, first.b, third].map(operand)
    let steps = SIMD4(operands[0].step, operands[1].step, operands[2].step, 0)
    return Step.fusedLoop(first.code, second.code, isSecond: isSecond, steps: steps)
      .map { Pair(operands: operands, loop: $0) }
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
