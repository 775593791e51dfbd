import Foundation
import Testing

/// `sweepfarm run` as real processes with real signals. The oracle is always the same: every byte of the result equals
/// an undisturbed run on one worker, and nothing is left behind.
///
/// One test at a time: they share the host's cores.
@Suite(.serialized)
struct ProcessTests {}

extension Sandbox {
  /// Fails the test unless the run ended well and gave the bytes that it must.
  func expectComplete(
    _ program: Program, _ sweep: TestSweep, in folder: String = "out", _ place: SourceLocation = #_sourceLocation
  ) throws {
    let end = try program.end()
    #expect(end.code == 0 && !end.wasKilled, "\(end)", sourceLocation: place)
    // The log tells of workers that were lost, jobs that failed, and a journal that was cut off.
    let lines = end.errors.split(separator: "\n").filter {
      !$0.contains(" notice coordinator: ") && !$0.contains(" warning coordinator: ")
    }
    #expect(lines.isEmpty, "\(end.errors)", sourceLocation: place)
    try expectResult(of: sweep, in: folder, place)
    expectNothingLeft(place)
  }

  func expectResult(
    of sweep: TestSweep, in folder: String = "out", _ place: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try sweep.expected
    let found = try result(in: folder)
    #expect(found.keys.sorted() == expected.keys.sorted(), sourceLocation: place)
    for (name, bytes) in expected {
      #expect(found[name] == bytes, "\(name) has other bytes", sourceLocation: place)
    }
  }
}

/// SplitMix64: a test's random choices, repeatable from its seed.
struct Splitmix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A seed from the environment (SWEEPFARM_SEED), or a fresh one; printed, so that a failure can be repeated.
  static func announced(_ test: String) -> Splitmix {
    let given = ProcessInfo.processInfo.environment["SWEEPFARM_SEED"].flatMap { UInt64($0) }
    let seed = given ?? .random(in: 0 ... .max)
    print("\(test): SWEEPFARM_SEED=\(seed)")
    return Splitmix(state: seed)
  }
}
