/// An unevaluated sum of two doubles, about 106 bits (Dekker 1971; Hida, Li and Bailey 2001). Only + - * / sqrt and fma,
/// so the bits are the same on every host.
struct DoubleDouble {
  var high: Double
  var low: Double

  init(_ value: Double) { (high, low) = (value, 0) }
  init(_ value: Int) { self.init(Double(value)) }

  /// `high + low` with |low| no more than half a unit in the last place of `high`.
  private init(renormalizing high: Double, _ low: Double) {
    self.high = high + low
    self.low = low - (self.high - high)
  }

  /// The nearest double.
  var value: Double { high + low }

  static func + (a: Self, b: Self) -> Self {
    let sum = a.high + b.high
    let part = sum - a.high
    let error = (a.high - (sum - part)) + (b.high - part)
    return Self(renormalizing: sum, error + a.low + b.low)
  }

  static func * (a: Self, b: Self) -> Self {
    let product = a.high * b.high
    let error = (-product).addingProduct(a.high, b.high)
    return Self(renormalizing: product, error + (a.high * b.low + a.low * b.high))
  }

  static func / (a: Self, b: Self) -> Self {
    let first = a.high / b.high
    let rest = a + b * Self(-first)
    let second = rest.high / b.high
    let tail = (rest + b * Self(-second)).high / b.high
    return Self(renormalizing: first, second) + Self(tail)
  }

  /// One Newton step from the double square root.
  func squareRoot() -> Self {
    let root = high.squareRoot()
    let rest = self + Self(root) * Self(-root)
    return Self(renormalizing: root, rest.high / (2 * root))
  }
}

/// Powers x^(i/n) of one number, from its repeated square roots and the binary digits of i/n.
struct FractionalPowers {
  /// x^(1/2), x^(1/4), ...
  private var roots: [DoubleDouble] = []

  init(of base: DoubleDouble) {
    var root = base
    for _ in 0..<100 {
      root = root.squareRoot()
      roots.append(root)
    }
  }

  /// x^(index/count) for 0 <= index < count.
  func power(_ index: Int, over count: Int) -> DoubleDouble {
    var result = DoubleDouble(1.0)
    var rest = index
    for root in roots where rest != 0 {
      rest *= 2
      if rest >= count {
        rest -= count
        result = result * root
      }
    }
    return result
  }
}
