import Aggregates
import Formulas
import Foundation
import Models
import Nodes
import SweepFiles
import Sweeps

/// One thing to measure.
struct BenchJob {
  var name: String
  var group: BenchGroup
  /// What a second is divided by.
  var unit: String
  /// Units a second in one round, and the operations of a unit where they are counted.
  var round: (InstructionSet) throws -> (rate: Double, operations: Double?)

  func measure(_ instructionSet: InstructionSet, rounds: Int) throws -> BenchResult {
    var rates: [Double] = []
    var operations: Double?
    for _ in 0..<rounds {
      let (rate, counted) = try round(instructionSet)
      rates.append(rate)
      operations = counted
    }
    return BenchResult(rates: rates, operations: operations)
  }

  static func all() throws -> [BenchJob] {
    try BenchSweeps.all.map { try model($0.name, $0.text) } + draws + functions + folds + [coordinator] + farm()
  }

  /// A model end to end: draws, model and aggregates. Blocks of the sweep are computed for half a second.
  private static func model(_ name: String, _ text: String) throws -> BenchJob {
    let sweep = try CompiledSweep(
      try SweepFile.read(text: text, path: name, catalogue: Catalogue.models.map(\.declaration)))
    return BenchJob(name: name, group: .models, unit: "scenarios") { instructionSet in
      let rate = measure(sweep.workload, instructionSet, scenarios: Double(sweep.plan.scenarioCount))
      return (rate, sweep.workload.operationsPerScenario(options: sweep.plan.passes[0].options.count))
    }
  }

  /// Scenarios a second of processor time over the first blocks of a workload.
  private static func measure(
    _ workload: Workload, _ instructionSet: InstructionSet, scenarios: Double
  ) -> Double {
    let engine = instructionSet.engine(workload)
    let blocks = workload.passes.reduce(0) { $0 + $1.numbering.blockCount }
    var state = SweepState(layout: workload.layout)
    let warm = min(blocks, 64)
    engine.run(BlockRange(0, warm), into: &state) { _ in true }
    var done: UInt64 = 0
    let start = ProcessorTime.thread
    while ProcessorTime.thread - start < 0.5 {
      var last: UInt64 = 0
      var count = 0
      engine.run(BlockRange(0, blocks), into: &state) { block in
        last = block
        count += 1
        return count % 64 != 0 || ProcessorTime.thread - start < 0.5
      }
      done += last
    }
    return scenarios * Double(done) / Double(blocks) / (ProcessorTime.thread - start)
  }

  // MARK: Parts

  private static var draws: [BenchJob] {
    [Sample.Design.random, .sobol].map { design in
      part("uniform, \(design == .random ? "Philox4x32-10" : "Sobol' 52 bits")", .draws, design, body: { $0 })
    }
  }

  private static var functions: [BenchJob] {
    let list: [(String, (TracedLane) -> TracedLane)] = [
      ("exp", { TracedLane.exp($0) }), ("log", { TracedLane.log($0) }), ("pow", { TracedLane.pow($0, $0 + 1) }),
      ("normal CDF", { TracedLane.normalCDF($0) }), ("normal quantile", { TracedLane.normalQuantile($0) }),
      ("square root", { $0.squareRoot() }), ("divide", { 1 / $0 }), ("multiply", { $0 * $0 }),
      ("beta quantile table", { $0.quantile(of: .beta(alpha: 2, beta: 5)) }),
    ]
    return list.map { part("\($0.0), over a Sobol' draw", .functions, .sobol, body: $0.1) }
  }

  private static var folds: [BenchJob] {
    let list: [(String, QuantityMeasure)] = [
      ("mean and sd", QuantityMeasure(momentOrder: 2)),
      ("histogram, 7 bits", QuantityMeasure(momentOrder: 0, histogram: HistogramShape(mantissaBits: 7, sums: false))),
      ("histogram with sums", QuantityMeasure(momentOrder: 0, histogram: HistogramShape(mantissaBits: 7, sums: true))),
      ("minimum and maximum", QuantityMeasure(momentOrder: 0, extremes: true)),
    ]
    return list.map { name, measure in part("\(name), of a Sobol' draw", .folds, .sobol, measure, body: { $0 }) }
  }

  /// A row function of one draw, folded into a mean.
  private static func part(
    _ name: String, _ group: BenchGroup, _ design: Sample.Design,
    _ measure: QuantityMeasure = QuantityMeasure(momentOrder: 1), body: @escaping (TracedLane) -> TracedLane
  ) -> BenchJob {
    BenchJob(name: name, group: group, unit: "values") { instructionSet in
      let recorder = TracedLane.Recorder()
      let node = body(recorder.draw(0)).node(in: recorder)
      let kept = [Measure.quantity(measure)]
      let samples: UInt64 = 1 << 24
      let workload = Workload(
        seed: 1, design: design, draws: [.init(key: 1, dimension: 3)],
        passes: [
          .init(
            numbering: Numbering(replicates: 1, cells: 1, samples: samples),
            program: Program(graph: recorder.graph, outputs: [.init(value: node, filter: nil)], axisCount: 0),
            measures: kept, coordinates: [])
        ],
        layout: StateLayout(passes: [.init(replicates: 1, cells: 1, measures: kept)]))
      return (Self.measure(workload, instructionSet, scenarios: Double(samples)), nil)
    }
  }
}

/// Processor time of the calling thread, in seconds.
enum ProcessorTime {
  static var thread: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
