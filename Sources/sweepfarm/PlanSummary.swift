import Aggregates
import Formulas
import Foundation
import Models
import Nodes
import Sweeps

/// A plan in words and figures.
struct PlanSummary {
  private let compiled: CompiledSweep
  private let survey: FeasibilitySurvey
  private var plan: Plan { compiled.plan }
  private var sweep: Sweep { compiled.sweep }

  init(_ compiled: CompiledSweep) {
    self.compiled = compiled
    survey = FeasibilitySurvey(compiled.plan, model: compiled.model)
  }

  /// What the sweep asks, in one line, its size, and what of it cannot be built.
  var question: String {
    let varied = sweep.axes.map { "\($0.values.count) values of \($0.input)" }
    let decided = sweep.decisions.map { "\($0.input) (\($0.values.map(\.label).joined(separator: ", ")))" }
    var text = "\(sweep.name) asks \(sweep.model.name)@\(sweep.model.version): \(compiled.model.declaration.question)\n"
    text += "\(Self.count(plan.scenarioCount)) scenarios"
    if !varied.isEmpty { text += " over \(varied.joined(separator: " x "))" }
    if !decided.isEmpty { text += ", deciding \(decided.joined(separator: " and "))" }
    if !sweep.uncertain.isEmpty {
      text += ", \(sweep.uncertain.count) uncertain input\(sweep.uncertain.count == 1 ? "" : "s")"
    }
    return text + "\n" + survey.text
  }

  /// Scenarios a second of one core: the first blocks of every pass, for a few milliseconds.
  func calibratedRate(_ instructionSet: InstructionSet) -> Double {
    let workload = compiled.workload
    let engine = instructionSet.engine(workload)
    var state = SweepState(layout: workload.layout)
    let start = MonotonicClock.now
    var done: UInt64 = 0
    engine.run(BlockRange(0, plan.blockCount), into: &state) { block in
      done = block
      return MonotonicClock.now.nanoseconds - start.nanoseconds < 50_000_000
    }
    let seconds = Double(MonotonicClock.now.nanoseconds - start.nanoseconds) / 1e9
    return Double(plan.scenarioCount) * Double(done) / Double(plan.blockCount) / seconds
  }

  func text(rate: Double) -> String {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    var text = question
    text += """
      cells       \(Self.count(plan.passes.reduce(0) { $0 + $1.numbering.cells })) in \(plan.passes.count) pass(es)
      blocks      \(Self.count(plan.blockCount)) of up to \(Numbering.blockSamples) samples
      design      \(sweep.sample.design.rawValue), \(Self.count(sweep.sample.size)) samples a cell in \(sweep.sample.replicates) replicate(s)
      state       about \(Self.bytes(plan.stateBytes))
      time        about \(Self.seconds(Double(plan.scenarioCount) / rate / Double(cores))) on \(cores) core(s), \
      \(String(format: "%.1f", rate / 1e6)) million scenarios/s a core
      fingerprint of the text: sha256 \(compiled.specSHA256)

      """
    text += "\nreports\n"
    for sheet in plan.sheets {
      let scenarios = plan.scenarios(of: sheet)
      text += "  \(sheet.report.name): \(sheet.shape.reduce(1, *)) table cells, \(Self.count(scenarios)) scenarios\n"
    }
    guard !sweep.uncertain.isEmpty else { return text }
    text += "\nuncertain inputs\n"
    for row in inputs { text += "  \(row.sentence)\n" }
    return text
  }

  func json(rate: Double) -> JSON {
    .object([
      .init("sweep", .string(sweep.name)), .init("model", .string("\(sweep.model.name)@\(sweep.model.version)")),
      .init("spec_sha256", .string(compiled.specSHA256)), .init("scenarios", .unsigned(plan.scenarioCount)),
      .init("cells", .unsigned(plan.passes.reduce(0) { $0 + $1.numbering.cells })),
      .init("blocks", .unsigned(plan.blockCount)), .init("state_bytes", .unsigned(plan.stateBytes)),
      .init("scenarios_per_second_per_core", .number(rate)),
      .init("core_seconds", .number(Double(plan.scenarioCount) / rate)),
      .init("reports", .object(plan.sheets.map { .init($0.report.name, .unsigned(plan.scenarios(of: $0))) })),
      .init("uncertain", .object(inputs.map { .init($0.name, $0.json) })),
      .init("feasibility", survey.json),
    ])
  }

  /// Every uncertain input with its family and quantiles; one line for each case of a `per` distribution.
  private var inputs: [UncertainSummary] {
    let layout = plan.drawLayout
    return zip(sweep.uncertain, layout.ranges).flatMap { input, range in
      UncertainSummary.rows(
        of: input, dimensions: layout.draws[range].map { $0.dimension + 1 }, in: compiled.model.declaration)
    }
  }

  static func count(_ number: UInt64) -> String {
    var digits = Array(String(number))
    var position = digits.count - 3
    while position > 0 {
      digits.insert(",", at: position)
      position -= 3
    }
    return String(digits)
  }

  private static func bytes(_ count: UInt64) -> String {
    switch count {
    case ..<(1 << 20): String(format: "%.0f KiB", Double(count) / 1024)
    case ..<(1 << 30): String(format: "%.1f MiB", Double(count) / 1_048_576)
    default: String(format: "%.1f GiB", Double(count) / 1_073_741_824)
    }
  }

  private static func seconds(_ seconds: Double) -> String {
    switch seconds {
    case ..<100: String(format: "%.1f s", seconds)
    case ..<6000: String(format: "%.0f min", seconds / 60)
    default: String(format: "%.1f h", seconds / 3600)
    }
  }
}

extension Plan {
  /// Evaluations that a report's table rests on.
  fileprivate func scenarios(of sheet: Sheet) -> UInt64 {
    let options = sheet.slots.reduce(0) { total, slot in
      if case .best(_, let contestants) = slot { total + contestants.count } else { total + 1 }
    }
    return passes[sheet.pass].numbering.cells * UInt64(options) * sweep.sample.size
  }
}
