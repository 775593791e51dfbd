import Sweeps

extension FleetEconomics {
  static var inputs: [InputDeclaration] {
    salesInputs + revenueInputs + fleetInputs + siteInputs + runningInputs + waitingInputs + growthInputs
  }

  private static let counts = "Epoch AI chip counts (epoch-research/ai-chip-counts, d1b1bc3)"
  private static let cahn = "D. Cahn, Sequoia Capital, 2023 and 20 June 2024"
  private static let ownershipStudy = "Epoch AI, 14 May 2026, AI data-centre cost of 1 GW"
  private static let barroso = "Barroso, Clidaras & Hölzle, The Datacenter as a Computer, as coded in ASIC Clouds"
  private static let trends = "Epoch AI, trends in artificial intelligence"

  private static var salesInputs: [InputDeclaration] {
    [
      .choice(
        "chip", "chip", Accelerator.names, default: "H100 SXM5 80GB", source: counts,
        doc: "Accelerator of the built-in catalogue; its prices, power and 8-bit peak hold unless given."),
      .nonNegative(
        "chip_revenue", "R_q", "USD", 27.66e9, source: counts + ": NVIDIA compute, third fiscal quarter 2025",
        doc: "Revenue of the maker's compute chips in a quarter."),
      .fraction("revenue_share", "s_mix", 0.88, source: counts, doc: "Part of that revenue that is this chip's."),
      .fraction(
        "hardware_share", "s_hw", 0.975, .clipped(.lognormal(0.96, 0.99, coverage: 0.8), low: 0, high: 1),
        source: counts, doc: "Part of that which is hardware, not software or service."),
      .nonNegative(
        "chip_price", "P_chip", "USD", 30740, .lognormal(27000, 35000, coverage: 0.8), source: counts,
        doc: "Price of the chip when it appeared; the default is an H100's, 0 takes the catalogue's mode."),
      .positive(
        "price_deflation", "f_def", "1", 0.92, .pert(min: 0.836, mode: 0.92, max: 1), source: counts,
        doc: "Price in that quarter over the price at first: H100 .92 in 2024, .836 in 2025."),
      .nonNegative(
        "h100_ratio", "q_H100", "1", 0, source: counts,
        doc: "Worth of a chip in H100s; 0 takes its 8-bit operations over 1979e12."),
      .positive(
        "packages_per_wafer", "ppw", "1", 29, source: "industry estimates: H100 29, B200 16, Rubin 9",
        doc: "Packages that a wafer of advanced packaging yields."),
      .nonNegative(
        "vendor_research", "K_rd", "USD", 10e9, source: "NVIDIA on Blackwell's development, 2024",
        doc: "The maker's research and development spread over a year's units."),
    ]
  }

  private static var revenueInputs: [InputDeclaration] {
    [
      .nonNegative(
        "run_rate", "R_gpu", "USD/year", 0, source: cahn,
        doc: "Spending on chips a year (Cahn 2024: 150e9); 0 takes four times chip_revenue."),
      .fraction(
        "chip_share", "share_gpu", 0.5, .pert(min: 0.4, mode: 0.5, max: 0.6), source: cahn,
        doc: "Chips in the cost of the data centre."),
      .fraction(
        "user_margin", "margin", 0.5, .pert(min: 0.3, mode: 0.5, max: 0.7), source: cahn,
        doc: "Gross margin of those who sell what the chips compute."),
      .nonNegative(
        "ai_revenue", "R_ai", "USD/year", 100e9, .lognormal(50e9, 150e9),
        source: "implied by the 500e9 of " + cahn, doc: "Revenue there is."),
    ]
  }

  private static var fleetInputs: [InputDeclaration] {
    [
      .positive(
        "commitment", "C_0", "USD", 19e9,
        source: "press, January 2025: first pledges of OpenAI and SoftBank to Stargate",
        doc: "Capital that buys machines and building; without effect when fleet_chips is given."),
      .nonNegative(
        "fleet_chips", "n_given", "1", 0, source: Citation.assumption,
        doc: "Chips of the fleet; 0 takes what the commitment buys."),
      .nonNegative(
        "server_price", "P_srv", "USD", 0, source: Accelerator.Source.epochCounts.rawValue,
        doc: "Price of a chip with its share of the server; 0 takes the catalogue's (or 1.64 x its unit price)."),
      .positive(
        "price_factor", "f_P", "1", 1, .lognormal(0.5, 2), source: Citation.epochCost, doc: "Factor on that price."),
      .fraction(
        "interconnect_share", "f_net", 0.19, .pert(min: 0.065, mode: 0.19, max: 0.242), source: Citation.epochCost,
        doc: "Cluster network over the cost of machines and network."),
      .positive(
        "price_index", "I_p", "1", 1, source: "FRED, producer price index PCU518210518210",
        doc: "Price index of the month the capital is paid in."),
      .positive(
        "price_index_base", "I_0", "1", 1, source: "FRED, producer price index PCU518210518210",
        doc: "Price index of the month whose money real_capital is in."),
    ]
  }

  private static var siteInputs: [InputDeclaration] {
    [
      .nonNegative(
        "facility_power_per_chip", "w_fac", "W", 1600, .pert(min: 1400, mode: 1600, max: 1900),
        source: "DGX H100 (1275 W) with a building's overhead; xAI Colossus 1 (1810 W)",
        doc: "Site power built for each chip; the default is an H100's, 0 takes the rated server's times pue."),
      .positive(
        "construction", "c_dc", "USD/W", 9, .pert(min: 7, mode: 9, max: 13),
        source: counts + ": xAI Colossus 1, 8.3; the range an assumption", doc: "Building, power and cooling."),
      .positive(
        "hardware_life", "n_it", "year", 5, .pert(min: 3, mode: 5, max: 7), source: ownershipStudy,
        doc: "Years over which machines are paid back."),
      .positive(
        "facility_life", "n_fac", "year", 14, .pert(min: 10, mode: 14, max: 20), source: ownershipStudy,
        doc: "Years over which the building is paid back."),
      .nonNegative(
        "discount_rate", "r", "1/year", 0.07, .pert(min: 0.05, mode: 0.07, max: 0.12),
        source: "derived from the totals of " + ownershipStudy, doc: "Cost of capital."),
    ]
  }

  private static var runningInputs: [InputDeclaration] {
    [
      .fraction(
        "average_power", "r_avg", 0.75, .clipped(.lognormal(0.56, 1), low: 0.01, high: 1), source: Citation.epochCost,
        doc: "Average over built power."),
      .positive(
        "pue", "PUE", "1", 1.10, .clipped(.lognormal(1.05, 1.16), low: 1, high: 3), source: Citation.epochCost,
        doc: "Power of the building over that of its machines."),
      .powerPrice,
      .fraction(
        "upkeep_share", "f_up", 0.008, .pert(min: 0.004, mode: 0.008, max: 0.05), source: ownershipStudy,
        doc: "Running cost other than electricity a year, over capital: .3 of 38e9 USD."),
      .nonNegative(
        "facility_upkeep", "o_dc", "USD/W/month", 0.04, source: barroso,
        doc: "Upkeep of the building, for cost_per_watt_month."),
      .nonNegative(
        "server_upkeep", "o_srv", "1", 0.05, source: barroso,
        doc: "Upkeep of servers over what is written off, for cost_per_watt_month."),
    ]
  }

  private static var waitingInputs: [InputDeclaration] {
    [
      .nonNegative("backlog", "n_ahead", "1", 0, source: Citation.assumption, doc: "Chips ordered by others before."),
      .positive(
        "monthly_supply", "S", "1/month", 240e3, source: counts + ": H100s of the third fiscal quarter 2025",
        doc: "Chips the maker delivers a month."),
      .nonNegative(
        "lead_time", "t_lead", "month", 4.7, .lognormal(2, 11),
        source: "press reports of 2023: 36 to 52 weeks at worst; 0.5 to 3 months in 2024-25",
        doc: "Months from the head of the queue to delivery."),
      .nonNegative(
        "idle_staff", "n_idle", "1", 100, source: Citation.assumption, doc: "People who wait for the chips."),
      .nonNegative(
        "staff_pay", "s_pay", "USD/year", 443.5e3, source: Citation.epochCost,
        doc: "Yearly cost of one of them: salary with overhead, and equity."),
      .nonNegative(
        "hour_value", "v_h", "USD/h", 2.5, .lognormal(1.98, 4),
        source: "on-demand quotes for H100, 2023-2025 (neoclouds 1.98 to 4.0)",
        doc: "Worth of a chip-hour in use: at least what renting one costs."),
      .fraction(
        "busy_share", "u", 0.55, .pert(min: 0.3, mode: 0.55, max: 0.8), source: Citation.assumption,
        doc: "Share of hours in use."),
      .fraction(
        "prepaid_share", "f_pre", 1, source: Citation.assumption,
        doc: "Part of the machines' price that is fixed at the order."),
      .priceDecline,
    ]
  }

  private static var growthInputs: [InputDeclaration] {
    [
      .nonNegative("years_ahead", "y", "year", 3, source: Citation.assumption, doc: "Years to look ahead."),
      .positive(
        "frontier_compute", "C_now", "FLOP", 2.15e25, source: "Epoch AI and SemiAnalysis estimates of GPT-4",
        doc: "Training compute of the frontier at the start."),
      .positive(
        "compute_growth", "g_C", "1", 4.5, .pert(min: 4, mode: 4.5, max: 5), source: trends,
        doc: "Growth of that compute a year."),
      .positive(
        "frontier_cost", "K_now", "USD", 40e6, source: Citation.epochCost + "; GPT-4, 2023.2",
        doc: "Amortized cost of the dearest run at the start."),
      .positive(
        "cost_growth", "g_K", "1", 2.4, .lognormal(2.0, 2.9), source: Citation.epochCost,
        doc: "Growth of that cost a year."),
      .positive("cost_target", "K_goal", "USD", 1e9, source: Citation.epochCost, doc: "Cost whose year is asked."),
      .positive(
        "frontier_power", "W_now", "W", 19e6,
        source: "derived: 25,000 A100 of 400 W, server 2.03, average .75, building 1.25",
        doc: "Power of the largest run at the start."),
      .positive(
        "power_growth", "g_W", "1", 2.27, .lognormal(2.08, 2.49), source: trends, doc: "Growth of that power a year."),
      .positive(
        "doubling_time", "t_2", "year", 2.07, .lognormal(1.54, 3.13, coverage: 0.95), source: trends,
        doc: "Years in which operations for a dollar double."),
    ]
  }
}
