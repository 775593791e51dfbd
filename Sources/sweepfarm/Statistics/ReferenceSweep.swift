import Aggregates
import Formulas
import Models
import Results
import SweepFiles
import Sweeps

/// A sweep of the reference model: read, planned and computed by the code of every sweep, on one thread.
struct ReferenceSweep {
  /// Why the instruction sets of this host cannot answer.
  enum Failure: Error, CustomStringConvertible {
    case belowFloor
    case disagreement([InstructionSet])

    var description: String {
      switch self {
      case .belowFloor: "this processor is below the floor of x86-64-v3 or arm64; use another host"
      case .disagreement(let sets):
        "\(sets.map(\.rawValue).joined(separator: " and ")) give different bits on this host; report it"
      }
    }
  }

  static let model = ReferenceModel()

  let plan: Plan

  init(_ sweep: Sweep) throws { plan = try Plan(sweep, declaration: Self.model.declaration) }

  /// - Parameter lines: the text of a sweep file after its first three lines.
  init(lines: String) throws {
    let text = "sweep: known-answers\nmodel: known-answers@1\nseed: 2026\n" + lines
    try self.init(try SweepFile.read(text: text, path: "known-answers", catalogue: [Self.model.declaration]))
  }

  /// The tables, after every instruction set of this host has given the same state to the bit.
  func tables() throws -> [Table] {
    let workload = Workload(plan, model: Self.model)
    let states = InstructionSet.available.map { set in
      var state = SweepState(layout: workload.layout)
      set.engine(workload).run(BlockRange(0, plan.blockCount), into: &state) { _ in true }
      return state
    }
    guard let first = states.first else { throw Failure.belowFloor }
    guard states.allSatisfy({ $0.encode() == first.encode() }) else {
      throw Failure.disagreement(InstructionSet.available)
    }
    return Result.tables(of: plan, state: first)
  }

  /// The first number of a variable of the first table, with its half-width where it has one.
  func figure(_ variable: String) throws -> (value: Double, error: Double?) {
    guard let found = try tables().first?.variable(variable), let value = found.numbers.first else {
      throw StatisticsInputs.Missing(name: variable)
    }
    return (value, found.error?.first)
  }
}
