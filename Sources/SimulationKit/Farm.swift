import Scheduling
import Sweeps
import Wire

/// A farm to simulate: its size, its sweeps and what goes wrong, all from one seed.
public struct Farm: Sendable {
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
  /// Virtual time after which nothing goes wrong any more.
  public var faultSeconds: Int64
  /// Messages and records pass through their bytes.
  public var usesBytes: Bool
  public var forcedJobBlocks: UInt64?
  public var maxCopies = 2
  /// Poison samples in the first sweep.
  public var poisons: Int
  /// Workers of this host lie in a share of their results.
  public var liar: Int?
  /// Share of results that are computed again elsewhere.
  public var auditShare = 0.0
  /// Speed of all workers alike; where nil, each has its own.
  public var equalSpeed: Double?
  /// The first worker becomes so many times slower after two seconds.
  public var slowdown = 1.0
  public var targetJobSeconds = 0.3
  /// Wrong on purpose.
  public var bug: PlantedBug?

  /// A farm drawn at random: mostly a small one that lives shortly with many faults, one in sixteen a large one.
  public init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let isLarge = seed.isMultiple(of: 16)
    self.seed = seed
    workers = Int.random(in: 1...(isLarge ? 6 : 4), using: &random)
    hosts = Int.random(in: 1...4, using: &random)
    coresPerWorker = Int.random(in: 1...(isLarge ? 3 : 2), using: &random)
    sweeps = Int.random(in: 1...(isLarge ? 3 : 2), using: &random)
    blocks = UInt64.random(in: 1...(isLarge ? 120 : 24), using: &random) / UInt64(sweeps) + 1
    blockMilliseconds = isLarge ? 1 + 150 * random.fraction() : 20 + 300 * random.fraction()
    forcedJobBlocks = random.chance(0.3) ? UInt64.random(in: 1...(isLarge ? 20 : 4), using: &random) : nil
    faults = .random(density: isLarge ? 1 : 3, using: &random)
    faultSeconds = isLarge ? 60 : 15
    poisons = random.chance(isLarge ? 0.3 : 0.1) ? Int.random(in: 1...(isLarge ? 3 : 1), using: &random) : 0
    usesBytes = random.chance(0.1)
  }

  /// A farm in which one host of four lies, and every result is audited.
  public static func withLiar(seed: UInt64) -> Farm {
    var farm = Farm(seed: seed)
    farm.workers = 4
    farm.hosts = 4
    farm.liar = 1
    farm.auditShare = 1
    farm.poisons = 0
    farm.faults = [.doubling: 0.1, .loss: 0.05]
    return farm
  }

  /// A farm with a planted bug and all it takes to see it.
  public static func with(_ bug: PlantedBug, seed: UInt64) -> Farm {
    var farm = Farm(seed: seed)
    farm.bug = bug
    switch bug {
    case .namesWrongly: farm.poisons = 3
    case .ignoresFullDisk: farm.faults[.fullDisk] = 0.05
    case .countsTwice, .countsNothing, .losesLease, .sendsBeforeCommit, .forgetsRecords, .remembersTwice: break
    }
    return farm
  }

  /// Runs it to the end.
  ///
  /// - Throws: the first violation of what must hold.
  public func run() throws(Violation) -> Outcome {
    switch bug {
    case .countsTwice: try Simulation<DoublingTally>(self).run()
    case .countsNothing: try Simulation<ForgettingTally>(self).run()
    case _: try Simulation<BlockTally>(self).run()
    }
  }

  /// Blocks of all sweeps: for each, `blocks` of 1,000 scenarios, and two strips of three whose last is short.
  public var blockCount: UInt64 { tickets.reduce(0) { $0 + $1.sizes.blockCount } }

  /// The sweeps that the farm runs.
  var tickets: [SweepTicket] {
    (0..<sweeps).map { index in
      let strips = BlockSizes.Strips(count: blocks, scenariosPerStrip: 1000, scenariosPerBlock: 1000)
      let short = BlockSizes.Strips(count: 2, scenariosPerStrip: 9000)
      guard let id = SweepID("simulated-\(index)"), let strips, let short, let sizes = BlockSizes([strips, short])
      else { preconditionFailure("The simulated sweeps are valid.") }
      let chance = mixed(seed &+ UInt64(index))
      let most = chance % 4 == 3 ? Int(chance >> 8 % 3) + 1 : nil
      let terms = SweepTerms(weight: index + 1, priority: Int(chance % 2), maxWorkers: most)
      return SweepTicket(
        id: id, spec: Self.hash(UInt8(truncatingIfNeeded: index)), canonical: [1, 2, 3], sizes: sizes,
        layout: StateLayout(passes: []), terms: terms)
    }
  }

  static let selfTest = hash(0xFF)

  private static func hash(_ byte: UInt8) -> SpecHash {
    SpecHash([UInt8](repeating: byte, count: 32)) ?? { preconditionFailure("A hash has 32 bytes.") }()
  }

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

  var policy: Policy {
    var policy = Policy(build: "simulated", selfTest: Self.selfTest)
    policy.targetJobSeconds = targetJobSeconds
    policy.maxAttempts = .max
    policy.maxLosses = .max
    policy.forcedJobBlocks = forcedJobBlocks
    policy.maxCopies = maxCopies
    policy.auditShare = auditShare
    policy.auditSeed = seed
    // So small that pieces are many.
    policy.recordedPieceBytes = 16
    policy.restartGrace = seed.isMultiple(of: 3) ? .seconds(2) : .zero
    return policy
  }

  /// The bytes that one thread without any farm gives, poison left out.
  func expectedState(of ticket: SweepTicket) -> [UInt8] {
    let all = BlockRange(0, ticket.sizes.blockCount)
    let without = poison.filter { $0.sweep == ticket.id }.map(\.place)
    return BlockTally(of: all, sizes: ticket.sizes, without: without).encode()
  }
}
