import Sweeps

/// A checked sweep as the coordinator runs it: enough to cut it into jobs and to judge and merge what comes back.
public struct SweepTicket: Hashable, Sendable {
  public var id: SweepID
  /// SHA-256 of `canonical`.
  public var spec: SpecHash
  /// The canonical text that workers compile.
  public var canonical: [UInt8]
  public var sizes: BlockSizes
  /// The shape of the merged state.
  public var layout: StateLayout
  public var terms: SweepTerms

  public init(
    id: SweepID, spec: SpecHash, canonical: [UInt8], sizes: BlockSizes, layout: StateLayout,
    terms: SweepTerms = SweepTerms()
  ) {
    self.terms = terms
    self.id = id
    self.spec = spec
    self.canonical = canonical
    self.sizes = sizes
    self.layout = layout
  }

  public var definition: SweepDefinition { SweepDefinition(sweep: id, spec: spec, canonical: canonical) }
}

/// How a sweep shares the farm with others.
public struct SweepTerms: Hashable, Sendable {
  public static let weights = 1...1000
  public static let priorities = -100...100
  public static let workerLimits = 1...65_536
  /// Its share of compute time among sweeps of the same priority, in proportion.
  public var weight: Int
  /// Sweeps of higher priority go first.
  public var priority: Int
  /// Workers that may compute it at once; nil stands for any number. Audits, which go to other hosts, are not counted.
  public var maxWorkers: Int?

  public init(weight: Int = 1, priority: Int = 0, maxWorkers: Int? = nil) {
    precondition(
      Self.weights.contains(weight) && Self.priorities.contains(priority)
        && maxWorkers.map(Self.workerLimits.contains) ?? true, "terms within their limits")
    self.weight = weight
    self.priority = priority
    self.maxWorkers = maxWorkers
  }
}

/// How many scenarios every block holds, in bytes that do not grow with the sweep.
///
/// Blocks are numbered through groups of equal strips (one strip: the samples of one cell in one replicate); the last
/// block of a strip may be short. Scenarios are counted as the state counts them: a sample that is counted in k cells of
/// the state is k of them.
public struct BlockSizes: Hashable, Sendable {
  /// `count` strips of equal length, cut into blocks, the whole repeated `repetitions` times. Strips go in tiles: inside
  /// a tile first the first block of each strip, then the second of each, and so on.
  public struct Strips: Hashable, Sendable {
    public let count: UInt64
    public let scenariosPerStrip: UInt64
    public let scenariosPerBlock: UInt64
    /// Strips of a tile; the last tile may be narrower.
    public let stripsPerTile: UInt64
    public let repetitions: UInt64
    /// Blocks of the whole group.
    public let blocks: UInt64
    let blocksPerStrip: UInt64

    /// Nil where a number is zero or the scenarios of the group do not fit 63 bits.
    public init?(
      count: UInt64, scenariosPerStrip: UInt64, scenariosPerBlock: UInt64 = 4096, stripsPerTile: UInt64 = 1,
      repetitions: UInt64 = 1
    ) {
      let (strips, tooMany) = count.multipliedReportingOverflow(by: repetitions)
      let (scenarios, overflow) = strips.multipliedReportingOverflow(by: scenariosPerStrip)
      guard strips > 0, scenariosPerStrip > 0, scenariosPerBlock > 0, stripsPerTile > 0 else { return nil }
      guard !tooMany, !overflow, scenarios < 1 << 63, stripsPerTile < 1 << 32 else { return nil }
      self.count = count
      self.scenariosPerStrip = scenariosPerStrip
      self.scenariosPerBlock = scenariosPerBlock
      self.stripsPerTile = stripsPerTile
      self.repetitions = repetitions
      blocksPerStrip = (scenariosPerStrip - 1) / scenariosPerBlock + 1
      blocks = strips * blocksPerStrip
    }

    /// Scenarios in blocks 0 ..< `end` of the group.
    func scenarios(before end: UInt64) -> UInt64 {
      let (repetition, inside) = end.quotientAndRemainder(dividingBy: count * blocksPerStrip)
      let tile = inside / blocksPerStrip / stripsPerTile
      let firstStrip = tile * stripsPerTile
      let width = min(stripsPerTile, count - firstStrip)
      let (row, column) = (inside - firstStrip * blocksPerStrip).quotientAndRemainder(dividingBy: width)
      let whole = (repetition * count + firstStrip) * scenariosPerStrip
      let rows = row * width * scenariosPerBlock
      return whole + rows + column * min(scenariosPerBlock, scenariosPerStrip - row * scenariosPerBlock)
    }
  }

  public let strips: [Strips]
  /// Blocks of the sweep.
  public let blockCount: UInt64
  /// Scenarios of the sweep.
  public let scenarioCount: UInt64

  /// Nil where there are no strips or their scenarios do not fit 63 bits together.
  public init?(_ strips: [Strips]) {
    var scenarios: UInt64 = 0
    for group in strips {
      scenarios += group.count * group.repetitions * group.scenariosPerStrip
      guard scenarios < 1 << 63 else { return nil }
    }
    guard !strips.isEmpty else { return nil }
    self.strips = strips
    blockCount = strips.reduce(0) { $0 + $1.blocks }
    scenarioCount = scenarios
  }

  /// The scenarios of these blocks, which must lie in the sweep. Complexity: O(groups of strips).
  public func scenarios(in blocks: BlockRange) -> UInt64 {
    scenarios(before: blocks.upper) - scenarios(before: blocks.lower)
  }

  private func scenarios(before end: UInt64) -> UInt64 {
    var sum: UInt64 = 0
    var rest = end
    for group in strips {
      let inside = min(rest, group.blocks)
      sum += group.scenarios(before: inside)
      rest -= inside
    }
    return sum
  }
}
