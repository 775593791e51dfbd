import Formulas
import Sweeps

extension ChipStrategy {
  static var programmeInputs: [InputDeclaration] {
    [
      .nonNegative("start", "t0", "year", 0, source: "definition", doc: "When the programme begins; later is waiting."),
      .positive(
        "design_time", "T_des", "year", 1.75, .triangular(min: 0.75, mode: 1.75, max: 3),
        source: "TPU v1: 15 months from design to deployment (Jouppi et al. 2017)", doc: "Planned time to tape-out."),
      .fraction(
        "design_cut", "des_cut", 0, source: "Annapurna: three years from purchase to its first AI chip",
        doc: "Part of the design time that an acquired team saves."
      ).byDefault(per: "strategy", ["acquire": 0.5]),
      .positive(
        "slip", "slip", "1", 1.15,
        .perStrategy { .lognormal(.median($0 == "codesign" || $0 == "hybrid" ? 1.05 : 1.15, sigma: 0.25)) },
        source: Citation.wilson + ": 66 to 75% of projects late", doc: "Real over planned time to tape-out."
      ).byDefault(per: "strategy", ["codesign": 1.05, "hybrid": 1.05]),
      .nonNegative(
        "fab_time", "T_fab", "year", 0.5, .uniform(low: 0.35, high: 0.6), source: "tape-out to chip 3 to 6 months",
        doc: "Tape-out to first silicon."),
      .nonNegative(
        "qualification_time", "T_q", "year", 0.5, .uniform(low: 0.25, high: 1),
        source: "Trainium2: 13 months from announcement to availability", doc: "First good silicon to volume."),
      .count(
        "spins", "n_spin", 2,
        .discrete([
          WeightedValue(value: .number(1), weight: 0.2), WeightedValue(value: .number(2), weight: 0.45),
          WeightedValue(value: .number(3), weight: 0.28), WeightedValue(value: .number(4), weight: 0.07),
        ]), source: Citation.wilson + ": first-silicon success 14% (2024) to 30% (2016)",
        doc: "Mask sets until volume."),
      .nonNegative(
        "respin_time", "T_rs", "year", 0.5, .triangular(min: 0.3, mode: 0.5, max: 0.8),
        source: "3 to 6 months for an attempt (trade press)", doc: "Delay of each respin."),
      .fraction(
        "cancelled", "cancel", 0, .perStrategy { .cancelled(cancellations[$0] ?? 0) },
        source:
          "first chips of six large buyers: two clear successes; acquisitions: one of four or five (public record)",
        doc: "1 (from 0.5 on) ends the programme at first silicon; its money is spent."),
      .nonNegative(
        "nre", "NRE", "USD", 350e6, .perStrategy { .lognormal(.median(designCosts[$0] ?? 350e6, sigma: 0.5)) },
        source: "Reuters 2025: 500 MUSD; IBS 542 to 590 MUSD; partner bears the physical design", doc: "Design cost."
      ).byDefault(per: "strategy", ["codesign": 200e6, "acquire": 250e6, "hybrid": 200e6]),
      .maskSet,
      .nonNegative(
        "respin_burn", "rs_burn", "1", 0.5, source: Citation.assumption,
        doc: "Design spending during a respin over that of the design."),
      .nonNegative(
        "software_cost", "sw", "USD/year", 60e6, .lognormal(.median(60e6, sigma: 0.5)),
        source: "200 engineers at 300,000 USD a year; " + Citation.assumption, doc: "Software for the own chip."),
      .positive(
        "cadence", "cad_c", "year", 2, source: "TPU v2 to v7, Trainium, MTIA: 1 to 3 years",
        doc: "Time between generations of the own chip."
      ).limited(.atLeast(0.25), because: "a generation must last longer than a step"),
      .nonNegative(
        "successor_cost", "nre_next", "1", 0.7, source: Citation.assumption,
        doc: "Design cost of each successor over that of the first."),
    ]
  }

  static var ownershipInputs: [InputDeclaration] {
    [
      .fraction(
        "partner_margin", "m_ch", 0,
        .perStrategy {
          $0 == "codesign" || $0 == "hybrid" ? .triangular(min: 0.45, mode: 0.55, max: 0.68) : .constant(0)
        },
        source: "Epoch AI, Broadcom 50-70%; Marvell, Alchip reports",
        doc: "Gross margin of the design partner on each chip."
      ).byDefault(per: "strategy", ["codesign": 0.55, "hybrid": 0.55])
        .limited(.fromBelow(0, 1), because: "at 1 the price would be infinite"),
      .nonNegative(
        "operations", "ops", "1", 0.06, source: Citation.assumption, doc: "Own supply-chain cost over the chip's price."
      ).byDefault(per: "strategy", ["codesign": 0, "hybrid": 0]),
      .nonNegative(
        "acquisition_price", "acq", "USD", 0,
        .perStrategy {
          $0 == "acquire" ? .loguniform(low: 0.2e9, high: 20e9) : .constant(0)
        },
        source: "Annapurna 0.35, Nervana 0.35, Graphcore 0.6, Habana 2, Groq 20 billion USD (press)",
        doc: "Price of the acquired firm."
      ).byDefault(per: "strategy", ["acquire": 1000e6]),
      .nonNegative(
        "integration_cost", "integ", "USD", 0, source: Citation.assumption, doc: "Cost of taking the firm in."
      ).byDefault(per: "strategy", ["acquire": 300e6]),
      .positive(
        "integration_time", "T_integ", "year", 2, source: Citation.assumption, doc: "Time over which it is spent."),
      .fraction(
        "software_ratio", "eta", 0.90,
        .perStrategy {
          $0 == "acquire" ? .beta(alpha: 7, beta: 3) : .beta(alpha: 8, beta: 2)
        },
        source: Citation.assumption + "; weak adoption of Trainium1",
        doc: "Utilisation that mature own software reaches over the merchant's."
      ).byDefault(per: "strategy", ["acquire": 0.80])
        .limited(.aboveTo(0, 1), because: "at 0 the own chip does no work"),
      .fraction(
        "software_start", "s0", 0.45, .beta(alpha: 4, beta: 5),
        source: Citation.assumption + "; MI300X against CUDA at launch",
        doc: "Its value at volume start over the mature one."),
      .positive(
        "software_time", "tau_sw", "year", 0.75, .triangular(min: 0.25, mode: 0.75, max: 2),
        source: Citation.assumption, doc: "Time constant by which software matures."),
      .fraction(
        "custom_share", "share", 0.70, source: Citation.assumption,
        doc: "Part of what is missing that is ordered as own chips; the rest, and what allocation withholds, is bought."
      ).byDefault(per: "strategy", ["hybrid": 0.35]),
      .fraction(
        "inference_part", "f_inf", 0, source: Citation.assumption,
        doc: "Part of demand that is inference, for which inference_share takes the place of custom_share; 0 does not "
          + "tell them apart."),
      .fraction(
        "inference_share", "share_inf", 0.90,
        source: "TPU, Inferentia and MTIA serve before they train (Google, Amazon, Meta); " + Citation.assumption,
        doc: "Part of missing inference that is ordered as own chips."
      ).byDefault(per: "strategy", ["hybrid": 0.45]),
    ]
  }

  /// Median design costs (USD) where they are not the common one.
  private static let designCosts = ["codesign": 200e6, "acquire": 250e6, "hybrid": 200e6]

  /// Probabilities that a programme ends at first silicon: means of beta(3, 6), beta(2, 8) and beta(4, 5).
  private static let cancellations = ["build": 1.0 / 3, "codesign": 0.2, "acquire": 4.0 / 9, "hybrid": 0.2]
}

extension Distribution {
  /// A distribution for each strategy; all share one draw.
  fileprivate static func perStrategy(_ distribution: (String) -> Distribution) -> Distribution {
    .perAxis(
      input: "strategy",
      ChipStrategy.strategies.map { AxisCase(value: .choice($0), distribution: distribution($0)) })
  }

  /// 1 with a probability, else 0.
  fileprivate static func cancelled(_ probability: Double) -> Distribution {
    guard probability > 0 else { return .constant(0) }
    return .discrete([
      WeightedValue(value: .number(0), weight: 1 - probability),
      WeightedValue(value: .number(1), weight: probability),
    ])
  }
}
