@testable import Sweeps

/// Plans laid out by hand.
enum TestPlan {
  static func pass(
    positions: [[Int]], replicates: UInt64, samples: UInt64, measures: [MeasureRequest], options: [Option]
  ) -> Pass {
    Pass(
      axisPositions: positions,
      numbering: Numbering(
        replicates: replicates, cells: UInt64(positions.reduce(1) { $0 * $1.count }), samples: samples),
      measures: measures, options: options)
  }

  static func plan(
    passes: [Pass], sheets: [Sheet], axisValues: [[Value]], design: Sample.Design = .sobol
  ) -> Plan {
    let numbering = passes[0].numbering
    let sweep = Sweep(
      name: "test", model: .init(name: "toy", version: 1), seed: 7,
      sample: Sample(
        design: design, size: numbering.samples * numbering.replicates, replicates: Int(numbering.replicates)),
      reports: sheets.map(\.report))
    let declaration = ModelDeclaration(
      name: "toy", version: 1, question: "What does it cost?",
      inputs: [
        .init(
          name: "chips", symbol: "N", unit: "chip", kind: .count(minimum: 1), default: .number(1), source: "none",
          doc: "chips")
      ],
      outputs: [.init(name: "cost", symbol: "C", unit: "USD", doc: "cost")])
    return Plan(sweep: sweep, declaration: declaration, passes: passes, sheets: sheets, axisValues: axisValues)
  }
}
