import Formulas

/// What an asset is worth while it ages, and what many units of a product cost while one learns.
extension Finance {
  /// Value after some years when it loses the same share of itself every year.
  static func decliningBalance<L: Lane>(price: L, yearlyDecline: L, years: L) -> L {
    let kept = L.maximum(1 - yearlyDecline, L(1e-12))
    return price * L.exp(L.log(kept) * years)
  }

  /// Value after some years when it loses the same amount every year of its life, then nothing.
  static func straightLine<L: Lane>(price: L, life: L, years: L) -> L {
    price * L.maximum(1 - years / life, L(0))
  }

  /// Cost of units 1 to `units` together, each by `wrightCost`: 15 terms, and from the 16th on Euler and Maclaurin's sum;
  /// error below 1e-12, relative. `units` is a whole number.
  static func wrightTotal<L: Lane>(first: L, learningRate: L, units: L) -> L {
    let power = L.log(1 - learningRate) * (-1 / 0.693147180559945309417232)
    var sum = L(1)
    for unit in 2...15 {
      let term = L.exp(-(power * Elementary.log(Double(unit))))
      sum = sum + L(0).replacing(with: term, where: units .>= Double(unit))
    }
    let last = L.maximum(units, L(16))
    let tail = powerSum(from: 16, to: last, power: power)
    return first * (sum + L(0).replacing(with: tail, where: units .>= 16))
  }

  /// The sum of k^-power for k from `start` to `end`, both in.
  private static func powerSum<L: Lane>(from start: Double, to end: L, power: L) -> L {
    let logarithm = Elementary.log(start)
    let ends = [L(start), end]
    let values = [L.exp(-(power * logarithm)), L.exp(-(power * L.log(end)))]
    let length = L.log(end) - logarithm
    let integral = values[0] * start * length * L.relativeExponential((1 - power) * length)
    /// The correction -b/x (1/12 - (b + 1)(b + 2)/x^2 (1/720 - (b + 3)(b + 4)/x^2/30240)) of f(x) = x^-b at an end.
    func correction(_ index: Int) -> L {
      let inverse = 1 / ends[index]
      let square = inverse * inverse
      let inner = 1.0 / 720 - (power + 3) * (power + 4) * square * (1.0 / 30240)
      let outer = 1.0 / 12 - (power + 1) * (power + 2) * square * inner
      return -(values[index] * power * inverse * outer)
    }
    return integral + (values[0] + values[1]) * 0.5 + (correction(1) - correction(0))
  }
}
