import Formulas
import Sweeps

extension Expression.Function {
  /// The function's value. Outside its domain it is NaN, as a logarithm's is.
  ///
  /// - Precondition: as many arguments as the signature takes.
  func value<L: Lane>(_ a: [L]) -> L {
    switch self {
    case .exp: L.exp(a[0])
    case .log: L.log(a[0])
    case .sqrt: a[0].squareRoot()
    case .abs: a[0].magnitude()
    case .floor: a[0].floor()
    case .min: a.dropFirst().reduce(a[0]) { Self.defined(L.minimum($1, $0), $1) }
    case .max: a.dropFirst().reduce(a[0]) { Self.defined(L.maximum($1, $0), $1) }
    case .normalCDF: L.normalCDF(a[0])
    case .normalQuantile: L.normalQuantile(a[0])
    case .annuity: Finance.capitalRecovery(rate: a[0], years: a[1])
    case .presentValue: BreakEven.annuity(rate: a[0], years: a[1])
    case .wright: Finance.wrightCost(first: a[0], learningRate: a[1], units: a[2])
    case .newsvendor: Finance.newsvendorOrder(mean: a[0], sd: a[1], price: a[2], cost: a[3], salvage: a[4])
    case .perpetualOptionTrigger: FinanceOption.perpetualTrigger(rate: a[0], payout: a[1], volatility: a[2])
    case .blackScholesCall: Self.option(a).call
    case .blackScholesPut: Self.option(a).put
    }
  }

  private static func option<L: Lane>(_ a: [L]) -> FinanceOption.European<L> {
    FinanceOption.European(spot: a[0], strike: a[1], rate: a[2], volatility: a[3], years: a[4])
  }

  /// The extreme of two, undefined where the later one is; where the earlier one is, `extreme` is already.
  private static func defined<L: Lane>(_ extreme: L, _ later: L) -> L {
    extreme.replacing(with: later, where: .!(later .== later))
  }
}
