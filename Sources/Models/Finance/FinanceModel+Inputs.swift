import Sweeps

extension FinanceModel {
  static var inputs: [InputDeclaration] { flowInputs + assetInputs + waitingInputs + optionInputs + orderInputs }

  private static let dixitPindyck = "Dixit & Pindyck 1994, Investment under Uncertainty, ch. 2"
  private static let hull = "Hull, Options, Futures and Other Derivatives"
  private static let cachon = "Cachon & Terwiesch, Matching Supply with Demand (O'Neill Hammer 3/2)"
  private static let excel = "Excel documentation of NPV, XNPV and PMT"

  private static var flowInputs: [InputDeclaration] {
    [
      .nonNegative("investment", "CF0", "USD", 1000, source: Citation.assumption, doc: "Paid at the beginning."),
      .real(
        "cash_flow", "CF", "USD", 300, .normal(200, 400), source: Citation.assumption,
        doc: "Received (or, below 0, paid) at the end of each period."
      ).path(length: mostPeriods),
      .count("periods", "n", 8, source: Citation.assumption, doc: "Periods of the cash flow that count.")
        .limited(.within(1, Double(mostPeriods)), because: "the path has as many steps"),
      .nonNegative(
        "interval", "dt", "day", 365.25, source: excel, doc: "Days from one payment to the next, for xnpv and xirr."
      ).path(length: mostPeriods).limited(.within(0, 36525), because: "a century between payments is no plan"),
      .real(
        "discount_rate", "r", "1", 0.10, .uniform(low: 0.07, high: 0.13),
        source: "Damodaran 2026, cost of capital by sector", doc: "Discount rate of a period, and of a year."
      ).limited(.above(-1), because: "at -1 nothing is left after a period"),
    ]
  }

  private static var assetInputs: [InputDeclaration] {
    [
      .nonNegative("loan", "P", "USD", 10_000, source: excel, doc: "Borrowed, and paid back in equal payments."),
      .fraction("loan_rate", "r_loan", 0.08, .uniform(low: 0.04, high: 0.12), source: excel, doc: "Interest a period."),
      .positive("loan_periods", "n_loan", "1", 12, source: excel, doc: "Payments."),
      .nonNegative(
        "asset_price", "P_asset", "USD", 32_000, source: Citation.bernstein, doc: "What an asset costs new."),
      .nonNegative("asset_age", "y", "year", 2, source: Citation.assumption, doc: "Its age."),
      .positive(
        "asset_life", "L", "year", 6,
        .discrete([3, 4, 5, 6].map { WeightedValue(value: .number($0), weight: 0.25) }),
        source: "depreciation of hyperscalers, 3 to 6 years (annual reports 2025)", doc: "Its life on the books."),
      .nonNegative(
        "price_decline", "oom", "1/year", 0.14, source: Citation.epochCost,
        doc: "Growth of price-performance, in orders of magnitude."),
      .fraction(
        "yearly_decline", "dec", 0.1416, .triangular(min: 0, mode: 0.1416, max: 0.3),
        source: "Epoch AI, H100 price 36,742 USD (2022) to 23,238 (2025)", doc: "Share of its value lost every year."),
      .nonNegative("first_unit_cost", "C1", "USD", 100, source: "Wright 1936", doc: "Cost of the first unit."),
      .fraction(
        "learning_rate", "LR", 0.2, .uniform(low: 0.1, high: 0.3), source: "Irwin & Klenow 1994, semiconductors 20%",
        doc: "Share that every doubling of the units takes off."
      ).limited(.fromBelow(0, 1), because: "at 1 the second unit is free"),
      .count("units", "n_units", 10, source: "Wright 1936", doc: "Units made."),
    ]
  }

  private static var waitingInputs: [InputDeclaration] {
    [
      .nonNegative("project_cost", "I", "USD", 1600, source: dixitPindyck, doc: "Of a project that can wait a year."),
      .nonNegative("price_now", "P0", "USD", 200, source: dixitPindyck, doc: "Its first year's income."),
      .nonNegative("price_up", "P_up", "USD", 300, source: dixitPindyck, doc: "Income of all later years if it rises."),
      .nonNegative(
        "price_down", "P_dn", "USD", 100, source: dixitPindyck, doc: "Income of all later years if it falls."),
      .fraction("up_probability", "q", 0.5, source: dixitPindyck, doc: "That it rises."),
    ]
  }

  private static var optionInputs: [InputDeclaration] {
    [
      .choice("option", "kind", ["call", "put"], default: "call", source: hull, doc: "To buy or to sell."),
      .choice(
        "exercise", "style", ["european", "american"], default: "american", source: hull,
        doc: "At the end only, or at any step, for lattice_value."),
      .positive("spot", "S", "USD", 42, source: hull, doc: "Price of what may be bought or sold."),
      .positive("strike", "K", "USD", 40, source: hull, doc: "Price at which."),
      .real(
        "risk_free_rate", "r_f", "1/year", 0.04, .uniform(low: 0.02, high: 0.06),
        source: "McDonald & Siegel 1986; Dixit & Pindyck 1994, ch. 5", doc: "Continuous rate without risk."
      ).limited(.within(0, 1), because: "a perpetual option needs a rate of 0 or more, and above 1 is hyperinflation"),
      .nonNegative(
        "payout", "delta", "1/year", 0.04, .uniform(low: 0.01, high: 0.1),
        source: "McDonald & Siegel 1986; Dixit & Pindyck 1994, ch. 5", doc: "Income lost by not holding it."
      ).limited(.within(0, 1), because: "more than 1 pays everything out within the year"),
      .nonNegative(
        "volatility", "sigma", "1", 0.2, .uniform(low: 0.1, high: 0.5), source: hull,
        doc: "Standard deviation of the logarithm of the price after a year."
      ).limited(.within(0, 10), because: "the lattice holds moves of up to e^10 a step"),
      .positive("option_years", "T", "year", 0.5, source: hull, doc: "Until the option ends.")
        .limited(.aboveTo(0, 100), because: "longer options are perpetual; use trigger"),
      .count("lattice_steps", "n_CRR", 32, source: "Cox, Ross & Rubinstein 1979", doc: "Steps of the lattice.")
        .limited(.within(1, Double(FinanceLattice.mostSteps)), because: "the lattice is written out so far"),
    ]
  }

  private static var orderInputs: [InputDeclaration] {
    [
      .nonNegative("demand_mean", "mu", "1", 3192, source: cachon, doc: "Mean of a normal demand."),
      .nonNegative("demand_sd", "sd", "1", 1181, source: cachon, doc: "Its standard deviation."),
      .nonNegative(
        "sale_price", "pi_v", "USD", 180, .uniform(low: 150, high: 210), source: cachon,
        doc: "Value of a unit that is wanted."),
      .nonNegative("order_cost", "c", "USD", 110, source: cachon, doc: "Cost of a unit ordered."),
      .nonNegative("salvage", "v", "USD", 90, source: cachon, doc: "Value of a unit left over."),
      .choice(
        "loss_law", "law", ["normal", "lognormal"], default: "normal", source: "Rockafellar & Uryasev 2000",
        doc: "Distribution of a loss."),
      .real(
        "loss_mean", "mu_L", "1", 0, source: "Rockafellar & Uryasev 2000",
        doc: "Its mean; of its logarithm, for lognormal."
      ),
      .nonNegative(
        "loss_sd", "sd_L", "1", 1, source: "Rockafellar & Uryasev 2000",
        doc: "Its standard deviation; of its logarithm, for lognormal."),
      .fraction(
        "tail_level", "beta", 0.95, source: "Rockafellar & Uryasev 2000", doc: "Probability below the tail."
      ).limited(.fromBelow(0, 1), because: "at 1 no tail is left"),
    ]
  }
}
