/// The two examples of the guide: what this version reads of them, and the lines it refuses.
enum Examples {
  static let trainingCost = """
    sweep: frontier-training-cost
    model: training-cost@2
    seed: 2026
    vary:                                    # axes of the result maps
      params: 1e10 .. 2e12 in 41 log         # both ends included
      tokens_per_param: [20, 40, 80, 160]
    decide:                                  # options, compared on the same scenarios
      precision: [bf16, fp8]
      chips: [8192, 16384, 32768, 65536]
    uncertain:                               # "a to b" = 90% interval
      mfu: 0.30 to 0.45                      # model says fraction  -> logit-normal
      fp8_speedup: pert(1.2, 1.55, 1.9)
      gpu_hour_price: 1.80 to 3.50 USD/h     # model says positive  -> lognormal
      node_failures: 0.0005 to 0.003 /h
      restart_minutes: tri(5, 12, 45)
      power_price: 0.04 to 0.11 USD/kWh
      pue: uniform(1.08, 1.35)
      staff_share: normal(0.15 to 0.35)      # name a family to override the choice
      data_wall: {none: 0.6, mild: 0.3, hard: 0.1}
    derive:
      tokens: params * tokens_per_param
    where: tokens <= 4e14
    sample:
      design: sobol
      size: 2^18                             # per map cell, shared by all options
      replicates: 16                         # independent scramblings -> error bars
    report:
      cost:     {of: cost, stats: [mean, sd, p5, p50, p95, cvar95], by: [params, precision], at: {chips: 16384, tokens_per_param: 20}}
      over_1b:  {prob: cost > 1e9 USD, by: [params, tokens_per_param], at: {precision: fp8, chips: 32768}}
      cheapest: {best: min cost, over: [precision, chips], by: [params, tokens_per_param], where: days <= 120}
    """

  static let trainingCostRefused = """
      trade:    {pareto: {min: [cost, days]}, over: all, keep: 500}       # fronts of cell means
      drivers:  {sensitivity: cost, stats: [S1, ST, delta, swing], at: {params: 1e12, tokens_per_param: 20, precision: fp8, chips: 32768}}
      worst:    {scenarios: 20, rank: max cost, over: all}
    correlate:                               # rank correlation, Gaussian copula
      gpu_hour_price ~ power_price: 0.4
    """

  static let chipStrategy = """
    sweep: chip-buy-vs-build
    model: chip-strategy@1
    seed: 7
    vary:
      volume: 1e3 .. 1e6 in 61 log           # accelerators a year
      node: [N5, N3, N2]
    decide:
      strategy: [buy, semi_custom, build]
    uncertain:
      nre:            {per node: {N5: 180 to 420 MUSD, N3: 300 to 750 MUSD, N2: 450 to 1200 MUSD}}
      wafer_price:    {per node: {N5: 13e3 to 18e3 USD, N3: 17e3 to 24e3 USD, N2: 24e3 to 36e3 USD}}
      defect_density: 0.05 to 0.15 /cm2
      respins:        {0: 0.55, 1: 0.30, 2: 0.15}
      delay_months:   pert(2, 6, 24)
      perf_ratio:     lognormal(0.45 to 1.10)      # own chip / vendor chip
      software_cost:  40 to 300 MUSD
      vendor_price:   22e3 to 36e3 USD
      price_decline:  0.05 to 0.25                 # fraction a year
      demand_growth:  normal(-0.10 to 0.60)
      hbm_supply:     {ample: 0.7, tight: 0.3}
      discount_rate:  uniform(0.08, 0.14)
    sample: {design: sobol, size: 2^20, replicates: 16}
    report:
      npv:      {of: npv, stats: [mean, sd, p5, p50, p95, cvar5], by: [volume, node, strategy]}
      choice:   {best: max npv, over: strategy, by: [volume, node], show: [pick, share, regret, evpi]}
    """

  static let chipStrategyRefused = """
      frontier: {breakeven: npv.build - npv.buy, along: volume, by: node, stats: [of_mean, p10, p50, p90], tol: 0.5%}
      learn:    {evppi: npv, over: strategy, at: {volume: 5e4, node: N3}}
      fragile:  {discover: regret.build > 500 MUSD, at: {volume: 1e5}, by: node, method: prim, min_coverage: 0.7}
      drivers:  {sensitivity: npv.build - npv.buy, stats: [S1, ST, pawn, swing], by: node, at: {volume: 5e4}}
    """
}
