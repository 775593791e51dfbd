import Models

/// The sweeps of `sweepfarm bench models`; Scripts/rivals does the same jobs in C++, numba and NumPy.
enum BenchSweeps {
  static var all: [(name: String, text: String)] {
    ["sobol", "random"].flatMap { design in
      [
        ("training-cost, shared draws, \(design)", training(map: true, design)),
        ("training-cost, own draws, \(design)", training(map: false, design)),
        ("chip-breakeven, shared draws, \(design)", breakeven(map: true, design)),
        ("chip-breakeven, own draws, \(design)", breakeven(map: false, design)),
        ("chip-strategy, shared draws, \(design)", strategy(map: true, design)),
        ("chip-strategy, own draws, \(design)", strategy(map: false, design)),
        ("training-step, search, \(design)", step(design)),
      ]
    }
  }

  /// About half a minute on two cores, with little state, for the cost of the farm itself.
  static var farm: String {
    training(map: false, "random").replacing("size: 2^26", with: "size: 2^30")
  }

  /// Mean, standard deviation, three quantiles and a probability of cost under 14 uncertain inputs: over 164 cells that
  /// share their draws, or in one cell.
  private static func training(map: Bool, _ design: String) -> String {
    """
    sweep: bench-training
    model: training-cost
    seed: 2026
    \(map ? "vary: {params: 1e10 .. 2e12 in 41 log, tokens: [1e12, 4e12, 1.6e13, 6.4e13]}" : "")
    uncertain:
      compute_factor: lognormal(0.5 to 2)
      mfu: 0.30 to 0.45
      idle_share: tri(0, 0.085, 0.25)
      node_failures: lognormal(1e-4 to 3e-4)
      checkpoint_write: lognormal(5 to 120)
      restart_minutes: tri(2, 5, 20)
      price_factor: lognormal(0.5 to 2)
      years_owned: uniform(0.3, 2)
      price_decline: normal(0.10 to 0.18)
      interconnect_share: tri(0.065, 0.19, 0.242)
      average_power: lognormal(0.56 to 0.99)
      pue: uniform(1.08, 1.35)
      power_price: lognormal(0.04 to 0.11)
      counted_tokens: uniform(0.95, 1)
    sample: {design: \(design), size: \(map ? "2^20" : "2^26"), replicates: 16}
    report:
      cost: {of: cost, stats: [mean, sd, p5, p50, p95]\(map ? ", by: [params, tokens]" : "")}
      over: {prob: cost > 1e8 USD\(map ? ", by: [params, tokens]" : "")}
    """
  }

  /// Which of three strategies is cheapest, how often, and the regret of the others.
  private static func breakeven(map: Bool, _ design: String) -> String {
    """
    sweep: bench-breakeven
    model: chip-breakeven
    seed: 2026
    \(map ? "vary: {volume: 1e3 .. 1e6 in 41 log, perf_ratio: [0.6, 0.8, 1.0, 1.2]}" : "")
    decide: {strategy: [buy, codesign, build]}
    uncertain:
      nre_build: lognormal(median=350e6, sigma=0.5)
      nre_codesign: lognormal(median=200e6, sigma=0.5)
      software_cost: default
      software_ratio: default
      margin_codesign: default
      wafer_price: 18e3 to 28e3 USD
      defect_density: 0.07 to 0.15 /cm2
      hbm_price: default
      assembly_yield: default
      vendor_price: default
      energy_price: 0.05 to 0.12 USD/kWh
      discount_rate: 7% to 13%
    sample: {design: \(design), size: \(map ? "2^20" : "2^26"), replicates: 16}
    report:
      map: {best: min cost, over: strategy\(map ? ", by: [volume, perf_ratio]" : "")}
    """
  }

  /// Which of six strategies is cheapest over 32 quarters, how often, and the regret of the others, every input with a
  /// published spread uncertain: seven sizes of demand share the draws, or there is one.
  private static func strategy(map: Bool, _ design: String) -> String {
    let drawn = [
      "demand_growth", "demand_volatility", "demand_shocks", "vendor_utilisation", "vendor_power", "vendor_price",
      "vendor_host", "vendor_cadence", "vendor_peak_gain", "vendor_price_decline", "vendor_lead", "vendor_allocation",
      "bargaining", "cloud_price", "cloud_price_decline", "unmet_penalty", "facility_price", "life", "resale",
      "discount_rate", "wafer_price", "defect_density_start", "defect_density", "alpha", "harvest", "hbm_price",
      "hbm_price_growth", "packages_per_wafer", "assembly_yield", "perf_ratio", "packaging_allocation", "design_time",
      "slip", "fab_time", "qualification_time", "spins", "respin_time", "cancelled", "nre", "mask_cost",
      "software_cost", "partner_margin", "acquisition_price", "software_ratio", "software_start", "software_time",
    ]
    return """
      sweep: bench-strategy
      model: chip-strategy
      seed: 2026
      \(map ? "vary: {demand: [2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5]}" : "")
      decide: {strategy: [rent, buy, build, codesign, acquire, hybrid]}
      uncertain: {\(drawn.map { "\($0): default" }.joined(separator: ", "))}
      sample: {design: \(design), size: 2^22, replicates: 16}
      report:
        map: {best: min cost, over: strategy\(map ? ", by: demand" : "")}
      """
  }

  /// The fastest of about 200 layouts for each size of cluster, under uncertain speeds.
  private static func step(_ design: String) -> String {
    """
    sweep: bench-step
    model: training-step
    seed: 2026
    vary: {gpus: [4096, 8192, 16384]}
    uncertain:
    \(TrainingStep().declaration.inputs.filter { $0.distribution != nil }.map { "  \($0.name): default" }
      .joined(separator: "\n"))
    sample: {design: \(design), size: 2^20, replicates: 16}
    report:
      time: {of: step_time, stats: [mean, sd, p5, p50, p95], by: gpus}
    """
  }
}
