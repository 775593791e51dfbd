extension ChipStrategyShortageFleet {
  /// Adds a quarter for which nothing can be ordered any more to the running sums.
  @inlinable @inline(__always)
  mutating func settle(_ quarter: Int, _ scratch: inout MutableSpan<L>) {
    let bought = scratch[.bought, quarter]
    scratch[.boughtSum, quarter + 1] = scratch[.boughtSum, quarter] + bought
    scratch[.boughtPowerSum, quarter + 1] = scratch[.boughtPowerSum, quarter]
      .addingProduct(bought, scratch[.merchantPower, quarter])
    if ownsChip {
      let made = scratch[.made, quarter]
      scratch[.madeSum, quarter + 1] = scratch[.madeSum, quarter] + made
      scratch[.madePowerSum, quarter + 1] = scratch[.madePowerSum, quarter]
        .addingProduct(made, scratch[.ownPower, quarter])
    }
    settled = quarter + 1
  }

  /// Effective PFLOP/s in a quarter, of all that has been delivered or ordered so far.
  @inlinable @inline(__always)
  func capacity(in quarter: Int, _ times: ChipStrategyTimes, _ scratch: Span<L>) -> L {
    func row(_ table: ChipStrategyTable, _ row: Int) -> L { scratch[table.place(row)] }
    let oldest = times.oldest(in: quarter)
    var (bought, made) = (L(0), L(0))
    if oldest < settled {
      bought = row(.boughtSum, settled) - row(.boughtSum, oldest)
      if ownsChip { made = row(.madeSum, settled) - row(.madeSum, oldest) }
    }
    for delivery in max(oldest, settled)..<(quarter + 1) {
      bought = bought + row(.bought, delivery)
      if ownsChip { made = made + row(.made, delivery) }
    }
    let merchant = row(.standing, quarter) + bought
    return ownsChip ? merchant.addingProduct(row(.utilisation, quarter), made) : merchant
  }

  /// Watts in a quarter, of all that has been delivered or ordered so far, beside those of the legacy fleet.
  @inlinable @inline(__always)
  func power(in quarter: Int, _ times: ChipStrategyTimes, _ scratch: Span<L>) -> (bought: L, made: L) {
    func row(_ table: ChipStrategyTable, _ row: Int) -> L { scratch[table.place(row)] }
    let oldest = times.oldest(in: quarter)
    var (bought, made) = (L(0), L(0))
    if oldest < settled {
      bought = row(.boughtPowerSum, settled) - row(.boughtPowerSum, oldest)
      if ownsChip { made = row(.madePowerSum, settled) - row(.madePowerSum, oldest) }
    }
    for delivery in max(oldest, settled)..<(quarter + 1) {
      bought = bought.addingProduct(row(.bought, delivery), row(.merchantPower, delivery))
      if ownsChip { made = made.addingProduct(row(.made, delivery), row(.ownPower, delivery)) }
    }
    return (bought, made)
  }

  /// The watts that the limit leaves free from a quarter on, as far as orders reach: over the quarters for which
  /// merchant units have been ordered, and those for which custom units have, where there are some.
  @inlinable @inline(never)
  func freePower(in due: Int, _ times: ChipStrategyTimes, _ scratch: Span<L>) -> L {
    func row(_ table: ChipStrategyTable, _ row: Int) -> L { scratch[table.place(row)] }
    var free = L(.infinity)
    for quarter in due..<min(due + times.life, times.quarters) {
      let used = power(in: quarter, times, scratch)
      let left = (row(.powerLimit, quarter) - (row(.legacyPower, quarter) + used.bought)) - used.made
      let time = L(Double(quarter))
      let isOrdered = (time .< merchantClosed) .| ((time .< customClosed) .& (L(0) .< used.made))
      let counts = quarter > due ? L(.infinity).replacing(with: left, where: isOrdered) : left
      free = L.minimum(counts, free)
    }
    return L.maximum(free, L(0))
  }
}
