import Aggregates
import Formulas
import Models
import Results
import SweepFiles
import Sweeps

/// A sweep of a model of the catalogue for a row of the record: read, planned, computed and finished by the code of
/// every sweep, on one thread.
struct RecordSweep {
  private let model: any Model
  private let plan: Plan

  /// - Parameter lines: the text of a sweep file after its first three lines, with what is sampled.
  init(_ model: any Model, lines: String) throws {
    let name = model.declaration.name
    let text = "sweep: \(name)\nmodel: \(name)\nseed: 2024\n" + lines
    let sweep = try SweepFile.read(text: text, path: "record", catalogue: [model.declaration])
    plan = try Plan(sweep, declaration: model.declaration)
    self.model = model
  }

  /// Quantiles of an expression, in percent, each to 2 parts in 10^5.
  ///
  /// A histogram places a quantile within 0.39%; a second run counts the distance from that place, whose bins are as
  /// much finer as the distance is smaller.
  static func quantiles(
    _ percents: [Int], of expression: String, _ model: any Model, lines: String
  ) throws -> [Double] {
    func run(_ offsets: [Double]) throws -> [Double] {
      let reports = zip(percents, offsets).map { percent, offset in
        "  p\(percent): {of: \(expression) - \(offset), stats: [p\(percent)]}"
      }
      let sweep = try RecordSweep(model, lines: lines + "\nreport:\n" + reports.joined(separator: "\n"))
      return try sweep.figures(percents.map { "p\($0)" })
    }
    let near = try run(percents.map { _ in 0 })
    return zip(near, try run(near)).map { $0 + $1 }
  }

  /// The first number of a variable in each table, in the order of the reports.
  private func figures(_ variables: [String]) throws -> [Double] {
    guard let set = InstructionSet.best else { throw ReferenceSweep.Failure.belowFloor }
    let workload = Workload(plan, model: model)
    var state = SweepState(layout: workload.layout)
    set.engine(workload).run(BlockRange(0, plan.blockCount), into: &state) { _ in true }
    return try zip(Result.tables(of: plan, state: state), variables).map { table, variable in
      guard let number = table.variable(variable)?.numbers.first else {
        throw StatisticsInputs.Missing(name: variable)
      }
      return number
    }
  }
}
