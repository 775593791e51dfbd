import Formulas
import Sweeps

@testable import Models

/// A random scenario of `chip-strategy`, for the model and for the plain implementation alike.
struct ChipStrategyPoint {
  /// Given values by the text's symbol; what is not given keeps the strategy's default.
  var given: [String: Double] = [:]
  /// Normal steps of log demand; the first is not used.
  var shocks: [Double] = []
  /// Draws of the market's state and steps of the exchange rate; none where nothing of that kind happens.
  var events = ChipStrategyReference.Events()

  init() {}

  /// A parameter that is drawn: its symbol and the range, and how it is set in the plain implementation.
  struct Parameter {
    var symbol: String
    var range: ClosedRange<Double>
    var keyPath: WritableKeyPath<ChipStrategyReference.Parameters, Double> & Sendable
  }

  /// Every other parameter is drawn, those that follow the strategy seldom.
  init(_ draws: inout Draws) {
    for parameter in Self.parameters where draws.uniform() < (Self.perStrategy.contains(parameter.symbol) ? 0.2 : 0.6) {
      let range = parameter.range
      given[parameter.symbol] = range.lowerBound + draws.uniform() * (range.upperBound - range.lowerBound)
    }
    if draws.uniform() < 0.5 { given["T"] = 8 + (draws.uniform() * 33).rounded(.down) }
    if draws.uniform() < 0.7 { given["lead_m"] = (draws.uniform() * 7).rounded(.down) }
    if draws.uniform() < 0.7 { given["lead_c"] = (draws.uniform() * 7).rounded(.down) }
    if draws.uniform() < 0.6 { given["n_spin"] = 1 + (draws.uniform() * 4).rounded(.down) }
    if draws.uniform() < 0.2 { given["cancel"] = 1 }
    shocks = (0..<40).map { _ in ScalarLane.normalQuantile(ScalarLane(draws.uniform())).value }
  }

  static let model = ChipStrategy()
  /// Full names by symbol.
  static let names = Dictionary(uniqueKeysWithValues: model.declaration.inputs.map { ($0.symbol, $0.name) })
  /// All inputs under each strategy where nothing is given.
  private static let defaults = ChipStrategy.strategies.indices.map { strategy in
    ModelInputs(model.declaration, given: ["strategy": ScalarLane(Double(strategy))])
  }

  /// The model's inputs under a strategy.
  func inputs(_ strategy: String) -> ModelInputs<ScalarLane> {
    let defaults = Self.defaults[ChipStrategy.strategies.firstIndex(of: strategy) ?? 0]
    var values = defaults.values
    for (symbol, value) in given {
      guard let name = Self.names[symbol] else { preconditionFailure("no input \(symbol)") }
      values[name] = ScalarLane(value)
    }
    var paths = defaults.paths
    for (name, steps) in [
      "demand_shocks": shocks, "supply_draws": events.supply, "currency_shocks": events.currency,
    ] {
      paths[name] = steps.map { ScalarLane($0) } + (paths[name] ?? []).dropFirst(steps.count)
    }
    return ModelInputs(values, paths: paths)
  }

  func outputs(_ strategy: String) -> ModelOutputs<ScalarLane> { Self.model.outputs(inputs(strategy)) }
  func cost(_ strategy: String) -> Double { outputs(strategy)["cost"].value }

  /// The same point with other values given.
  func with(_ other: [String: Double]) -> Self {
    var copy = self
    copy.given.merge(other) { $1 }
    return copy
  }

  /// The plain implementation's parameters under a strategy.
  func parameters(_ strategy: ChipStrategyReference.Strategy) -> ChipStrategyReference.Parameters {
    var result = ChipStrategyReference.Parameters(strategy)
    for parameter in Self.parameters { given[parameter.symbol].map { result[keyPath: parameter.keyPath] = $0 } }
    if let value = given["T"] { result.T = Int(value) }
    if let value = given["lead_m"] { result.lead_m = Int(value) }
    if let value = given["lead_c"] { result.lead_c = Int(value) }
    if let value = given["n_spin"] { result.n_spin = value }
    if let value = given["cancel"] { result.cancel = value }
    giveEvents(to: &result)
    return result
  }

  static let perStrategy: Set<String> = ["NRE", "slip", "m_ch", "ops", "eta", "acq", "integ", "des_cut", "share"]

  static let parameters: [Parameter] = [
    .init(symbol: "r", range: 0.01...0.2, keyPath: \.r), .init(symbol: "D0", range: 500...3e5, keyPath: \.D0),
    .init(symbol: "F0", range: 0...1.5, keyPath: \.F0), .init(symbol: "mu", range: -0.2...1, keyPath: \.mu),
    .init(symbol: "sigma", range: 0...0.6, keyPath: \.sigma), .init(symbol: "ghat", range: -0.2...1, keyPath: \.ghat),
    .init(symbol: "headroom", range: 0...0.5, keyPath: \.headroom),
    .init(symbol: "p_m0", range: 1...4, keyPath: \.p_m0), .init(symbol: "w_m0", range: 1500...3000, keyPath: \.w_m0),
    .init(symbol: "P_m0", range: 2e4...5e4, keyPath: \.P_m0), .init(symbol: "o_m0", range: 1e4...2e4, keyPath: \.o_m0),
    .init(symbol: "cad_m", range: 0.7...3, keyPath: \.cad_m), .init(symbol: "gam_p", range: 1.2...3, keyPath: \.gam_p),
    .init(symbol: "gam_w", range: 1...1.7, keyPath: \.gam_w), .init(symbol: "gam_P", range: 1...1.8, keyPath: \.gam_P),
    .init(symbol: "gam_o", range: 1...1.8, keyPath: \.gam_o), .init(symbol: "dec_m", range: 0...0.5, keyPath: \.dec_m),
    .init(symbol: "U_m", range: 0.1...0.7, keyPath: \.U_m), .init(symbol: "A_m0", range: 1e4...2e5, keyPath: \.A_m0),
    .init(symbol: "A_mg", range: -0.2...0.8, keyPath: \.A_mg), .init(symbol: "theta", range: 0...0.3, keyPath: \.theta),
    .init(symbol: "R0", range: 2...9, keyPath: \.R0), .init(symbol: "dec_c", range: 0...0.5, keyPath: \.dec_c),
    .init(symbol: "C0", range: 0...2e4, keyPath: \.C0), .init(symbol: "C_g", range: -0.1...0.6, keyPath: \.C_g),
    .init(symbol: "CR0", range: 0...1e5, keyPath: \.CR0), .init(symbol: "CR_g", range: -0.1...0.9, keyPath: \.CR_g),
    .init(symbol: "pen", range: 10...60, keyPath: \.pen), .init(symbol: "c_dc", range: 5...25, keyPath: \.c_dc),
    .init(symbol: "L_dc", range: 5...25, keyPath: \.L_dc),
    .init(symbol: "e_price", range: 0.03...0.2, keyPath: \.e_price),
    .init(symbol: "load", range: 0.4...1, keyPath: \.load), .init(symbol: "maint", range: 0...0.1, keyPath: \.maint),
    .init(symbol: "L", range: 1...9, keyPath: \.L), .init(symbol: "psi", range: 0...0.9, keyPath: \.psi),
    .init(symbol: "A_die", range: 100...850, keyPath: \.A_die),
    .init(symbol: "wafer", range: 1e4...3e4, keyPath: \.wafer),
    .init(symbol: "wafer_g", range: -0.1...0.2, keyPath: \.wafer_g),
    .init(symbol: "D_i", range: 0.05...0.6, keyPath: \.D_i),
    .init(symbol: "D_inf", range: 0.03...0.2, keyPath: \.D_inf),
    .init(symbol: "tau_D", range: 0.3...3, keyPath: \.tau_D),
    .init(symbol: "alpha", range: 1...12, keyPath: \.alpha),
    .init(symbol: "harvest", range: 0...0.9, keyPath: \.harvest),
    .init(symbol: "HBM", range: 64...400, keyPath: \.HBM), .init(symbol: "c_GB", range: 5...30, keyPath: \.c_GB),
    .init(symbol: "GB_g", range: -0.2...0.3, keyPath: \.GB_g), .init(symbol: "cow", range: 6000...2e4, keyPath: \.cow),
    .init(symbol: "ppw", range: 6...40, keyPath: \.ppw), .init(symbol: "y_asm", range: 0.6...1, keyPath: \.y_asm),
    .init(symbol: "w_c0", range: 900...3000, keyPath: \.w_c0), .init(symbol: "o_c0", range: 4e3...2e4, keyPath: \.o_c0),
    .init(symbol: "phi", range: 0.4...1.5, keyPath: \.phi), .init(symbol: "t0", range: 0...2, keyPath: \.t0),
    .init(symbol: "T_des", range: 0.5...3, keyPath: \.T_des), .init(symbol: "slip", range: 0.7...2, keyPath: \.slip),
    .init(symbol: "T_fab", range: 0.3...0.8, keyPath: \.T_fab), .init(symbol: "T_q", range: 0.1...1, keyPath: \.T_q),
    .init(symbol: "T_rs", range: 0.1...0.9, keyPath: \.T_rs), .init(symbol: "NRE", range: 5e7...1e9, keyPath: \.NRE),
    .init(symbol: "mask", range: 5e6...6e7, keyPath: \.mask),
    .init(symbol: "rs_burn", range: 0...1, keyPath: \.rs_burn),
    .init(symbol: "sw", range: 1e7...2e8, keyPath: \.sw), .init(symbol: "cad_c", range: 0.6...3, keyPath: \.cad_c),
    .init(symbol: "nre_next", range: 0...1.2, keyPath: \.nre_next),
    .init(symbol: "m_ch", range: 0...0.8, keyPath: \.m_ch),
    .init(symbol: "ops", range: 0...0.2, keyPath: \.ops), .init(symbol: "acq", range: 0...5e9, keyPath: \.acq),
    .init(symbol: "integ", range: 0...1e9, keyPath: \.integ),
    .init(symbol: "T_integ", range: 0.3...3, keyPath: \.T_integ),
    .init(symbol: "des_cut", range: 0...0.8, keyPath: \.des_cut), .init(symbol: "eta", range: 0.3...1, keyPath: \.eta),
    .init(symbol: "s0", range: 0...1, keyPath: \.s0), .init(symbol: "tau_sw", range: 0.2...3, keyPath: \.tau_sw),
    .init(symbol: "share", range: 0...1, keyPath: \.share), .init(symbol: "A_c0", range: 1e3...5e4, keyPath: \.A_c0),
    .init(symbol: "A_cg", range: -0.1...0.8, keyPath: \.A_cg),
  ]
}
