import Scheduling
import Sweeps
import Wire

/// A farm to simulate: its size, its sweeps and what goes wrong, all from one seed.
public struct Farm: Sendable {
  /// When a simulated coordinator commits.
  public enum Shell: Hashable, Sendable {
    case commitsThenSends
    /// Wrong on purpose: what is sent may be forgotten.
    case sendsThenCommits
    /// Wrong on purpose: what was counted is now and then not remembered, so that closed blocks are open again.
    case forgetsRecords
  }

  /// A sample that ends or halts every process that evaluates it.
  struct Poison: Hashable, Sendable {
    var sweep: SweepID
    var place: SamplePlace
    var hangs: Bool
  }

  public var seed: UInt64
  public var workers: Int
  public var hosts: Int
  public var coresPerWorker: Int
  /// Sweeps, of like size, with weights and priorities of their own.
  public var sweeps: Int
  public var blocks: UInt64
  /// Time to compute a block, before each worker's own speed.
  public var blockMilliseconds: Double
  public var faults: Faults
  /// Messages pass through their wire bytes.
  public var usesBytes: Bool
  public var forcedJobBlocks: UInt64?
  public var maxCopies = 2
  /// Poison samples in the first sweep.
  public var poisons: Int
  /// Wrong on purpose: workers name the sample after the one that killed.
  public var namesWrongly = false
  /// Workers of this host lie in a share of their results.
  public var liar: Int?
  /// Share of results that are computed again elsewhere.
  public var auditShare = 0.0
  /// Speed of all workers alike; where nil, each has its own.
  public var equalSpeed: Double?
  /// The first worker becomes so many times slower after two seconds.
  public var slowdown = 1.0
  public var targetJobSeconds = 0.3
  public var shell = Shell.commitsThenSends

  /// A farm drawn at random.
  public init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    self.seed = seed
    workers = Int.random(in: 1...5, using: &random)
    hosts = Int.random(in: 1...4, using: &random)
    coresPerWorker = Int.random(in: 1...3, using: &random)
    sweeps = Int.random(in: 1...3, using: &random)
    blocks = UInt64.random(in: 1...120, using: &random) / UInt64(sweeps) + 1
    blockMilliseconds = Double.random(in: 1...150, using: &random)
    forcedJobBlocks = random.chance(0.3) ? UInt64.random(in: 1...20, using: &random) : nil
    faults = .random(using: &random)
    poisons = random.chance(0.3) ? Int.random(in: 1...3, using: &random) : 0
    usesBytes = seed.isMultiple(of: 8)
  }

  /// A farm in which one host of four lies, and every result is audited.
  public static func withLiar(seed: UInt64) -> Farm {
    var farm = Farm(seed: seed)
    farm.workers = 4
    farm.hosts = 4
    farm.liar = 1
    farm.auditShare = 1
    farm.poisons = 0
    farm.faults = .none
    farm.faults.doubling = 0.1
    farm.faults.loss = 0.05
    return farm
  }

  /// Blocks of all sweeps: for each, `blocks` of 1,000 scenarios, and two strips of three whose last is short.
  public var blockCount: UInt64 { tickets.reduce(0) { $0 + $1.sizes.blockCount } }

  /// The sweeps that the farm runs.
  var tickets: [SweepTicket] {
    (0..<sweeps).map { index in
      let strips = BlockSizes.Strips(count: blocks, scenariosPerStrip: 1000, scenariosPerBlock: 1000)
      let short = BlockSizes.Strips(count: 2, scenariosPerStrip: 9000)
      guard let id = SweepID("simulated-\(index)"), let strips, let short, let sizes = BlockSizes([strips, short]),
        let spec = SpecHash([UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 32))
      else { preconditionFailure("The simulated sweeps are valid.") }
      let terms = SweepTerms(weight: index + 1, priority: Int(mixed(seed &+ UInt64(index)) % 2))
      return SweepTicket(
        id: id, spec: spec, canonical: [1, 2, 3], sizes: sizes, layout: StateLayout(passes: []), terms: terms)
    }
  }

  var selfTest: SpecHash { tickets[0].spec }

  /// The samples that kill, in order.
  var poison: [Poison] {
    var random = SeededRandom(seed: seed ^ 0xBAD)
    let sweep = tickets[0]
    var places: Set<SamplePlace> = []
    while places.count < poisons {
      let block = UInt64.random(in: 0..<blocks, using: &random)
      places.insert(SamplePlace(block: block, sample: UInt32.random(in: 0..<1000, using: &random)))
    }
    return places.sorted().map { Poison(sweep: sweep.id, place: $0, hangs: $0.sample.isMultiple(of: 2)) }
  }

  func poison(of sweep: SweepID) -> [SamplePlace] { poison.filter { $0.sweep == sweep }.map(\.place) }

  var policy: Policy {
    var policy = Policy(build: "simulated", selfTest: selfTest)
    policy.targetJobSeconds = targetJobSeconds
    policy.maxAttempts = .max
    policy.maxLosses = .max
    policy.forcedJobBlocks = forcedJobBlocks
    policy.maxCopies = maxCopies
    policy.auditShare = auditShare
    policy.auditSeed = seed
    policy.restartGrace = seed.isMultiple(of: 3) ? .seconds(2) : .zero
    return policy
  }

  /// The bytes that one thread without any farm gives, poison left out.
  func expectedState(of ticket: SweepTicket) -> [UInt8] {
    let all = BlockRange(0, ticket.sizes.blockCount)
    return BlockTally(of: all, sizes: ticket.sizes, without: poison(of: ticket.id)).encode()
  }
}
