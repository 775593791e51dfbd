import Scheduling
import Sweeps
import Wire

/// A farm to simulate: its size, its sweep and what goes wrong, all from one seed.
public struct Farm: Sendable {
  /// When a simulated coordinator commits.
  public enum Shell: Hashable, Sendable {
    case commitsThenSends
    /// Wrong on purpose: what is sent may be forgotten.
    case sendsThenCommits
  }

  public var seed: UInt64
  public var workers: Int
  public var coresPerWorker: Int
  public var blocks: UInt64
  /// Time to compute a block, before each worker's own speed.
  public var blockMilliseconds: Double
  public var faults: Faults
  /// Messages pass through their wire bytes.
  public var usesBytes: Bool
  public var forcedJobBlocks: UInt64?
  public var shell = Shell.commitsThenSends

  /// A farm drawn at random.
  public init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    self.seed = seed
    workers = Int.random(in: 1...5, using: &random)
    coresPerWorker = Int.random(in: 1...3, using: &random)
    blocks = UInt64.random(in: 1...150, using: &random)
    blockMilliseconds = Double.random(in: 1...150, using: &random)
    forcedJobBlocks = random.chance(0.3) ? UInt64.random(in: 1...20, using: &random) : nil
    faults = .random(using: &random)
    usesBytes = seed.isMultiple(of: 8)
  }

  /// Blocks of the sweep: `blocks` of 1,000 scenarios, and two strips of three whose last is short.
  public var blockCount: UInt64 { ticket.sizes.blockCount }

  /// The sweep that the farm runs.
  var ticket: SweepTicket {
    let strips = BlockSizes.Strips(count: blocks, scenariosPerStrip: 1000, scenariosPerBlock: 1000)
    let short = BlockSizes.Strips(count: 2, scenariosPerStrip: 9000)
    guard let id = SweepID("simulated"), let spec = SpecHash([UInt8](repeating: 7, count: 32)),
      let strips, let short, let sizes = BlockSizes([strips, short])
    else { preconditionFailure("The simulated sweep is valid.") }
    return SweepTicket(id: id, spec: spec, canonical: [1, 2, 3], sizes: sizes, layout: StateLayout(passes: []))
  }

  var policy: Policy {
    var policy = Policy(build: "simulated", selfTest: ticket.spec)
    policy.targetJobSeconds = 0.3
    policy.maxAttempts = .max
    policy.maxLosses = .max
    policy.forcedJobBlocks = forcedJobBlocks
    return policy
  }

  /// The bytes that one thread without any farm gives.
  public var expectedState: [UInt8] {
    BlockTally(of: BlockRange(0, ticket.sizes.blockCount), sizes: ticket.sizes).encode()
  }
}
