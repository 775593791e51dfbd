import Formulas

/// Money over time, learning, and how much to order.
public enum Finance {
  /// What 1 borrowed today costs at the end of each of `years` years (1/year); infinite where no year is left. The rate
  /// is above -1.
  static func capitalRecovery<L: Lane>(rate: L, years: L) -> L {
    let factor = BreakEven.annuity(rate: rate, years: years)
    let isPaid = years .> 0
    return L(.infinity).replacing(with: 1 / L(1).replacing(with: factor, where: isPaid), where: isPaid)
  }

  /// Cost of the unit of this number when every doubling of the number makes a unit cheaper by the learning rate:
  /// first x units^log2(1 - rate) (Wright 1936).
  static func wrightCost<L: Lane>(first: L, learningRate: L, units: L) -> L {
    first * L.pow(units, L.log(1 - learningRate) * (1 / 0.693147180559945309417232))
  }

  /// The order that earns most when demand is normal and what is left over goes at the salvage value: the quantile
  /// (price - cost) / (price - salvage) of demand (Arrow, Harris & Marschak 1951; Cachon & Terwiesch, ch. 14). Nothing
  /// where the price does not cover the cost, without bound where salvage covers it.
  static func newsvendorOrder<L: Lane>(mean: L, sd: L, price: L, cost: L, salvage: L) -> L {
    let earnsNothing = price .<= cost
    let risksNothing = cost .<= salvage
    let hasNoQuantile = earnsNothing .| risksNothing
    let ratio = ((price - cost) / (price - salvage).replacing(with: L(1), where: hasNoQuantile))
      .replacing(with: L(0.5), where: hasNoQuantile)
    let order = L.maximum(L(0), mean.addingProduct(sd, L.normalQuantile(ratio)))
    return order.replacing(with: L(.infinity), where: risksNothing).replacing(with: L(0), where: earnsNothing)
  }
}
