import Formulas

@testable import Models

/// Shortages, export rules, exchange rates and limits on power.
extension ChipStrategyPoint {
  /// A parameter of shortages that is drawn.
  private static let ofShortages:
    [(String, ClosedRange<Double>, WritableKeyPath<ChipStrategyReference.Shortages, Double> & Sendable)] = [
      ("s_short", 0...1, \.s_short), ("p_short", 0...0.5, \.p_short), ("p_relief", 0...0.6, \.p_relief),
      ("x_lead_m", 0.4...3.5, \.x_lead_m), ("x_lead_c", 0.4...3.5, \.x_lead_c), ("x_A", 0...1.5, \.x_A),
      ("x_P", 0.5...2, \.x_P), ("x_GB", 0.5...2, \.x_GB),
    ]
  private static let ofMarket:
    [(String, ClosedRange<Double>, WritableKeyPath<ChipStrategyReference.Parameters, Double> & Sendable)] = [
      ("x_ex_A", 0...1.2, \.x_ex_A), ("x_ex_P", 0.8...2, \.x_ex_P), ("mu_fx", -0.2...0.2, \.mu_fx),
      ("sigma_fx", 0...0.3, \.sigma_fx), ("f_fx", 0...1, \.f_fx), ("P_g", -0.2...0.5, \.P_g),
    ]

  /// The same point in a market that turns to shortage and back.
  func withShortages(_ draws: inout Draws) -> Self {
    var given: [String: Double] = ["regime": 1]
    for (symbol, range, _) in Self.ofShortages where draws.uniform() < 0.7 {
      given[symbol] = range.lowerBound + draws.uniform() * (range.upperBound - range.lowerBound)
    }
    var copy = with(given)
    copy.events.supply = (0..<40).map { _ in draws.uniform() }
    return copy
  }

  /// The same point with an export rule, an exchange rate or both.
  func withTrade(_ draws: inout Draws) -> Self {
    var given: [String: Double] = [:]
    let (hasRule, floats) = (draws.uniform() < 0.7, draws.uniform() < 0.7)
    if hasRule { given["q_ex"] = (draws.uniform() * 40).rounded(.down) }
    for (symbol, range, _) in Self.ofMarket where draws.uniform() < 0.7 && symbol != "P_g" {
      if !floats && symbol.hasSuffix("_fx") { continue }
      given[symbol] = range.lowerBound + draws.uniform() * (range.upperBound - range.lowerBound)
    }
    var copy = with(given)
    copy.events.currency = (0..<40).map { _ in ScalarLane.normalQuantile(ScalarLane(draws.uniform())).value }
    return copy
  }

  /// The same point with a limit on power that binds in many scenarios.
  func withPowerLimit(_ draws: inout Draws) -> Self {
    let p = parameters(.buy)
    let demanded = p.D0 / (p.p_m0 * p.U_m) * p.w_m0 / 1e6
    return with(["P_cap": demanded * (0.3 + 3 * draws.uniform()), "P_g": -0.2 + 0.7 * draws.uniform()])
  }

  /// Gives the plain implementation what is given of all that.
  func giveEvents(to p: inout ChipStrategyReference.Parameters) {
    for (symbol, _, keyPath) in Self.ofMarket { given[symbol].map { p[keyPath: keyPath] = $0 } }
    if let value = given["q_ex"] { p.q_ex = Int(value) }
    p.P_cap = given["P_cap"]
    guard given["regime"] == 1 else { return }
    var shortages = ChipStrategyReference.Shortages()
    for (symbol, _, keyPath) in Self.ofShortages { given[symbol].map { shortages[keyPath: keyPath] = $0 } }
    p.shortages = shortages
  }
}
