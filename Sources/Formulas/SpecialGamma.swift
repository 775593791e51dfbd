/// The logarithm of the gamma function and what Stirling's formula lacks of it.
public enum Gamma {
  /// log of the gamma function for x > 0: within 1e-14 of max(1, |value|). +inf at 0 and +inf, NaN below 0.
  public static func logarithm(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return x == 0 || x == .infinity ? .infinity : .nan }
    var (shifted, product) = (x, 1.0)
    while shifted < 10 {
      product *= shifted
      shifted += 1
    }
    let stirling = (shifted - 0.5) * Elementary.log(shifted) - shifted + halfLog2Pi + stirlingSeries(shifted)
    return stirling - Elementary.log(product)
  }

  /// log Γ(x) - (x - 1/2) log x + x - log(2π)/2 for x > 0: positive, about 1 / 12x for large x.
  /// NaN elsewhere.
  public static func stirlingCorrection(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var (shifted, sum) = (x, 0.0)
    while shifted < 10 {
      // (x + 1/2) log(1 + 1/x) - 1 = atanh(s) / s - 1 with s = 1 / (2x + 1).
      let s = 1 / (2 * shifted + 1)
      sum +=
        s < 0.5
        ? Elementary.inverseTangentExcess(s)
        : (shifted + 0.5) * (Elementary.log(1 + shifted) - Elementary.log(shifted)) - 1
      shifted += 1
    }
    return sum + stirlingSeries(shifted)
  }

  /// log(2π) / 2.
  static let halfLog2Pi = 0x1.d67f1c864beb5p-1

  /// Stirling's series for x >= 10 (Abramowitz and Stegun 6.1.41); the first term left out is below 2e-18.
  private static func stirlingSeries(_ x: Double) -> Double {
    let z = 1 / (x * x)
    var sum = -3617.0 / 122_400
    sum = (1.0 / 156).addingProduct(sum, z)
    sum = (-691.0 / 360_360).addingProduct(sum, z)
    sum = (1.0 / 1_188).addingProduct(sum, z)
    sum = (-1.0 / 1_680).addingProduct(sum, z)
    sum = (1.0 / 1_260).addingProduct(sum, z)
    sum = (-1.0 / 360).addingProduct(sum, z)
    return (1.0 / 12).addingProduct(sum, z) / x
  }
}
