import Foundation
import Testing

/// A sweep with two kinds of report, in sizes for tests.
struct TestSweep {
  var name: String
  var volumes: Int
  var wafers: Int
  /// Samples of a cell, as a power of two.
  var sizeBits: Int

  /// A million evaluations or so: a blink.
  static let brief = TestSweep(name: "brief", volumes: 10, wafers: 8, sizeBits: 12)
  /// Some hundred million: seconds, so that there is time to do harm.
  static let long = TestSweep(name: "long", volumes: 40, wafers: 30, sizeBits: 15)
  /// Some ten billion: a minute or so.
  static let huge = TestSweep(name: "huge", volumes: 40, wafers: 30, sizeBits: 19)

  var text: String {
    """
    sweep: \(name)
    model: chip-breakeven
    seed: 7
    vary: {volume: 1e3 .. 1e6 in \(volumes) log, wafer_price: 10e3 .. 30e3 in \(wafers)}
    decide: {strategy: [buy, codesign, build]}
    uncertain: {defect_density: 0.05 to 0.15 /cm2, perf_ratio: lognormal(0.6 to 1.2)}
    sample: {design: sobol, size: 2^\(sizeBits), replicates: 8}
    report:
      cheapest: {best: min cost, over: strategy, by: [volume, wafer_price]}
      cost: {of: cost, stats: [mean, sd, p5, p50, p95, cvar95, min, max], by: [volume, wafer_price], at: {strategy: build}}

    """
  }

  /// The files of an undisturbed run on one worker.
  var expected: [String: Data] { get throws { try References.shared.files(of: self) } }
}

/// Undisturbed results, computed once for all tests.
private final class References: @unchecked Sendable {
  static let shared = References()
  private let lock = NSLock()
  private var known: [String: [String: Data]] = [:]

  func files(of sweep: TestSweep) throws -> [String: Data] {
    try lock.withLock {
      if let files = known[sweep.name] { return files }
      let sandbox = try Sandbox()
      let end = try sandbox.start(sweep, to: "out", "--workers", "1").end()
      try #require(end.code == 0, "\(end)")
      let files = try sandbox.result()
      try #require(files.keys.sorted() == ["cheapest.csv", "cost.csv", "result.json", "result.nc"])
      known[sweep.name] = files
      return files
    }
  }
}
