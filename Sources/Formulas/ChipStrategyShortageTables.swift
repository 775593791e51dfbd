extension ChipStrategyKernel {
  /// Whether a quarter is one of shortage.
  @inlinable @inline(__always)
  static func isShort<L: ElementaryLane>(in quarter: Int, _ shared: Span<L>) -> L.Mask {
    L(0.5) .<= shared[ChipStrategyShared.firstShortage &+ quarter]
  }

  /// Changes what the market offers in a quarter of delivery: shortages and export rules limit the merchant's chips and
  /// change their price, a shortage changes that of memory, the exchange rate those of wafers and packaging.
  @inlinable @inline(never)
  static func applyEvents<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    let one = L(1)
    var (memory, currency) = (shared[.memoryCost], one)
    for quarter in 0..<times.quarters {
      let isShort = isShort(in: quarter, shared)
      let isBarred = shared[.exportQuarter] .<= Double(quarter)
      func factor(_ shortage: ChipStrategyShared, _ export: ChipStrategyShared) -> L {
        one.replacing(with: shared[shortage], where: isShort) * one.replacing(with: shared[export], where: isBarred)
      }
      applyMerchantFactors(
        limit: factor(.shortageAllocation, .exportAllocation), price: factor(.shortagePrice, .exportPrice),
        in: quarter, detailed: detailed, &scratch)

      if quarter > 0 { currency = currency * shared[ChipStrategyShared.firstCurrencyStep &+ quarter &- 1] }
      let dearer = shared[.currencyPass] * (currency - one)
      let scarcer = L(0).replacing(with: shared[.shortageMemory] - one, where: isShort)
      scratch[.waferGrowth, quarter] = scratch[.waferGrowth, quarter] * (one + dearer)
      scratch[.memoryCost, quarter] = scratch[.memoryCost, quarter]
        .addingProduct(memory, scarcer).addingProduct(shared[.packagingCost], dearer)
      memory = memory * shared[.memoryGrowth]
    }
  }

  /// Changes the limit of a quarter and the price of its chips; hosts cost what they did.
  @inlinable @inline(__always)
  static func applyMerchantFactors<L: ElementaryLane>(
    limit: L, price: L, in quarter: Int, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    scratch[.merchantLimit, quarter] = scratch[.merchantLimit, quarter] * limit
    let chip = scratch[.merchantChipCost, quarter]
    scratch[.merchantCost, quarter] = scratch[.merchantCost, quarter].addingProduct(chip, price - 1)
    scratch[.merchantChipCost, quarter] = chip * price
    if detailed {
      let value = scratch[.merchantChipValue, quarter]
      scratch[.merchantValue, quarter] = scratch[.merchantValue, quarter].addingProduct(value, price - 1)
      scratch[.merchantChipValue, quarter] = value * price
    }
  }
}
