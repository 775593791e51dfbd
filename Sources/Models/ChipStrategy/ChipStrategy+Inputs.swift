import Formulas
import Sweeps

extension ChipStrategy {
  static var inputs: [InputDeclaration] {
    decisionInputs + demandInputs + merchantInputs + cloudInputs + fleetInputs + dieInputs + packageInputs
      + programmeInputs + ownershipInputs + eventInputs
  }

  private static var decisionInputs: [InputDeclaration] {
    [
      .choice(
        "strategy", "strat", strategies, default: "build",
        source: "Google, Amazon, Microsoft, Meta, OpenAI and Tesla programmes, 2013-2026",
        doc:
          "rent everything; buy from a merchant; build with an own team; codesign with a partner that keeps a margin; "
          + "acquire a chip firm; hybrid: codesign for half the share."),
      .count(
        "quarters", "T", 32, unit: "quarter", source: Citation.assumption, doc: "Horizon of the simulation."
      ).limited(.within(1, Double(ChipStrategyKernel.longest)), because: "the simulation keeps 40 quarters"),
      .positive(
        "step", "h", "year", 0.25, source: "definition of a quarter", doc: "Length of a step of the simulation."
      ).limited(.within(0.05, 0.25), because: "a chip generation must last longer than a step"),
      .discountRate,
      .positive(
        "params", "N", "parameter", 70e9, source: "Llama 3 70B; " + Citation.llama3,
        doc: "Parameters of the language model whose tokens the cost of computing is told in."),
    ]
  }

  private static var demandInputs: [InputDeclaration] {
    [
      .nonNegative(
        "demand", "D0", "PFLOPS", 2e4, .loguniform(low: 1e3, high: 1e6), source: "about 25,000 B200 at 35% utilisation",
        doc: "Demand at the start in effective PFLOP/s: dense BF16 peak times utilisation."),
      .nonNegative(
        "legacy_share", "F0", "1", 0.8, source: Citation.assumption,
        doc: "Fleet in service at the start over demand; it is worn out after a chip's life."),
      .real(
        "demand_growth", "mu", "1/year", 0.50, .normal(.moments(mean: 0.45, sd: 0.2)),
        source: "TSMC CoWoS demand up 2.7 times in two years (trade press, 2024-2026)",
        doc: "Growth of the mean of demand, continuous."),
      .nonNegative(
        "demand_volatility", "sigma", "1", 0, .uniform(low: 0.1, high: 0.5), source: Citation.assumption,
        doc: "Standard deviation of a year's log growth."),
      .real(
        "demand_shocks", "z", "1", 0, .normal(.moments(mean: 0, sd: 1)),
        source: "definition of a geometric random walk",
        doc: "Standard normal step of log demand into each quarter, the same for all strategies; the first is not used."
      ).path(length: ChipStrategyKernel.longest),
      .real(
        "expected_growth", "ghat", "1/year", 0.50, source: Citation.assumption,
        doc: "Growth that orders reckon with until they are delivered."),
      .nonNegative(
        "headroom", "headroom", "1", 0, source: Citation.assumption, doc: "What orders add to the expected demand."),
    ]
  }

  private static var merchantInputs: [InputDeclaration] {
    [
      .positive(
        "vendor_peak", "p_m0", "PFLOPS", 2.25, source: "NVIDIA B200, dense BF16", doc: "Peak of a merchant chip today."),
      .positive(
        "vendor_utilisation", "U_m", "1", 0.35, .beta(alpha: 14, beta: 26),
        source: "Epoch AI 2024, median utilisation of published runs 0.375",
        doc: "Share of the peak that merchant chips deliver."
      ).limited(.aboveTo(0, 1), because: "no chip does more than its peak"),
      .nonNegative(
        "vendor_power", "w_m0", "W", 2340, .uniform(low: 1755, high: 2925), source: Citation.bernstein,
        doc: "Power of a merchant chip with its share of the rack."),
      .nonNegative(
        "vendor_price", "P_m0", "USD", 32000, .lognormal(.median(32000, sigma: 0.15)),
        source: Citation.bernstein + "; Epoch AI 30,000 to 45,000 USD", doc: "Price of a merchant chip today."),
      .nonNegative(
        "vendor_host", "o_m0", "USD", 15300, .uniform(low: 11475, high: 19125), source: Citation.bernstein,
        doc: "Host and network for a merchant chip."),
      .positive(
        "vendor_cadence", "cad_m", "year", 2, .uniform(low: 1, high: 2),
        source: "NVIDIA A100 2020, H100 2022, B200 2024; yearly by its 2024 roadmap",
        doc: "Time between merchant generations."
      ).limited(.atLeast(0.25), because: "a generation must last longer than a step"),
      .positive(
        "vendor_peak_gain", "gam_p", "1", 2.0, .triangular(min: 1.5, mode: 2, max: 2.8),
        source: "NVIDIA H100 to B200: 2.27", doc: "Peak of a merchant generation over the one before."),
      .positive(
        "power_gain", "gam_w", "1", 1.3, source: "NVIDIA H100 to B200: 1.43",
        doc: "Power of a generation over the one before, for merchant and own chips."),
      .positive(
        "price_gain", "gam_P", "1", 1.3, source: "NVIDIA H100 to B200: 1.4",
        doc: "Price of a merchant generation over the one before."),
      .positive(
        "host_gain", "gam_o", "1", 1.3, source: Citation.assumption,
        doc: "Host and network of a merchant generation over the one before."),
      .fraction(
        "vendor_price_decline", "dec_m", 0.14, .triangular(min: 0, mode: 0.14, max: 0.30),
        source: "Epoch AI, H100 36,742 USD in 2022 to 23,238 in 2025",
        doc: "Yearly fall of a merchant price within a generation."
      ).limited(.within(0, 0.95), because: "a price that falls to nothing within a year is no price"),
      .count(
        "vendor_lead", "lead_m", 2, minimum: 0,
        .discrete([
          WeightedValue(value: .number(1), weight: 0.3), WeightedValue(value: .number(2), weight: 0.3),
          WeightedValue(value: .number(3), weight: 0.2), WeightedValue(value: .number(4), weight: 0.2),
        ]), unit: "quarter",
        source: "trade press: 36 to 52 weeks (November 2023), 8 to 12 weeks (April 2024)",
        doc: "Time from an order of merchant chips to their delivery."
      ).limited(.within(0, 12), because: "nobody orders more than three years ahead"),
      .nonNegative(
        "vendor_allocation", "A_m0", "chip/year", 6e4, .lognormal(.median(6e4, sigma: 0.5)),
        source: Citation.assumption + "; NVIDIA shipped about 3.8 million data-centre GPUs in 2023 (TechInsights)",
        doc: "Merchant chips this buyer can get in a year at the start."),
      .real(
        "vendor_allocation_growth", "A_mg", "1/year", 0.35, source: "TSMC CoWoS expansion, 2023-2026",
        doc: "Yearly growth of that."
      ).limited(.atLeast(-0.95), because: "an allocation cannot shrink by more than all of it"),
      .fraction(
        "bargaining", "theta", 0, .uniform(low: 0, high: 0.3),
        source: "SemiAnalysis 2025: about 30% off a cluster's cost by the threat of TPUs",
        doc: "What a live own chip takes off the merchant's price from its volume on."),
    ]
  }

  private static var cloudInputs: [InputDeclaration] {
    [
      .nonNegative(
        "cloud_price", "R0", "USD/PFLOPS/h", 5, .lognormal(.median(5, sigma: 0.2)),
        source: "H100 rental 2 to 3.5 USD/h (trade press, 2024)",
        doc: "Rental of an effective PFLOP/s for an hour, at the start."),
      .fraction(
        "cloud_price_decline", "dec_c", 0.18, .triangular(min: 0.05, mode: 0.18, max: 0.45),
        source: "H100 rental from 8-10 to 2-3.5 USD/h in 18 months (trade press, 2024)", doc: "Its yearly fall."
      ).limited(.within(0, 0.95), because: "a price that falls to nothing within a year is no price"),
      .nonNegative(
        "cloud_limit", "C0", "PFLOPS", 4e3, source: Citation.assumption,
        doc: "Effective PFLOP/s for rent at the start, to one who owns a fleet."),
      .real("cloud_limit_growth", "C_g", "1/year", 0.30, source: Citation.assumption, doc: "Yearly growth of that.")
        .limited(.atLeast(-0.95), because: "a limit cannot shrink by more than all of it"),
      .nonNegative(
        "rent_limit", "CR0", "PFLOPS", 2.5e4, source: Citation.assumption,
        doc: "Effective PFLOP/s for rent at the start, to one who rents everything."),
      .real("rent_limit_growth", "CR_g", "1/year", 0.65, source: Citation.assumption, doc: "Yearly growth of that.")
        .limited(.atLeast(-0.95), because: "a limit cannot shrink by more than all of it"),
      .nonNegative(
        "cloud_commitment", "C_top", "PFLOPS", 0, source: "take-or-pay contracts of AI laboratories (press, 2023-2025)",
        doc: "Effective PFLOP/s under a take-or-pay contract from the start, whatever the strategy; 0 signs none."),
      .positive(
        "cloud_commitment_term", "T_top", "year", 3,
        source: "reserved instances of AWS, Azure and Google: 1 or 3 years",
        doc: "Length of that contract."),
      .fraction(
        "cloud_commitment_discount", "d_top", 0.4,
        source: "three-year reservations of AWS, Azure and Google, 35 to 55%",
        doc: "What it takes off the rental of the start; the price then stays."),
      .nonNegative(
        "unmet_penalty", "pen", "USD/PFLOPS/h", 12, .uniform(low: 0, high: 60), source: Citation.assumption,
        doc: "Revenue lost with an effective PFLOP/s missing for an hour; dominates the tails."),
    ]
  }

  private static var fleetInputs: [InputDeclaration] {
    [
      .facilityPrice,
      .positive(
        "facility_life", "L_dc", "year", 15, source: "Barroso, Hölzle & Ranganathan 2018",
        doc: "Straight-line life of buildings."),
      .nonNegative(
        "power_limit", "P_cap", "MW", 0, source: Citation.assumption,
        doc: "Power there is at the start, for which nothing is ordered that would need more; 0 sets no limit."),
      .real(
        "power_limit_growth", "P_g", "1/year", 0.20, source: Citation.assumption, doc: "Yearly growth of that."
      )
      .limited(.atLeast(-0.95), because: "a limit cannot shrink by more than all of it"),
      .energyPrice,
      .load,
      .nonNegative(
        "maintenance", "maint", "1/year", 0.05, source: "Barroso, Hölzle & Ranganathan 2018",
        doc: "Upkeep over the purchase value of living chips and hosts, each year."),
      .positive(
        "life", "L", "year", 5, .discrete([3, 4, 5, 6].map { WeightedValue(value: .number($0), weight: 0.25) }),
        source: "depreciation of hyperscalers, 3 to 6 years (annual reports 2025)",
        doc: "Service life of a chip, rounded to whole quarters."),
      .fraction(
        "resale", "psi", 0.6, .uniform(low: 0.2, high: 0.9), source: Citation.assumption,
        doc: "Resale value at the horizon over what straight-line depreciation leaves."),
    ]
  }
}
