import Formulas
import Testing

@testable import Models

/// The model against the plain implementation at random points: two texts that share no code.
@Suite struct ChipStrategyComparisonTests {
  private static let seed: UInt64 = 20_261_122
  static let strategies: [(String, ChipStrategyReference.Strategy)] = [
    ("rent", .rent), ("buy", .buy), ("build", .build), ("codesign", .codesign), ("acquire", .acquire),
    ("hybrid", .hybrid),
  ]

  @Test func `the simulation agrees with the plain implementation to 1e-12`() {
    var draws = Draws(seed: Self.seed)
    for index in 0..<500 {
      let point = ChipStrategyPoint(&draws)
      for (name, strategy) in Self.strategies {
        let reference = ChipStrategyReference.evaluate(strategy, point.parameters(strategy), shocks: point.shocks)
        let error = Self.worstError(point.outputs(name), reference)
        #expect(error.size <= 1e-12, "\(name) \(error.name) at point \(index) of seed \(Self.seed): \(point.given)")
      }
    }
  }

  /// The largest difference over all outputs, relative to the money or the quantity there is.
  static func worstError(
    _ outputs: ModelOutputs<ScalarLane>, _ reference: ChipStrategyReference.Result
  ) -> (name: String, size: Double) {
    let money = reference.terms.values.reduce(0) { $0 + $1.magnitude }
    let capital = reference.capitalByYear.reduce(0, +)
    let terms = reference.terms
    var rows: [(String, Double, scale: Double)] = [
      ("cost", reference.npv, money),
      // What is served is demand less what is not.
      ("work", reference.discountedPFLOPYears, reference.unmetPFLOPYears + reference.discountedPFLOPYears),
      ("unmet", reference.unmetPFLOPYears, reference.unmetPFLOPYears + reference.discountedPFLOPYears),
      ("vendor_units", reference.units_m, reference.units_m + reference.units_c + 1),
      ("custom_units", reference.units_c, reference.units_m + reference.units_c + 1),
      ("volume_quarter", Double(reference.q_vol), 1), ("peak_power", reference.peakMW, reference.peakMW + 1e-6),
      ("vendor_capital", terms[.merchantCapital] ?? 0, money), ("custom_capital", terms[.customCapital] ?? 0, money),
      ("facility", terms[.facility] ?? 0, money), ("energy", terms[.energy] ?? 0, money),
      ("upkeep", terms[.maintenance] ?? 0, money), ("cloud", terms[.cloud] ?? 0, money),
      ("unmet_cost", terms[.unmet] ?? 0, money), ("programme", terms[.programme] ?? 0, money),
      ("software", terms[.software] ?? 0, money), ("acquisition", terms[.acquisition] ?? 0, money),
      ("residual", -(terms[.residual] ?? 0), money),
    ]
    for (year, paid) in reference.capitalByYear.enumerated() { rows.append(("capital_\(year + 1)", paid, capital + 1)) }
    let errors = rows.map { name, value, scale in
      (name: name, size: (outputs[name].value - value).magnitude / scale)
    }
    return errors.max { !($0.size > $1.size) } ?? ("none", 0)
  }

  @Test func `breaking even is where the paid cost stays at or below that of buying`() {
    var draws = Draws(seed: Self.seed + 1)
    for _ in 0..<100 {
      let point = ChipStrategyPoint(&draws)
      let buying = ChipStrategyReference.evaluate(.buy, point.parameters(.buy), shocks: point.shocks).cumulative
      for (name, strategy) in Self.strategies where strategy != .buy {
        let own = ChipStrategyReference.evaluate(strategy, point.parameters(strategy), shocks: point.shocks).cumulative
        let last = own.indices.last { own[$0] > buying[$0] }
        #expect(point.outputs(name)["breakeven_quarter"].value == Double((last ?? -1) + 1), "seed \(Self.seed + 1)")
      }
      #expect(point.outputs("buy")["breakeven_quarter"].value == 0)
    }
  }
}
