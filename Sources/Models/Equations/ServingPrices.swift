import Formulas

/// What served tokens cost and bring in.
///
/// Source: DeepSeek 2025, inference system overview (open-infra-index, day 6): revenue by class of token, margin on
/// cost.
enum ServingPrices {
  /// Cost of a million tokens (USD) from the cost of an hour and the tokens of a second at full load.
  static func perMillion<L: Lane>(costPerHour: L, tokensPerSecond: L, utilisation: L) -> L {
    ratio(costPerHour * (1e6 / 3600), tokensPerSecond * utilisation)
  }

  /// Revenue (USD) of tokens by class; prices are for a million.
  static func revenue<L: Lane>(
    hit: L, miss: L, output: L, hitPrice: L, missPrice: L, outputPrice: L
  ) -> L {
    (hit * hitPrice + miss * missPrice + output * outputPrice) / 1e6
  }

  /// Profit over cost; -1 where the cost is unbounded.
  static func marginOnCost<L: Lane>(revenue: L, cost: L) -> L {
    let isBounded = cost .< .infinity
    let safe = L(1).replacing(with: cost, where: isBounded .& (cost .> 0))
    let margin = (revenue - safe) / safe
    return L(-1).replacing(with: margin, where: isBounded .& (cost .> 0))
  }

  /// Share of full load at which revenue pays the cost, when the cost of an hour does not depend on load.
  static func breakEvenUtilisation<L: Lane>(cost: L, revenueAtFullLoad: L) -> L { ratio(cost, revenueAtFullLoad) }

  /// Price at which revenue pays the cost when all prices move together.
  static func breakEvenPrice<L: Lane>(price: L, cost: L, revenue: L) -> L { price * ratio(cost, revenue) }

  /// Capital and upkeep of one owned chip-hour (USD/h): capital recovered with interest over its life.
  static func ownedCapitalPerHour<L: Lane>(price: L, interconnectShare: L, rate: L, years: L) -> L {
    let capital = HardwareCost.upfront(chips: L(1), price: price, interconnectShare: interconnectShare)
    return capital / (BreakEven.annuity(rate: rate, years: years) * HardwareCost.hoursPerYear)
  }

  /// a / b where b is above zero, infinity elsewhere.
  static func ratio<L: Lane>(_ a: L, _ b: L) -> L {
    let isPositive = b .> 0
    return L(.infinity).replacing(with: a / L(1).replacing(with: b, where: isPositive), where: isPositive)
  }
}
