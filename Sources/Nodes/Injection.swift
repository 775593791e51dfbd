import Aggregates
import Glibc
import Sweeps

/// Faults that computing processes commit when told to, so that tests see what a farm makes of them. Nobody else needs
/// this.
///
/// The variable SWEEPFARM_INJECT lists them, separated by commas. Scenarios are named as `sweepfarm replay` takes them.
///
/// - `crash:R.C.I`: the evaluation of this scenario ends the process by SIGSEGV.
/// - `hang:R.C.I`: the evaluation of this scenario never ends.
/// - `slow:FACTOR`: blocks take so many times as long, at least once.
/// - `flip`: one bit of every state that is sent is wrong, and nothing but its value shows it.
public struct Injection: Hashable, Sendable {
  /// What an evaluation does instead of ending.
  enum Fault: String, Hashable, Sendable {
    case crash, hang
  }

  /// Where the faults are read from.
  public static let variable = "SWEEPFARM_INJECT"

  var scenarios: [ScenarioName: Fault] = [:]
  var slowness = 1.0
  var flips = false

  /// - Parameter text: nil injects nothing.
  /// - Throws: `InjectionError` naming the word that is none of these.
  public init(_ text: String?) throws(InjectionError) {
    for word in (text ?? "").split(separator: ",") {
      let parts = word.split(separator: ":", maxSplits: 1)
      let argument = parts.count > 1 ? String(parts[1]) : nil
      if let fault = Fault(rawValue: String(parts[0])), let name = argument.flatMap({ ScenarioName($0) }) {
        scenarios[name] = fault
      } else if parts[0] == "slow", let factor = argument.flatMap({ Double($0) }), factor >= 1, factor.isFinite {
        slowness = factor
      } else if word == "flip" {
        flips = true
      } else {
        throw InjectionError(word: String(word))
      }
    }
  }
}

/// A word of SWEEPFARM_INJECT that means nothing.
public struct InjectionError: Error, CustomStringConvertible {
  public var word: String

  public var description: String {
    "\(Injection.variable): '\(word)' is no fault; use crash:R.C.I, hang:R.C.I, slow:FACTOR or flip"
  }
}

/// The injected faults where a sweep has them.
struct InjectedFaults {
  private let places: [SamplePlace: Injection.Fault]
  private let slowness: Double
  private let flips: Bool
  /// At the end of a state.
  private static let checksumBytes = 4

  init(_ injection: Injection, in plan: Plan) {
    var places: [SamplePlace: Injection.Fault] = [:]
    for (name, fault) in injection.scenarios {
      for place in plan.places(of: name) { places[place] = fault }
    }
    self.places = places
    slowness = injection.slowness
    flips = injection.flips
  }

  /// Slows a job down; nil where none is to be.
  var brake: Brake? { slowness > 1 ? Brake(slowness) : nil }

  /// Before a sample is evaluated by itself.
  func meet(_ sample: SamplePlace) {
    if let fault = places[sample] { commit(fault) }
  }

  /// Before a block is computed as a whole.
  func meet(_ block: UInt64, without: [SamplePlace]) {
    guard !places.isEmpty else { return }
    let met = places.filter { $0.key.block == block && !without.contains($0.key) }
    if let fault = met.min(by: { $0.key < $1.key })?.value { commit(fault) }
  }

  private func commit(_ fault: Injection.Fault) {
    switch fault {
    case .crash:
      // Without the backtrace that a true fault gets, which takes seconds.
      signal(SIGSEGV, SIG_DFL)
      raise(SIGSEGV)
    case .hang: while true { pause() }
    }
  }

  /// The state as it is told: true, or with one bit flipped so that it still reads as a state of as many scenarios.
  func told(_ state: [UInt8], layout: StateLayout) -> [UInt8] {
    guard flips, let truth = try? SweepState(decoding: state, layout: layout) else { return state }
    for place in state.indices.reversed() {
      var lie = Array(state.dropLast(Self.checksumBytes))
      guard place < lie.count else { continue }
      lie[place] ^= 1
      let checksum = CRC32C.checksum(of: lie.span)
      withUnsafeBytes(of: checksum.littleEndian) { lie.append(contentsOf: $0) }
      if let read = try? SweepState(decoding: lie, layout: layout), read.scenarioCount == truth.scenarioCount {
        return lie
      }
    }
    return state
  }

  /// Sleeps so that what lies between two calls takes some times as long.
  struct Brake {
    private let factor: Double
    private var calledAt = MonotonicClock.now
    private var owed = 0.0

    init(_ factor: Double) { self.factor = factor }

    mutating func slow() {
      owed += (factor - 1) * Double(MonotonicClock.now.since(calledAt).nanoseconds) / 1000
      // The system does not sleep for less than some ten microseconds.
      if owed > 1000 {
        usleep(UInt32(min(owed, 1e9)))
        owed = 0
      }
      calledAt = MonotonicClock.now
    }
  }
}
