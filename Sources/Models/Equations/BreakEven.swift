import Formulas

/// When an own chip pays.
///
/// Sources: Khazraee et al. 2017 (Moonwalk) and Magaki et al. 2016 (ASIC Clouds) for the two-for-two rule; break-even
/// algebra.
public enum BreakEven {
  /// Present value of 1 a year, paid at the end of each of `years` years, at a yearly discount rate above -1.
  static func annuity<L: Lane>(rate: L, years: L) -> L {
    let isSmall = rate.magnitude() .< 1e-6
    let safe = rate.replacing(with: L(1), where: isSmall)
    let direct = (1 - L.exp(-(years * L.log(1 + safe)))) / safe
    let series = years * (1 - rate * (years + 1) / 2)
    return direct.replacing(with: series, where: isSmall)
  }

  /// Capital of one chip in service (USD): the chip, its host and network, and the building for its power.
  static func allInCapital<L: Lane>(price: L, host: L, powerW: L, facilityPerW: L) -> L {
    price + host + powerW * facilityPerW
  }

  /// Electricity of one chip for a year (USD/year).
  static func energyPerYear<L: Lane>(powerW: L, load: L, pricePerKWh: L) -> L {
    powerW * (load * pricePerKWh * (HardwareCost.hoursPerYear / 1000))
  }

  /// Volume (merchant-equivalents) at which the saving of every unit has paid the fixed cost; infinite without a
  /// saving.
  public static func volume<L: Lane>(fixed: L, merchant: L, customPerEquivalent: L) -> L {
    quotient(fixed, merchant - customPerEquivalent)
  }

  /// The effective-performance ratio below which the own chip loses at any volume.
  static func leastEquivalents<L: Lane>(custom: L, merchant: L) -> L { custom / merchant }

  /// How many times cheaper the own chip must be to pay its fixed cost when the alternative costs `ratio` times that:
  /// x / (x - 1), infinite where the alternative costs no more than the design.
  static func requiredImprovement<L: Lane>(ratio: L) -> L { quotient(ratio, ratio - 1) }

  /// Merchant spending that pays a fixed cost when the same unit cost carries the partner's margin instead of the
  /// vendor's.
  static func requiredSpend<L: Lane>(fixed: L, vendorMargin: L, partnerMargin: L) -> L {
    let priceRatio = (1 - vendorMargin) / (1 - partnerMargin)
    return quotient(fixed, 1 - priceRatio)
  }

  /// a / b where b is above zero, infinity elsewhere.
  private static func quotient<L: Lane>(_ a: L, _ b: L) -> L {
    let isPositive = b .> 0
    let safe = L(1).replacing(with: b, where: isPositive)
    return L(.infinity).replacing(with: a / safe, where: isPositive)
  }
}
