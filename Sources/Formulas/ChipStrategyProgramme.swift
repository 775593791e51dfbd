/// What a strategy with a chip of its own brings to the quarter loop.
@frozen public struct ChipStrategyTerms<L: ElementaryLane> {
  /// Custom units' part of what is missing.
  @usableFromInline var share: L
  /// What the own chip takes off the merchant's price from its volume on.
  @usableFromInline var bargain: L
  @usableFromInline var volumeQuarter: L
  @usableFromInline let calendar: ChipStrategyCalendar

  @inlinable
  init(share: L, bargain: L, volumeQuarter: L, calendar: ChipStrategyCalendar) {
    (self.share, self.bargain, self.volumeQuarter) = (share, bargain, volumeQuarter)
    self.calendar = calendar
  }
}

/// A programme's calendar and money.
@frozen public struct ChipStrategyProgramme<L: ElementaryLane> {
  /// Beyond every horizon where there is no programme or it is cancelled.
  @usableFromInline var volumeQuarter: L
  /// Present values (USD): design, masks, respins and successors; software; an acquired firm.
  @usableFromInline var development: L
  @usableFromInline var software: L
  @usableFromInline var acquisition: L
  @usableFromInline var calendar: ChipStrategyCalendar

  @inlinable
  init(volumeQuarter: L, calendar: ChipStrategyCalendar, development: L, software: L, acquisition: L) {
    (self.volumeQuarter, self.calendar) = (volumeQuarter, calendar)
    (self.development, self.software, self.acquisition) = (development, software, acquisition)
  }

  /// That of who has none.
  @inlinable @inline(__always)
  static var none: Self {
    Self(
      volumeQuarter: L(1e9), calendar: ChipStrategyCalendar(), development: L(0), software: L(0), acquisition: L(0))
  }
}

/// Inputs of one strategy.
@frozen public struct ChipStrategyOwnInputs {
  @usableFromInline let first: Int

  @inlinable @inline(__always)
  init(instance: Int) { first = instance &* ChipStrategyKernel.ownInputs }

  @inlinable @inline(__always)
  func callAsFunction<L>(_ input: ChipStrategyOwn, _ own: Span<L>) -> L { own[first &+ input.rawValue] }
}

extension ChipStrategyKernel {
  /// Fills a programme's tables and adds up its money.
  @inlinable @inline(never)
  static func fillProgramme<L: ElementaryLane>(
    _ shared: Span<L>, _ own: Span<L>, instance: Int, _ times: ChipStrategyTimes, detailed: Bool,
    _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyProgramme<L> {
    let input = ChipStrategyOwnInputs(instance: instance)
    let hasNone = input(.kind, own) .< 2
    let volumeQuarter = volumeQuarter(own, input)
    let calendar = detailed ? ChipStrategyCalendar() : ChipStrategyCalendar(volumeQuarter: volumeQuarter, times)
    for quarter in calendar.start..<calendar.volume { scratch[.utilisation, quarter] = L(0) }
    fillUnits(shared, own, input, times, volumeQuarter, from: calendar.volume, detailed: detailed, &scratch)
    let (development, software, acquisition) = money(own, input, times, scratch.span)
    return ChipStrategyProgramme(
      volumeQuarter: volumeQuarter, calendar: calendar,
      development: development.replacing(with: L(0), where: hasNone),
      software: software.replacing(with: L(0), where: hasNone),
      acquisition: acquisition.replacing(with: L(0), where: hasNone))
  }

  /// The first quarter of volume, beyond every horizon where there is no programme.
  @inlinable @inline(__always)
  static func volumeQuarter<L: ElementaryLane>(_ own: Span<L>, _ input: ChipStrategyOwnInputs) -> L {
    input(.volumeQuarter, own).floor().replacing(with: L(1e9), where: input(.kind, own) .< 2)
  }

  /// What the dies of a package cost by age, as far as some chip gets: yields are negative binomial, of a defect
  /// density that falls with experience (`DieYield` of the models).
  @inlinable @inline(never)
  static func fillDies<L: ElementaryLane>(
    _ shared: Span<L>, ages: Int, _ scratch: inout MutableSpan<L>
  ) {
    guard ages > 0, !keepsDies(shared, ages, &scratch) else { return }
    var excess = shared[.newDefects]
    for age in 0..<ages {
      let perfect = L.reciprocalPower(1 + (shared[.defects] + excess), shared[.clustering])
      let yield = perfect.addingProduct(1 - perfect, shared[.harvest])
      scratch[.dies, age] = shared[.dieCost] / L.maximum(yield, L(1e-12))
      excess = excess * shared[.learning]
    }
  }

  /// Whether the last call left the same dies, as it does where nothing about them is drawn; notes down what these are.
  @inlinable @inline(__always)
  static func keepsDies<L: ElementaryLane>(_ shared: Span<L>, _ ages: Int, _ scratch: inout MutableSpan<L>) -> Bool {
    let first = ChipStrategyShared.dieCost.rawValue
    let count = ChipStrategyShared.harvest.rawValue - first + 1
    var isSame = L(Double(ages)) .<= scratch[.diesOrigin, count]
    for input in 0..<count { isSame = isSame .& (scratch[.diesOrigin, input] .== shared[first &+ input]) }
    if L.all(isSame) { return true }
    for input in 0..<count { scratch[.diesOrigin, input] = shared[first &+ input] }
    scratch[.diesOrigin, count] = L(Double(ages))
    return false
  }

  /// What custom units can do and cost, by the quarter of their delivery.
  @inlinable @inline(__always)
  static func fillUnits<L: ElementaryLane>(
    _ shared: Span<L>, _ own: Span<L>, _ input: ChipStrategyOwnInputs, _ times: ChipStrategyTimes,
    _ volumeQuarter: L, from start: Int, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    let (zero, one) = (L(0), L(1))
    let (pace, maturing) = (input(.pace, own), input(.maturing, own))
    let (peakStep, powerStep) = (input(.peakStep, own), input(.powerStep, own))
    let unitsStep = one / peakStep
    let (priceFactor, ripe) = (input(.priceFactor, own), input(.utilisation, own))
    var peak = input(.peak, own)
    var units = one / peak
    var (power, host) = (input(.power, own), input(.host, own))
    var (missing, nextGeneration) = (input(.immaturity, own), one)
    let firstDies = ChipStrategyTable.dies.place(0)
    for quarter in start..<times.quarters {
      // Before its volume a chip adds exactly nothing, whatever the other scenarios of the vector do.
      let age = L(Double(quarter)) - volumeQuarter
      let isLive = zero .<= age
      let isNew = isLive .& (nextGeneration .<= (age * pace + 1e-9))
      nextGeneration = nextGeneration.replacing(with: nextGeneration + 1, where: isNew)
      peak = peak.replacing(with: peak * peakStep, where: isNew)
      units = units.replacing(with: units * unitsStep, where: isNew)
      power = power.replacing(with: power * powerStep, where: isNew)
      host = host.replacing(with: host * powerStep, where: isNew)
      missing = missing.replacing(with: missing * maturing, where: zero .< age)

      // The ramp 0.1, 0.3, 0.6, 1 is n (n + 1) / 20 in the n-th quarter of volume.
      let ramp = L.minimum(L.maximum(age + 1, zero), L(4))
      let limit = scratch[.customLimit, quarter] * (ramp * (ramp + 1) * 0.05)
      let use = ripe * (one - missing)
      let experience = L.minimum(L.maximum(age, zero), L(Double(longest - 1)))
      let dies = L.pick(scratch.span, from: firstDies, at: experience)
      let cost = scratch[.memoryCost, quarter].addingProduct(dies, scratch[.waferGrowth, quarter])
      let value = host.addingProduct(cost, priceFactor) * units
      let watts = power * units
      let ownCost = (value * scratch[.deliveryFactor, quarter]).addingProduct(watts, scratch[.lifeEnergy, quarter])
      scratch[.ownLimit, quarter] = zero.replacing(with: limit * peak, where: isLive)
      scratch[.ownCost, quarter] = zero.replacing(with: ownCost, where: isLive)
      scratch[.ownPower, quarter] = zero.replacing(with: watts, where: isLive)
      scratch[.ownUnits, quarter] = zero.replacing(with: units, where: isLive)
      scratch[.utilisation, quarter] = zero.replacing(with: use, where: isLive)
      scratch[.reciprocal, quarter] = zero.replacing(with: one / L.maximum(use, L(1e-300)), where: isLive)
      if detailed { scratch[.ownValue, quarter] = zero.replacing(with: value, where: isLive) }
    }
  }

  /// Present values of design, masks, respins and successors; of software; of an acquired firm.
  ///
  /// Each time costs two rows picked lane by lane. The usual start, now, and firms that nobody acquires need none where
  /// all lanes agree; a lane gets the same bits where they do not.
  @inlinable @inline(__always)
  static func money<L: ElementaryLane>(
    _ own: Span<L>, _ input: ChipStrategyOwnInputs, _ times: ChipStrategyTimes, _ scratch: Span<L>
  ) -> (development: L, software: L, acquisition: L) {
    let (start, tapeout) = (input(.start, own), input(.tapeout, own))
    let (firstSilicon, volume) = (input(.firstSilicon, own), input(.volume, own))
    let isNow = start .<= 0
    let atStart =
      L.all(isNow) ? L(0) : discounts(before: start, times, scratch).replacing(with: L(0), where: isNow)
    let atTapeout = discounts(before: tapeout, times, scratch)
    let afterMasks = discounts(before: tapeout + 1, times, scratch)
    let respinQuarters = input(.respinQuarters, own)
    let respinning =
      discounts(before: firstSilicon + respinQuarters, times, scratch)
      - discounts(before: firstSilicon, times, scratch)
    var development = input(.designRate, own) * (atTapeout - atStart)
    development = development.addingProduct(input(.masks, own), afterMasks - atTapeout)
    development = development.addingProduct(input(.respins, own) / respinQuarters, respinning)

    let (spacing, length, rate) = (
      input(.successorSpacing, own), input(.successorQuarters, own), input(.successorRate, own)
    )
    for generation in 1...successors {
      let launch = volume.addingProduct(spacing, L(Double(generation)))
      if L.all(.!(launch .< Double(times.quarters))) { continue }
      let spent = discounts(before: launch, times, scratch) - discounts(before: launch - length, times, scratch)
      let after = development.addingProduct(rate, spent)
      development = development.replacing(with: after, where: launch .< Double(times.quarters))
    }

    let software = input(.softwareRate, own) * (discounts(before: input(.softwareEnd, own), times, scratch) - atStart)
    let (acquisition, integrationRate) = (input(.acquisition, own), input(.integrationRate, own))
    let isAlone = (acquisition .== 0) .& (integrationRate .== 0)
    if L.all(isAlone) { return (development, software, L(0)) }
    let joining = discounts(before: input(.integrationEnd, own), times, scratch) - atStart
    let price = acquisition * (discounts(before: start + 1, times, scratch) - atStart)
    let paid = price.addingProduct(integrationRate, joining)
    return (development, software, paid.replacing(with: L(0), where: isAlone))
  }

  /// Successors of a chip at most.
  @inlinable static var successors: Int { 7 }

  /// The running sum of discount factors at a time that need not be whole, held inside the horizon: a constant stream
  /// of money between two times is worth its rate times the difference.
  @inlinable @inline(__always)
  static func discounts<L: ElementaryLane>(before time: L, _ times: ChipStrategyTimes, _ scratch: Span<L>) -> L {
    let inside = L.minimum(L.maximum(time, L(0)), L(Double(times.quarters)))
    let whole = inside.floor()
    let first = ChipStrategyTable.discountSum.place(0)
    let before = L.pick(scratch, from: first, at: whole)
    let after = L.pick(scratch, from: first &+ 1, at: whole)
    return before.addingProduct(inside - whole, after - before)
  }
}
