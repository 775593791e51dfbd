import Formulas

/// Whether to invest now or to wait one year, when the price of a yearly unit of output then goes up or down for good.
///
/// Source: Dixit & Pindyck 1994, Investment under Uncertainty, ch. 2. The rate is above 0: a perpetuity is worth
/// price / rate.
struct TwoPeriodInvestment<L: Lane> {
  /// Value of investing now, never beginning where that is negative not counted.
  let now: L
  /// Value today of deciding a year later.
  let wait: L
  /// What the freedom to wait adds to the better of now and never.
  let flexibility: L

  init(cost: L, price: L, up: L, down: L, upProbability: L, rate: L) {
    let isFinite = rate .> 0
    let safe = L(1).replacing(with: rate, where: isFinite)
    let discount = 1 / (1 + safe)
    let expected = upProbability * up + (1 - upProbability) * down
    let direct = price + expected / safe - cost
    func later(_ price: L) -> L { L.maximum(price * (1 + safe) / safe - cost, L(0)) }
    let waiting = discount * (upProbability * later(up) + (1 - upProbability) * later(down))
    let infinity = L(.infinity)
    now = infinity.replacing(with: direct, where: isFinite)
    wait = infinity.replacing(with: waiting, where: isFinite)
    let best = L.maximum(direct, L(0))
    flexibility = L(0).replacing(with: L.maximum(waiting - best, L(0)), where: isFinite)
  }
}
