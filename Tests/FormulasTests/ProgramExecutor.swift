import Formulas

/// Runs a program one number at a time, exactly as its stretches are meant to be run, and keeps book of what is live:
/// a row that was not written in this stretch and chunk reads as nil.
struct ProgramExecutor {
  struct Fold: Hashable {
    var measure: Int
    var value: UInt64
    /// Nil where the fold takes every scenario.
    var takesPart: UInt64?
  }
  private let program: Program
  private let chunk: Int
  private var scalars: [Double?]
  private var blockRows: [[Double?]]
  private var chunkRows: [[Double?]] = []
  /// Reads of rows or scalars that hold nothing.
  private(set) var emptyReads = 0
  /// Instructions that write where they read.
  private(set) var overwrites = 0

  /// - Parameters:
  ///   - samples: in a block.
  ///   - chunk: samples an instruction works on before the next one runs.
  init(_ program: Program, samples: Int, chunk: Int) {
    self.program = program
    self.chunk = chunk
    scalars = Array(repeating: nil, count: program.scalarCount)
    for (index, value) in program.constants.enumerated() { scalars[index] = value }
    blockRows = Array(repeating: Array(repeating: nil, count: samples), count: program.blockRowCount)
  }

  mutating func setCell(_ coordinates: [Double]) {
    for (axis, scalar) in program.coordinates.enumerated() {
      if let scalar { scalars[scalar] = coordinates[axis] }
    }
    for instruction in program.cellCode { run(instruction, draws: [], sample: 0, lane: 0) }
  }

  /// - Parameter draws: for each sample of the block its draws.
  mutating func runSamples(_ draws: [[Double]]) {
    for first in stride(from: 0, to: draws.count, by: chunk) {
      clearChunk()
      for instruction in program.sampleCode {
        for sample in first..<min(first + chunk, draws.count) {
          run(instruction, draws: draws[sample], sample: sample, lane: sample - first)
        }
      }
    }
  }

  /// The folds of every sample, in the order they are made.
  mutating func runScenarios(samples: Int) -> [[Fold]] {
    var folds = [[Fold]](repeating: [], count: samples)
    for first in stride(from: 0, to: samples, by: chunk) {
      clearChunk()
      for instruction in program.scenarioCode {
        for sample in first..<min(first + chunk, samples) {
          let lane = sample - first
          if case .fold(let measure, let filtered) = instruction.code {
            let value = read(instruction.a, sample, lane).bitPattern
            let takesPart = filtered ? read(instruction.b, sample, lane).bitPattern : nil
            folds[sample].append(Fold(measure: measure, value: value, takesPart: takesPart))
          } else {
            run(instruction, draws: [], sample: sample, lane: lane)
          }
        }
      }
    }
    return folds
  }

  private mutating func clearChunk() {
    chunkRows = Array(repeating: Array(repeating: nil, count: chunk), count: program.chunkRowCount)
  }

  private mutating func run(_ instruction: Program.Instruction, draws: [Double], sample: Int, lane: Int) {
    if case .draw(let index) = instruction.code {
      write(draws[index], instruction.destination, sample, lane)
      return
    }
    if case .call(let index) = instruction.code {
      run(program.calls[index], sample, lane)
      return
    }
    let places = Array([instruction.a, instruction.b, instruction.c].prefix(instruction.code.operandCount))
    if places.contains(instruction.destination) { overwrites += 1 }
    let operands = places.map { ScalarLane(read($0, sample, lane)) }
    let value = instruction.code.value(operands, tables: program.tables, quantileTables: program.quantileTables)
    write(value, instruction.destination, sample, lane)
  }

  private mutating func run(_ call: Program.Call, _ sample: Int, _ lane: Int) {
    overwrites += call.results.count { (call.shared + call.own).contains($0.destination) }
    overwrites += call.results.count - Set(call.results.map(\.destination)).count
    let values = call.kernel.results(
      shared: call.shared.map { ScalarLane(read($0, sample, lane)) },
      own: call.own.map { ScalarLane(read($0, sample, lane)) })
    for result in call.results { write(values[result.index].value, result.destination, sample, lane) }
  }

  private mutating func read(_ place: Program.Place, _ sample: Int, _ lane: Int) -> Double {
    let value: Double? =
      switch place {
      case .scalar(let index): scalars[index]
      case .blockRow(let index): blockRows[index][sample]
      case .chunkRow(let index): chunkRows[index][lane]
      }
    if value == nil { emptyReads += 1 }
    return value ?? .nan
  }

  private mutating func write(_ value: Double, _ place: Program.Place, _ sample: Int, _ lane: Int) {
    switch place {
    case .scalar(let index): scalars[index] = value
    case .blockRow(let index): blockRows[index][sample] = value
    case .chunkRow(let index): chunkRows[index][lane] = value
    }
  }
}

extension Program.Code {
  fileprivate var operandCount: Int {
    switch self {
    case .draw, .call: 0
    case .unary, .lookup, .quantile, .spread: 1
    case .binary, .fold: 2
    case .ternary: 3
    }
  }
}
