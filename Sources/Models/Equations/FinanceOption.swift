import Formulas

/// What it is worth to be free to decide later.
public enum FinanceOption {
  /// Value over cost of an investment from which waiting no longer pays, when its value moves as a geometric Brownian
  /// motion and waiting loses the payout (McDonald & Siegel 1986; Dixit & Pindyck 1994, ch. 5): b / (b - 1) for the
  /// positive root b of s^2 b (b - 1) / 2 + (r - d) b = r. Infinite without a payout. Rate, payout and squared volatility
  /// are yearly and not negative; a volatility of 0 gives max(1, r / d).
  static func perpetualTrigger<L: Lane>(rate: L, payout: L, volatility: L) -> L {
    let variance = volatility * volatility
    let drift = rate - payout - variance * 0.5
    let root = (drift * drift + 2 * rate * variance).squareRoot()
    // Two forms of one quotient: each subtracts nothing that is nearly equal where it is used.
    let growing = rate * (drift + variance + root) / (payout * (drift + root))
    let shrinking = root - drift
    let isGrowing = payout .< rate
    let excess = shrinking - variance
    let quotient = (shrinking / excess).replacing(with: growing, where: isGrowing)
    let isNever = (payout .<= 0) .| ((.!isGrowing) .& (excess .<= 0))
    return quotient.replacing(with: L(.infinity), where: isNever)
  }

  /// European options on what pays no income (Black & Scholes 1973). The rate is yearly and continuous. Without time or
  /// volatility they are worth what exercise is, the strike discounted.
  struct European<L: Lane> {
    let call: L
    let put: L

    init(spot: L, strike: L, rate: L, volatility: L, years: L) {
      let deviation = volatility * years.squareRoot()
      let isSure = deviation .<= 0
      let spread = deviation.replacing(with: L(1), where: isSure)
      let discounted = strike * L.exp(-(rate * years))
      let upper = (L.log(spot / strike) + rate * years) / spread + spread * 0.5
      let lower = upper - spread
      let zero = L(0)
      call = (spot * L.normalCDF(upper) - discounted * L.normalCDF(lower))
        .replacing(with: L.maximum(spot - discounted, zero), where: isSure)
      put = (discounted * L.normalCDF(-lower) - spot * L.normalCDF(-upper))
        .replacing(with: L.maximum(discounted - spot, zero), where: isSure)
    }
  }
}
