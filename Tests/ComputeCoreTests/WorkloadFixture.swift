import Aggregates
import Formulas
import Models
import Sweeps

/// A workload made by hand: one pass, traced formulas of draws and coordinates, no model.
struct WorkloadFixture {
  var seed: UInt64 = 2026
  var design = Sample.Design.random
  var draws = [Workload.Draw(key: 1, dimension: 0)]
  var replicates: UInt64 = 1
  /// Values of each axis.
  var coordinates: [[Double]] = []
  var samples: UInt64 = 4096
  private let recorder = TracedLane.Recorder()
  private var outputs: [Program.Output] = []
  private(set) var measures: [Measure] = []

  func draw(_ index: Int) -> TracedLane { recorder.draw(index) }
  func coordinate(_ axis: Int) -> TracedLane { recorder.coordinate(axis) }

  mutating func fold(_ value: TracedLane, where filter: TracedLane.Mask? = nil, as measure: Measure) {
    outputs.append(
      Program.Output(value: value.node(in: recorder), filter: filter.map { $0.truth.node(in: recorder) }))
    measures.append(measure)
  }

  var workload: Workload {
    let cells = coordinates.reduce(1) { $0 * $1.count }
    let pass = Workload.Pass(
      numbering: Numbering(replicates: replicates, cells: UInt64(cells), samples: samples),
      program: Program(graph: recorder.graph, outputs: outputs, axisCount: coordinates.count), measures: measures,
      coordinates: coordinates)
    let layout = StateLayout(passes: [.init(replicates: Int(replicates), cells: cells, measures: measures)])
    return Workload(seed: seed, design: design, draws: draws, passes: [pass], layout: layout)
  }

  /// The state of all blocks.
  func state(_ set: InstructionSet) -> SweepState {
    let workload = workload
    var state = SweepState(layout: workload.layout)
    set.engine(workload).run(BlockRange(0, workload.blockCount), into: &state) { _ in true }
    return state
  }

  /// The uniform of a scenario by random access.
  func uniform(draw: Int, replicate: UInt64, sample: UInt64) -> Double {
    draws[draw].uniform(design: design, seed: seed, replicate: UInt32(replicate), sample: sample)
  }
}

extension Workload {
  /// Blocks of all passes.
  var blockCount: UInt64 { passes.reduce(0) { $0 + $1.numbering.blockCount } }
}
