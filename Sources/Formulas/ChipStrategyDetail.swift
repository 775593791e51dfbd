/// The terms of a cost that are told apart only where somebody reads them: present values (USD).
@frozen public struct ChipStrategyAccount<L: ElementaryLane> {
  @usableFromInline var merchantCapital = L(0)
  @usableFromInline var customCapital = L(0)
  @usableFromInline var facility = L(0)
  @usableFromInline var energy = L(0)
  @usableFromInline var maintenance = L(0)
  @usableFromInline var cloud = L(0)
  @usableFromInline var residual = L(0)

  @inlinable
  init() {}
}

extension ChipStrategyKernel {
  /// Details of an instance whose fleet has just been simulated from the first quarter.
  @inlinable @inline(never)
  static func writeDetails<L: ElementaryLane>(
    _ shared: Span<L>, _ own: Span<L>, _ instance: Int, _ times: ChipStrategyTimes,
    _ programme: ChipStrategyProgramme<L>?, _ scratch: inout MutableSpan<L>, _ results: inout MutableSpan<L>
  ) {
    let rents = ChipStrategyOwnInputs(instance: instance)(.kind, own) .< 1
    takeRentersFlows(where: rents, times, &scratch)
    let account = settle(shared, own, instance, times, programme, into: .paid, &scratch)
    let first = instance &* outputs
    results[first &+ ChipStrategyOutput.merchantCapital.rawValue] = account.merchantCapital
    results[first &+ ChipStrategyOutput.customCapital.rawValue] = account.customCapital
    results[first &+ ChipStrategyOutput.facility.rawValue] = account.facility
    results[first &+ ChipStrategyOutput.energy.rawValue] = account.energy
    results[first &+ ChipStrategyOutput.maintenance.rawValue] = account.maintenance
    results[first &+ ChipStrategyOutput.cloud.rawValue] = account.cloud
    results[first &+ ChipStrategyOutput.residual.rawValue] = account.residual
    var breakEven = L(0)
    for quarter in 0..<times.quarters {
      let isAbove = scratch[.buyersPaid, quarter] .< scratch[.paid, quarter]
      breakEven = breakEven.replacing(with: L(Double(quarter + 1)), where: isAbove)
    }
    results[first &+ ChipStrategyOutput.breakEvenQuarter.rawValue] = breakEven
    writeCapital(shared, first: first &+ ChipStrategyOutput.firstYear, times, scratch.span, &results)
  }

  /// Each year's capital, not discounted.
  @inlinable @inline(__always)
  static func writeCapital<L: ElementaryLane>(
    _ shared: Span<L>, first: Int, _ times: ChipStrategyTimes, _ scratch: Span<L>, _ results: inout MutableSpan<L>
  ) {
    for year in 0..<ChipStrategyOutput.years { results[first &+ year] = L(0) }
    for quarter in 0..<times.quarters {
      let then = (shared[.quarterYears] * Double(quarter)).floor()
      let paid = scratch[ChipStrategyTable.capital.place(quarter)]
      for year in 0..<ChipStrategyOutput.years where !L.all(.!(then .== Double(year))) {
        results[first &+ year] = results[first &+ year] + L(0).replacing(with: paid, where: then .== Double(year))
      }
    }
  }

  /// Where the mask is true, what happened to the fleet is what happens to one who rents everything.
  @inlinable
  static func takeRentersFlows<L: ElementaryLane>(
    where rents: L.Mask, _ times: ChipStrategyTimes, _ scratch: inout MutableSpan<L>
  ) {
    for quarter in 0..<times.quarters {
      scratch[.bought, quarter] = scratch[.bought, quarter].replacing(with: L(0), where: rents)
      scratch[.built, quarter] = scratch[.built, quarter].replacing(with: L(0), where: rents)
      scratch[.watts, quarter] = scratch[.watts, quarter].replacing(with: L(0), where: rents)
      scratch[.rented, quarter] = scratch[.rented, quarter].replacing(
        with: scratch[.rentersCloud, quarter], where: rents)
      scratch[.unserved, quarter] = scratch[.unserved, quarter]
        .replacing(with: scratch[.rentersUnserved, quarter], where: rents)
    }
  }

  /// Adds up the terms of a fleet, and writes what has been paid by the end of each quarter (present value, no
  /// residual) and each quarter's capital. Without a programme the fleet is a buyer's or a renter's.
  @inlinable
  static func settle<L: ElementaryLane>(
    _ shared: Span<L>, _ own: Span<L>, _ instance: Int, _ times: ChipStrategyTimes,
    _ programme: ChipStrategyProgramme<L>?, into table: ChipStrategyTable, _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyAccount<L> {
    let input = ChipStrategyOwnInputs(instance: instance)
    var account = ChipStrategyAccount<L>()
    var paid = L(0)
    scratch[.valueSum, 0] = L(0)
    for quarter in 0..<times.quarters {
      let discount = scratch[.discount, quarter]
      var price = scratch[.merchantValue, quarter]
      var custom = L(0)
      var development = L(0)
      if let programme {
        let bargain = input(.bargain, own) * scratch[.merchantChipValue, quarter]
        price = price - L(0).replacing(with: bargain, where: programme.volumeQuarter .<= Double(quarter))
        custom = scratch[.made, quarter] * scratch[.ownValue, quarter]
        development = programmeCash(own, input, times, in: quarter)
      }
      let merchant = scratch[.bought, quarter] * price
      let facility = scratch[.built, quarter] * shared[.facilityPrice]
      scratch[.valueSum, quarter + 1] = scratch[.valueSum, quarter] + (merchant + custom)
      scratch[.capital, quarter] = merchant + custom + facility
      let value = scratch[.valueSum, quarter + 1] - scratch[.valueSum, times.oldest(in: quarter)]
      let energy = discount * shared[.energyPrice] * scratch[.watts, quarter]
      let upkeep = discount * shared[.maintenance] * value
      let contract = committed(in: quarter, shared) * shared[.commitmentPrice]
      let cloud = (contract * discount).addingProduct(scratch[.rented, quarter], scratch[.cloudCost, quarter])
      let penalty = discount * shared[.unmetPenalty] * scratch[.unserved, quarter]
      let unitsLeft = L.maximum(1 - shared[.wear] * Double(times.quarters - quarter), L(0))
      let facilityLeft = L.maximum(1 - shared[.facilityWear] * Double(times.quarters - quarter), L(0))
      let sold = (shared[.resale] * unitsLeft * (merchant + custom)).addingProduct(facility, facilityLeft)
      account.merchantCapital = account.merchantCapital + discount * merchant
      account.customCapital = account.customCapital + discount * custom
      account.facility = account.facility + discount * facility
      account.energy = account.energy + energy
      account.maintenance = account.maintenance + upkeep
      account.cloud = account.cloud + cloud
      account.residual = account.residual - shared[.lastDiscount] * sold
      paid = paid + discount * (merchant + custom + facility + development) + energy + upkeep + cloud + penalty
      scratch[table, quarter] = paid
    }
    return account
  }

  /// All that a programme pays in a quarter (USD), not discounted; 0 for who has none.
  @inlinable
  static func programmeCash<L: ElementaryLane>(
    _ own: Span<L>, _ input: ChipStrategyOwnInputs, _ times: ChipStrategyTimes, in quarter: Int
  ) -> L {
    func part(from start: L, to end: L) -> L {
      let late = L.minimum(end, L(Double(quarter + 1)))
      return L.maximum(late - L.maximum(start, L(Double(quarter))), L(0))
    }
    let (start, tapeout) = (input(.start, own), input(.tapeout, own))
    let (firstSilicon, respinQuarters) = (input(.firstSilicon, own), input(.respinQuarters, own))
    var cash = input(.designRate, own) * part(from: start, to: tapeout)
    cash = cash + input(.masks, own) * part(from: tapeout, to: tapeout + 1)
    cash = cash + input(.respins, own) / respinQuarters * part(from: firstSilicon, to: firstSilicon + respinQuarters)
    cash = cash + input(.softwareRate, own) * part(from: start, to: input(.softwareEnd, own))
    cash = cash + input(.acquisition, own) * part(from: start, to: start + 1)
    cash = cash + input(.integrationRate, own) * part(from: start, to: input(.integrationEnd, own))
    for generation in 1...successors {
      let launch = input(.volume, own).addingProduct(input(.successorSpacing, own), L(Double(generation)))
      if L.all(.!(launch .< Double(times.quarters))) { continue }
      let spent = input(.successorRate, own) * part(from: launch - input(.successorQuarters, own), to: launch)
      cash = cash + L(0).replacing(with: spent, where: launch .< Double(times.quarters))
    }
    return cash.replacing(with: L(0), where: input(.kind, own) .< 2)
  }
}
