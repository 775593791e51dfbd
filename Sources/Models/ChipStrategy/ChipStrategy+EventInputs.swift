import Formulas
import Sweeps

extension ChipStrategy {
  /// What may happen to the market: shortages, export rules, exchange rates. All of it is off by default.
  static var eventInputs: [InputDeclaration] { shortageInputs + scarcityInputs + exportInputs + currencyInputs }

  private static var shortageInputs: [InputDeclaration] {
    [
      .choice(
        "supply", "regime", ["steady", "cyclical"], default: "steady",
        source: "semiconductor shortages of 2017-18, 2020-22 and 2023-24 (SIA, trade press)",
        doc:
          "Whether the market stays normal (steady) or turns to shortage and back (cyclical): orders in a shortage "
          + "wait longer, deliveries in one are limited more and dearer."),
      .fraction(
        "supply_draws", "u_supply", 0.5, .uniform(low: 0, high: 1), source: "definition of a Markov chain",
        doc:
          "Uniform draw that decides on the state of each quarter: below shortage_onset, or 1 - shortage_relief where "
          + "the quarter before was short, it is one of shortage."
      ).path(length: ChipStrategyKernel.longest),
      .fraction(
        "shortage_start", "s_short", 0,
        source: "share of time in shortage in the long run: onset over onset and relief, 1/3 by default",
        doc: "Chance that the first quarter is one of shortage; 1 makes it one."),
      .fraction(
        "shortage_onset", "p_short", 0.06, .uniform(low: 0.03, high: 0.1),
        source: "semiconductor shortages of 2017-18, 2020-22 and 2023-24: about one in four years",
        doc: "Chance that shortage follows on a normal quarter."),
      .fraction(
        "shortage_relief", "p_relief", 0.12, .uniform(low: 0.08, high: 0.25),
        source: "semiconductor shortages of 2017-18, 2020-22 and 2023-24: one to two years each",
        doc: "Chance that a normal quarter follows on one of shortage."),
    ]
  }

  private static var scarcityInputs: [InputDeclaration] {
    [
      .positive(
        "shortage_vendor_lead", "x_lead_m", "1", 2, .uniform(low: 1.4, high: 2),
        source: "trade press: H100 36 to 52 weeks in November 2023, over the 26 weeks of vendor_lead",
        doc: "Lead time of merchant chips ordered in a shortage over vendor_lead, rounded to whole quarters."
      ).limited(.within(0.1, 4), because: "nobody orders more than twelve years ahead"),
      .positive(
        "shortage_custom_lead", "x_lead_c", "1", 2.5, .uniform(low: 2, high: 3),
        source: "trade press: CoWoS booked out for 52 to 78 weeks, over the 26 weeks of custom_lead",
        doc: "Lead time of own chips ordered in a shortage over custom_lead, rounded to whole quarters."
      ).limited(.within(0.1, 4), because: "nobody orders more than twelve years ahead"),
      .nonNegative(
        "shortage_allocation", "x_A", "1", 0.6, .uniform(low: 0.4, high: 0.8), source: Citation.assumption,
        doc: "Merchant chips this buyer gets in a quarter of shortage over what a normal one brings."),
      .nonNegative(
        "shortage_vendor_price", "x_P", "1", 1.25, .triangular(min: 1, mode: 1.25, max: 1.5),
        source: "CNBC, April 2023: H100 on eBay above 40,000 USD, at dealers about 36,000; 30,603 USD elsewhere",
        doc: "Price of a merchant chip delivered in a quarter of shortage over the normal one."),
      .nonNegative(
        "shortage_hbm_price", "x_GB", "1", 1.25, .uniform(low: 1.2, high: 1.3),
        source: "TrendForce 2025: HBM3E +20%, HBM4 +30%",
        doc: "Price of memory in own chips delivered in a quarter of shortage over the normal one."),
    ]
  }

  private static var exportInputs: [InputDeclaration] {
    [
      .count(
        "export_quarter", "q_ex", Double(ChipStrategyKernel.longest), minimum: 0,
        .discrete([4, 8, 12, 16].map { WeightedValue(value: .number($0), weight: 0.1) } + [noExportRule]),
        unit: "quarter",
        source: "US export rules of October 2022, October 2023 and January 2025 (Bureau of Industry and Security)",
        doc: "First quarter of delivery under an export rule on merchant chips; from the horizon on there is none."),
      .nonNegative(
        "export_allocation", "x_ex_A", "1", 0.15, .uniform(low: 0, high: 0.5),
        source: "NVIDIA H20 against H100: 148 of 989 dense BF16 TFLOP/s",
        doc: "Merchant chips this buyer gets under the rule over those without it; 0 bars them all."),
      .nonNegative(
        "export_price", "x_ex_P", "1", 1, .uniform(low: 1, high: 1.5),
        source: Citation.assumption + "; 15% of H20 sales to China go to the US government (press, August 2025)",
        doc: "Price of a merchant chip delivered under the rule over that without it."),
    ]
  }

  private static var noExportRule: WeightedValue {
    WeightedValue(value: .number(Double(ChipStrategyKernel.longest)), weight: 0.6)
  }

  private static var currencyInputs: [InputDeclaration] {
    [
      .real(
        "currency_growth", "mu_fx", "1/year", 0, .normal(.moments(mean: 0, sd: 0.02)),
        source: Citation.currency,
        doc:
          "What the currency of foundry and packaging house gains on the dollar, continuous growth of the mean: it "
          + "makes wafers and packaging dearer. Memory, substrates, test and merchant chips are priced in dollars."),
      .nonNegative(
        "currency_volatility", "sigma_fx", "1", 0, .uniform(low: 0.03, high: 0.08), source: Citation.currency,
        doc: "Standard deviation of a year's log exchange rate."),
      .real(
        "currency_shocks", "z_fx", "1", 0, .normal(.moments(mean: 0, sd: 1)),
        source: "definition of a geometric random walk",
        doc: "Standard normal step of the log exchange rate into each quarter; the first is not used."
      ).path(length: ChipStrategyKernel.longest),
      .fraction(
        "currency_part", "f_fx", 1, .uniform(low: 0, high: 1),
        source: Citation.assumption + "; TSMC bills in USD and adjusts prices to keep its margin",
        doc: "Part of the price of wafers and packaging that follows the exchange rate."),
    ]
  }
}

extension Citation {
  fileprivate static let currency = "Federal Reserve H.10, Taiwan dollar to US dollar (FRED DEXTAUS)"
}
