import Sweeps

/// Which part of a sweep a result stands on.
public struct Coverage: Sendable {
  /// A scenario that could not be evaluated and is left out, under every option.
  public struct Quarantined: Hashable, Sendable {
    public var scenario: ScenarioName
    /// In the model's order; decisions that are compared are not among them.
    public var inputs: [FixedInput]
    public var reason: String

    public init(scenario: ScenarioName, inputs: [FixedInput], reason: String) {
      self.scenario = scenario
      self.inputs = inputs
      self.reason = reason
    }
  }

  /// Evaluations of the model in the closed blocks (samples x options), quarantined ones among them.
  public var scenarios: UInt64
  /// Evaluations the whole sweep has.
  public var planned: UInt64
  /// The closed blocks, numbered over all passes of the plan.
  public var blocks: BlockSet
  /// Whether every block of the plan is closed.
  public var complete: Bool
  /// In order of their names.
  public var quarantined: [Quarantined]
  /// Evaluations in the closed blocks that quarantine left out.
  public var leftOut: UInt64

  /// The coverage of these closed blocks. Blocks beyond the plan do not count.
  ///
  /// - Parameter quarantined: left out of all closed blocks that hold them.
  /// - Complexity: O((closed ranges + quarantined) x passes).
  public init(of plan: Plan, closed blocks: BlockSet, quarantined: [Quarantined] = []) {
    self.blocks = blocks
    self.quarantined = quarantined
    planned = plan.scenarioCount
    complete = blocks.count == plan.blockCount
    leftOut = quarantined.reduce(0) { sum, one in
      let places = plan.places(of: one.scenario).filter { blocks.contains($0.block) }
      return sum + places.reduce(0) { $0 + UInt64(plan.passes[plan.locate($1.block).pass].options.count) }
    }
    scenarios = 0
    for range in blocks.ranges {
      scenarios += plan.evaluations(before: range.upper) - plan.evaluations(before: range.lower)
    }
  }

  /// As `result.json` holds it: blocks are closed intervals.
  var json: JSON {
    .object([
      .init("scenarios", .unsigned(scenarios)),
      .init("blocks", blocks.json),
      .init("complete", .bool(complete)),
      .init("quarantined", .array(quarantined.map(\.json))),
    ])
  }
}

extension Coverage.Quarantined {
  fileprivate var json: JSON {
    .object([
      .init("scenario", .string(scenario.text)),
      .init("inputs", .object(inputs.map { .init($0.input, $0.value.json) })),
      .init("reason", .string(reason)),
    ])
  }
}

extension Plan {
  /// Evaluations of the model in all blocks below this one.
  func evaluations(before block: UInt64) -> UInt64 {
    var rest = block
    var total: UInt64 = 0
    for pass in passes {
      let inside = min(rest, pass.numbering.blockCount)
      total += pass.numbering.samples(before: inside) * UInt64(pass.options.count)
      rest -= inside
    }
    return total
  }
}

extension Numbering {
  /// Samples in all blocks of the pass below this one (which may be the end).
  func samples(before block: UInt64) -> UInt64 {
    let perReplicate = cells * blocksPerCell
    var total = block / perReplicate * cells * samples
    var rest = block % perReplicate
    let perTile = Self.tileCells * blocksPerCell
    let tile = rest / perTile
    total += tile * Self.tileCells * samples
    rest %= perTile
    guard rest > 0 else { return total }
    let width = min(Self.tileCells, cells - tile * Self.tileCells)
    let firstSample = rest / width * Self.blockSamples
    return total + width * firstSample + rest % width * min(Self.blockSamples, samples - firstSample)
  }
}
