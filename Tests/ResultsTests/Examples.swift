import Foundation
import Results
import Sweeps

/// Results made by hand, for the writers.
enum Examples {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path

  static let precisions: [Value] = [.choice("bf16"), .choice("fp8")]

  /// Two numeric positions, two named ones; an awkward number, no data, and texts.
  static let cost = Table(
    name: "cost", kind: .statistics, subject: "cost",
    coordinates: [
      .init(name: "params", unit: "1", values: [.number(1e10), .number(2e12)]),
      .init(name: "precision", unit: "1", values: precisions),
    ],
    held: [
      .init(input: "chips", unit: "chip", value: .number(16384)),
      .init(input: "site", unit: "1", value: .choice("north, \"old\"")),
    ],
    variables: [
      .init(
        name: "mean", unit: "USD", doc: "mean", cellMethods: "scenario: mean", dims: ["params", "precision"],
        values: .numbers([1_250_412.5, 0.1, 1.25e9, .nan]), error: [1234.5, 0.25, 2.5e6, .nan]),
      .init(
        name: "min", unit: "USD", doc: "smallest value", cellMethods: "scenario: minimum",
        dims: ["params", "precision"], values: .numbers([1e6, -0.5, 1e9, .nan])),
      .init(
        name: "argmin", unit: "1", doc: "the scenario of the minimum", dims: ["params", "precision"],
        values: .texts(["0.3.17", "1.2.4095", "0.0.0", nil])),
      .init(
        name: "scenarios", unit: "1", doc: "scenarios with a finite value", dims: ["params", "precision"],
        values: .numbers([65536, 65536, 4096, 0])),
    ])

  /// One axis, three options, the middle cell without a best.
  static let choice = Table(
    name: "choice", kind: .best(.max), subject: "npv",
    coordinates: [
      .init(name: "volume", unit: "chip/y", values: [.number(1e3), .number(31622.776601683792), .number(1e6)]),
      .init(name: "option", unit: "1", values: [.choice("buy"), .choice("codesign"), .choice("build")]),
    ],
    variables: [
      .init(
        name: "best", unit: "1", doc: "option with the highest mean", dims: ["volume"],
        values: .texts(["buy", nil, "build"])),
      .init(
        name: "share", unit: "1", doc: "share", cellMethods: "scenario: mean", dims: ["volume", "option"],
        values: .numbers([0.9, 0.1, 0, .nan, .nan, .nan, 0.2, 0.1, 0.7]),
        error: [0.011, 0.011, 0, .nan, .nan, .nan, 0.02, 0.01, 0.03]),
      .init(
        name: "mean", unit: "MUSD", doc: "mean under the option", cellMethods: "scenario: mean",
        dims: ["volume", "option"], values: .numbers([-10, -40, -400, .nan, .nan, .nan, -1e4, 150, 1234.5]),
        error: [0.5, 2, 20, .nan, .nan, .nan, 100, 9, 12.25]),
      .init(
        name: "evpi", unit: "MUSD", doc: "expected value of perfect information", cellMethods: "scenario: mean",
        dims: ["volume"], values: .numbers([0.25, .nan, 31.5]), error: [0.125, .nan, 1.5]),
    ])

  /// A single number: no dimensions at all.
  static let overall = Table(
    name: "over_1b", kind: .probability, subject: "over_1b", coordinates: [],
    variables: [
      .init(
        name: "probability", unit: "1", doc: "share of scenarios in which the predicate holds",
        cellMethods: "scenario: mean", dims: [], values: .numbers([0.6123]), error: [0.0042]),
      .init(name: "scenarios", unit: "1", doc: "scenarios", dims: [], values: .numbers([131072])),
    ])

  /// Two replicates of 3 cells and 8,192 samples: 12 blocks, of which some are closed.
  static var plan: Plan {
    let option = Option(choices: [])
    let keep = Measure.quantity(.init(momentOrder: 1))
    let pass = TestPlan.pass(
      positions: [[0, 1, 2]], replicates: 2, samples: 8192,
      measures: [.init(row: .value(.name("cost"), option), filter: nil, keep: keep)], options: [option])
    return TestPlan.plan(passes: [pass], sheets: [], axisValues: [[.number(1), .number(2), .number(3)]])
  }

  static func result(_ tables: [Table] = [cost, choice, overall]) -> Result {
    Result(
      sweep: "frontier \"cost\"", model: "training-cost@1", specSHA256: String(repeating: "ab", count: 32),
      seed: UInt64.max,
      coverage: Coverage(
        of: plan, closed: BlockSet([BlockRange(0, 4), BlockRange(7, 8)]),
        quarantined: [
          .init(
            scenario: .init(replicate: 1, cell: 1, sample: 77), inputs: [.init(input: "mfu", value: .number(0.4))],
            reason: "the model stopped")
        ]),
      stateSHA256: String(repeating: "0c", count: 32), tables: tables)
  }

  /// The text of a file of `Fixtures`.
  static func fixture(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  /// A fresh folder for a test; the caller removes it.
  static func temporaryFolder() throws -> String {
    let path = NSTemporaryDirectory() + "sweepfarm-results-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}
