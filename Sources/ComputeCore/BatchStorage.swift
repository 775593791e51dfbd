import Formulas
import Sweeps

/// The rows of a pass: scalars, rows of a whole block, rows of a chunk.
final class BatchStorage {
  /// Block rows hold one more chunk than a block: the central scenario, in which every draw is 1/2.
  static let centralChunk = blockVectors / chunkVectors
  private static let rowVectors = blockVectors + chunkVectors + 1
  /// One more than a chunk: rows a power of two apart would all meet in a few sets of the caches.
  private static let chunkRowVectors = chunkVectors + 1
  let scalars: Row
  private let blockRows: Row
  private let chunkRows: Row
  private let tables: TableStorage
  private let calls: [Program.Call]

  init(_ program: Program) {
    calls = program.calls
    tables = TableStorage(program)
    scalars = .filled(max(1, program.scalarCount), with: 0)
    for (index, value) in program.constants.enumerated() { scalars[index] = VectorLane(value) }
    blockRows = .filled(program.blockRowCount * Self.rowVectors + 1, with: 0)
    chunkRows = .filled(program.chunkRowCount * Self.chunkRowVectors + 1, with: 0)
  }

  deinit {
    scalars.deallocate()
    blockRows.deallocate()
    chunkRows.deallocate()
  }

  func steps(_ code: [Program.Instruction]) -> StepList {
    FusedSteps(code, operand: operand).list(resolve)
  }

  private func resolve(_ instruction: Program.Instruction) -> Step {
    var call: KernelCall?
    if case .call(let index) = instruction.code { call = KernelCall(calls[index], operand: operand) }
    return Step(
      instruction.code, destination: operand(instruction.destination), a: operand(instruction.a),
      b: operand(instruction.b), c: operand(instruction.c), tables: tables, call: call)
  }

  func operand(_ place: Program.Place) -> Step.Operand {
    switch place {
    case .scalar(let index): .init(base: scalars + index, chunkStride: 0, step: 0)
    case .blockRow(let index): .init(base: blockRows + index * Self.rowVectors, chunkStride: chunkVectors, step: 1)
    case .chunkRow(let index): .init(base: chunkRows + index * Self.chunkRowVectors, chunkStride: 0, step: 1)
    }
  }
}
