/// Renting, buying or designing accelerators, quarter by quarter: orders, deliveries, capacity, cash.
///
/// Each quarter orders what will be missing when the order is delivered, first from the own chip, then from the
/// merchant, each up to its allocation; what is missing anyway is rented up to a limit, and the rest is unmet. Units
/// are real numbers and live a whole number of quarters.
///
/// How it is fast: what a delivery costs over its life (capital, upkeep, energy, less its resale value) is one
/// coefficient of its quarter; living units are differences of running sums; powers advance by one multiplication a
/// quarter; a programme's money is a handful of differences of the running sum of discount factors. BUY is simulated
/// once a call: a strategy with a chip of its own goes on from BUY's state at the first quarter in which a scenario of
/// the vector can differ from it, and strategies with the same programme share its tables.
public enum ChipStrategyKernel: KernelBody {
  /// Quarters at most.
  public static var longest: Int { @inlinable get { 40 } }

  public static var sharedInputs: Int {
    @inlinable get { ChipStrategyShared.firstCurrencyStep + ChipStrategyShared.demandSteps }
  }
  public static var ownInputs: Int { @inlinable get { ChipStrategyOwn.successorSpacing.rawValue + 1 } }
  public static var outputs: Int { @inlinable get { ChipStrategyOutput.firstYear + ChipStrategyOutput.years } }

  public static var steering: [SteeringInput] {
    [
      SteeringInput(position: ChipStrategyShared.quarters.rawValue, range: 1...longest),
      SteeringInput(position: ChipStrategyShared.merchantLead.rawValue, range: 0...12),
      SteeringInput(position: ChipStrategyShared.customLead.rawValue, range: 0...12),
      SteeringInput(position: ChipStrategyShared.lifeQuarters.rawValue, range: 1...(longest + 1)),
      SteeringInput(position: ChipStrategyShared.isPowerLimited.rawValue, range: 0...1),
      SteeringInput(position: ChipStrategyShared.events.rawValue, range: 0...2),
      SteeringInput(position: ChipStrategyShared.merchantShortageLead.rawValue, range: 0...longest),
      SteeringInput(position: ChipStrategyShared.customShortageLead.rawValue, range: 0...longest),
    ]
  }

  /// A programme that is in volume late, or never, costs the loops less.
  public static var alikeness: SteeringInput? {
    SteeringInput(position: ChipStrategyOwn.volumeQuarter.rawValue, range: 0...longest)
  }

  public static func isDetailed(output: Int) -> Bool { output >= ChipStrategyOutput.merchantCapital.rawValue }

  public static func scratchLanes(instances: Int) -> Int {
    ChipStrategyTable.count * ChipStrategyTable.rows
  }

  /// The loops over 32 quarters, of which a programme lives 20.
  public static func operations(instances: Int, detailed: Bool) -> Double {
    let market = 32.0 * 48
    let buying = 32.0 * 32
    let own = 20.0 * (52 + 40) + 250
    return market + buying + own * Double(instances) * (detailed ? 1.8 : 1)
  }

  @inlinable
  public static func run<L: ElementaryLane>(
    shared: Span<L>, own: Span<L>, instances: Int, steering: SIMD8<Int>, detailed: Bool,
    scratch: inout MutableSpan<L>, results: inout MutableSpan<L>
  ) {
    let times = ChipStrategyTimes(steering)
    let market = fillMarket(shared, times, detailed: detailed, &scratch)
    if times.hasEvents { applyEvents(shared, times, detailed: detailed, &scratch) }
    let outlook = ChipStrategyOutlook(own, instances, times)
    let departures = detailed ? 1 : outlook.departures
    fillDies(shared, ages: times.quarters &- outlook.volume, &scratch)
    let buyer = anyBuyersFleet(shared, times, noting: departures, detailed: detailed, &scratch)
    if detailed { _ = settle(shared, own, 0, times, nil, into: .buyersPaid, &scratch) }
    // Instances computed with an earlier one, a bit each; beyond 64 they are computed again, with the same bits.
    var done: UInt64 = 0
    for instance in 0..<instances where done & (1 << UInt64(instance)) == 0 {
      switch commonKind(own, instance) {
      case 0:
        let fleet = rentersFleet(shared, times, detailed: detailed, &scratch)
        write(fleet, .none, market, shared, own, instance, &results)
        if detailed { writeDetails(shared, own, instance, times, nil, &scratch, &results) }
      case 1:
        // Fills the tables of flows again, which another instance may have used since.
        if detailed { _ = anyBuyersFleet(shared, times, noting: departures, detailed: true, &scratch) }
        write(buyer, .none, market, shared, own, instance, &results)
        if detailed { writeDetails(shared, own, instance, times, nil, &scratch, &results) }
      default:
        let isWhole = detailed || times.hasShortages
        let programme = fillProgramme(shared, own, instance: instance, times, detailed: isWhole, &scratch)
        for sharer in instance..<instances where sharesProgramme(own, sharer, instance) {
          done |= 1 << UInt64(sharer)
          let fleet = mixedFleet(shared, own, sharer, times, programme, detailed: detailed, &scratch)
          write(fleet, programme, market, shared, own, sharer, &results)
          if detailed { writeDetails(shared, own, sharer, times, programme, &scratch, &results) }
        }
      }
    }
  }

  /// The kind of an instance if all scenarios of the vector have the same and need no programme, 2 otherwise.
  @inlinable @inline(__always)
  static func commonKind<L: ElementaryLane>(_ own: Span<L>, _ instance: Int) -> Int {
    let kind = ChipStrategyOwnInputs(instance: instance)(.kind, own)
    if L.all(kind .< 1) { return 0 }
    return L.all(.!(kind .< 1) .& (kind .< 2)) ? 1 : 2
  }

  /// Whether two instances have the same programme, to the bit, in every scenario of the vector.
  @inlinable @inline(__always)
  static func sharesProgramme<L: ElementaryLane>(_ own: Span<L>, _ a: Int, _ b: Int) -> Bool {
    if a == b { return true }
    func isEqual(_ input: Int) -> L.Mask { own[a &* ownInputs &+ input] .== own[b &* ownInputs &+ input] }
    // Most that differ do so in this, so that the rest is not looked at.
    guard L.all(isEqual(ChipStrategyOwn.designRate.rawValue)) else { return false }
    var mask = isEqual(ChipStrategyOwn.kind.rawValue)
    for input in ChipStrategyOwn.volumeQuarter.rawValue..<ownInputs { mask = mask .& isEqual(input) }
    return L.all(mask)
  }

  /// The fleet of an instance with a programme in some scenario of the vector; in others it may buy or rent.
  @inlinable @inline(__always)
  static func mixedFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ own: Span<L>, _ instance: Int, _ times: ChipStrategyTimes,
    _ programme: ChipStrategyProgramme<L>, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    let input = ChipStrategyOwnInputs(instance: instance)
    let terms = ChipStrategyTerms(
      share: input(.share, own), bargain: input(.bargain, own), volumeQuarter: programme.volumeQuarter,
      calendar: programme.calendar)
    let fleet: ChipStrategyFleet<L>
    if times.hasShortages {
      fleet = shortageOwnersFleet(shared, own, instance, times, programme, detailed: detailed, &scratch)
    } else if detailed || times.isPowerLimited {
      fleet = ownersFleet(shared, terms, times, detailed: detailed, &scratch)
    } else {
      fleet = plainOwnersFleet(shared, terms, times, &scratch)
    }
    let rents = input(.kind, own) .< 1
    if L.all(.!rents) { return fleet }
    return fleet.replacing(with: rentersFleet(shared, times, detailed: detailed, &scratch), where: rents)
  }

  /// What every caller gets of an instance.
  @inlinable @inline(__always)
  static func write<L: ElementaryLane>(
    _ fleet: ChipStrategyFleet<L>, _ programme: ChipStrategyProgramme<L>, _ market: ChipStrategyMarket<L>,
    _ shared: Span<L>, _ own: Span<L>, _ instance: Int, _ results: inout MutableSpan<L>
  ) {
    let rents = ChipStrategyOwnInputs(instance: instance)(.kind, own) .< 1
    let legacyEnergy = market.legacyEnergy.replacing(with: L(0), where: rents)
    let penalty = shared[.unmetPenalty] * fleet.unmetWork
    let operation = ((fleet.cost + legacyEnergy) + market.commitments) + penalty
    let cost = ((operation + programme.development) + programme.software) + programme.acquisition
    let first = instance &* outputs
    results[first &+ ChipStrategyOutput.cost.rawValue] = cost
    results[first &+ ChipStrategyOutput.work.rawValue] = (market.work - fleet.unmetWork) * shared[.quarterYears]
    results[first &+ ChipStrategyOutput.unmet.rawValue] = fleet.unmet * shared[.quarterYears]
    results[first &+ ChipStrategyOutput.merchantUnits.rawValue] = fleet.merchantUnits
    results[first &+ ChipStrategyOutput.customUnits.rawValue] = fleet.customUnits
    results[first &+ ChipStrategyOutput.peakPower.rawValue] = fleet.peakPower
    results[first &+ ChipStrategyOutput.unmetPenalty.rawValue] = penalty
    results[first &+ ChipStrategyOutput.programme.rawValue] = programme.development
    results[first &+ ChipStrategyOutput.software.rawValue] = programme.software
    results[first &+ ChipStrategyOutput.acquisition.rawValue] = programme.acquisition
  }
}
