import Sweeps

extension TrainingCost {
  static var inputs: [InputDeclaration] {
    sizeInputs + shapeInputs + workloadInputs + machineInputs + failureInputs + hardwareInputs + energyInputs
      + rentalInputs + developmentInputs
  }

  private static var workloadInputs: [InputDeclaration] {
    [
      .positive(
        "compute_factor", "f_C", "1", 1, .lognormal(0.33, 3), source: Citation.epochCost,
        doc: "Factor on training compute: an uncertain estimate, or a method that needs less of it."),
      .positive(
        "data_selection", "g_sel", "1", 1, .lognormal(1, 10), source: Citation.jest,
        doc:
          "How many times less compute selected data need; its spread (mode near 2) is from multimodal pretraining."),
      .nonNegative(
        "selection_overhead", "f_sel", "1", 0, source: Citation.jest,
        doc: "Compute of the reference model and of scoring over that of the run without selection."),
      .choice(
        "attention", "f_att", ["causal", "full"], default: "causal", source: Citation.palm,
        doc: "Which attention scores count as compute: the causal half (6LhT a token) or all pairs (12LhT)."),
      .choice(
        "scaling_law", "law", ScalingLawName.all, default: "besiroglu",
        source: Citation.besiroglu + "; Hoffmann et al. 2022, arXiv:2203.15556; Kaplan et al. 2020, arXiv:2001.08361",
        doc:
          "Published fit of loss against parameters and tokens; its correlated constants are taken together. Kaplan's counts parameters without embeddings."
      ),
    ]
  }

  private static var machineInputs: [InputDeclaration] {
    [
      .choice(
        "chip", "chip", Accelerator.names, default: "H100 SXM5 80GB", source: Accelerator.Source.epochCost.rawValue,
        doc: "Accelerator of the built-in catalogue; its peak, power and prices hold unless given."),
      .count("chips", "n", 16384, source: Citation.llama3, doc: "Accelerators of the job."),
      .positive(
        "chips_factor", "f_n", "1", 1, .lognormal(0.8, 1.25), source: Citation.epochCost,
        doc: "Factor on chips: an uncertain count."),
      .choice(
        "precision", "prec", Accelerator.precisions, default: "bf16", source: Citation.llama3,
        doc: "Precision of the matrix products; a chip without it makes the point infeasible."),
      .nonNegative(
        "peak_flops", "F_peak", "FLOP/s", 0, source: Accelerator.Source.mlEngineering.rawValue,
        doc: "Dense peak of one chip in the precision; 0 takes the catalogue's, with fp8_speedup."),
      .nonNegative(
        "fp8_speedup", "s_8", "1", 1.63, .pert(min: 1.2, mode: 1.63, max: 1.9),
        source:
          "NVIDIA NeMo and Megatron-Core performance tables: .38 of the FP8 peak against .465 of the BF16 peak on H100",
        doc: "Speed in FP8 over BF16 at the same mfu; 0 takes the FP8 peak of the chip instead (a factor of 2 on most)."
      ),
      .fraction(
        "mfu", "MFU", 0.41, .pert(min: 0.39, mode: 0.41, max: 0.44),
        source: "MosaicML llm-foundry throughput tables, 22 rows of 64 or more H100 in BF16",
        doc:
          "Model FLOPs utilisation in steady state, of the peak in use; 0 predicts it from hidden, microbatch_tokens and recomputed (A100, H100)."
      ).limited(.within(0, 1), because: "a chip does no more than its peak, and 0 predicts it"),
      .positive(
        "microbatch_tokens", "b_tok", "token", 16384, source: Citation.foundry,
        doc: "Tokens a chip works on at once, where mfu is predicted."),
      .fraction(
        "recomputed", "f_rec", 0, source: Citation.foundry,
        doc: "Share of the activations computed again in the backward pass, where mfu is predicted."),
      .fraction(
        "whole_run_mfu", "MFU_run", 0, .lognormal(0.16, 0.48),
        source: "37 published dense runs in 16 bits: 90% in .16 to .48",
        doc:
          "Utilisation over all allocated hours; above 0 it stands instead of mfu, failures, idle_share and counted_tokens."
      ),
      .choice(
        "hours_from", "hours", ["compute", "days"], default: "compute", source: Citation.epochCost,
        doc: "Chip-hours from compute, peak and utilisation, or from run_days that are known."),
      .nonNegative(
        "run_days", "t_run", "day", 33.0625, .lognormal(16.53125, 66.125), source: Citation.epochCost,
        doc: "Wall time of the run, where hours_from is days."),
      .fraction(
        "idle_share", "f_idle", 0.085, .pert(min: 0, mode: 0.085, max: 0.25),
        source: "derived: published hours of Llama 3.1 405B (30.84e6) against steady MFU and failures of the same run",
        doc: "Share of allocated chip time not spent on the run: ramp-up, evaluation, planned stops."
      ).limited(.fromBelow(0, 1), because: "at 1 no time is left for the run"),
      .fraction(
        "counted_tokens", "f_tok", 1, source: Citation.assumption,
        doc: "Tokens that count over tokens processed; below 1 when steps are skipped or run again."
      ).limited(.aboveTo(0, 1), because: "a run whose tokens do not count never ends"),
    ]
  }

  private static var failureInputs: [InputDeclaration] {
    [
      .count("chips_per_node", "n_node", 8, source: Citation.llama3, doc: "Chips that fail together."),
      .nonNegative(
        "node_failures", "r_f", "/h", 3.79e-3 / 24, .pert(min: 2.34e-3 / 24, mode: 3.79e-3 / 24, max: 6.5e-3 / 24),
        source: Citation.metaReliability + "; 419 unexpected stops in 54 days on 2048 nodes, " + Citation.llama3,
        doc: "Failures of one node an hour that stop the job."),
      .nonNegative(
        "job_failures", "r_j", "/h", 0, source: Citation.metaReliability,
        doc:
          "Failures of the job an hour beside those of node_failures, mostly of software: about 0.09 for 1024 chips."),
      .positive(
        "checkpoint_write", "w", "s", 20, .lognormal(5, 120),
        source: Citation.assumption + "; bounded by the effective time of " + Citation.llama3,
        doc: "Time a checkpoint stops training."),
      .nonNegative(
        "checkpoint_every", "tau_given", "s", 0, source: "Daly 2006, Future Generation Computer Systems 22(3)",
        doc: "Training time between checkpoints; 0 takes Daly's optimum."),
      .nonNegative(
        "restart_minutes", "u", "min", 5, .lognormal(2, 20), source: Citation.assumption,
        doc: "From a failure to training again, lost work not counted."),
    ]
  }

  private static var hardwareInputs: [InputDeclaration] {
    [
      .nonNegative(
        "chip_price", "P_chip", "USD", 0, .lognormal(27000, 35000, coverage: 0.8),
        source: Accelerator.Source.epochCounts.rawValue,
        doc: "Price of one chip alone; above 0 it counts with server_overhead instead of the catalogue's server price."),
      .positive(
        "server_overhead", "f_srv", "1", 1.64, .lognormal(1.3, 2.1), source: Citation.epochCost,
        doc: "Price of a server over that of its chips (A100 1.66, V100 1.69, P100 1.54)."),
      .nonNegative(
        "server_price", "P_srv", "USD", 0, source: Accelerator.Source.epochCounts.rawValue,
        doc:
          "Price of one chip with its share of the server; 0 takes chip_price, or the catalogue's (or 1.64 x its unit price)."
      ),
      .positive(
        "price_factor", "f_P", "1", 1, .lognormal(0.5, 2), source: Citation.epochCost, doc: "Factor on that price."),
      .real(
        "years_owned", "y_own", "year", 1, source: Citation.epochCost,
        doc:
          "From purchase to the start of training, in which the hardware loses value; below 0 for a price of later years."
      ),
      .priceDecline,
      .fraction(
        "interconnect_share", "f_net", 0.19, .pert(min: 0.065, mode: 0.19, max: 0.242), source: Citation.epochCost,
        doc: "Cluster network over the cost of the whole cluster."
      ).limited(.fromBelow(0, 1), because: "at 1 nothing is left for the chips"),
      .nonNegative(
        "interconnect_multiplier", "m_net", "1", 0, .lognormal(1.07, 1.32), source: Citation.epochCost,
        doc: "Cost of the whole cluster over that of its servers; above 0 it stands instead of interconnect_share."),
      .positive(
        "hardware_life", "L_hw", "year", 5, .pert(min: 3, mode: 5, max: 7),
        source: "Epoch AI 2026, data-centre cost insight",
        doc: "Life over which manufacturing emissions are spread."
      ).limited(.above(0), because: "a chip works for some time"),
    ]
  }

  private static var energyInputs: [InputDeclaration] {
    [
      .ratedPower,
      .serverPowerRatio,
      .averagePower,
      .positive(
        "pue", "PUE", "1", 1.10, .clipped(.lognormal(1.05, 1.16), low: 1, high: 3), source: Citation.epochCost,
        doc: "Power of the building over that of its machines; hyperscale 1.10, others 1.25."
      ).limited(.atLeast(1), because: "a building uses no less than its machines"),
      .powerPrice,
      .nonNegative(
        "carbon_intensity", "kappa", "kg/kWh", 0.35, .pert(min: 0.05, mode: 0.35, max: 0.55),
        source: "Patterson et al. 2021, arXiv:2104.10350; US average .385",
        doc: "Emissions of the grid, location-based."),
      .nonNegative(
        "embodied_per_chip", "E_emb", "kg", 99.6, source: Citation.llmCarbon,
        doc:
          "Manufacturing emissions of a chip (8.14 cm2 x 1.8 kg/cm2) with an eighth of its server's memory and storage."
      ),
    ]
  }

  private static var rentalInputs: [InputDeclaration] {
    [
      .nonNegative(
        "gpu_hour_price", "p_h", "USD/h", 2.5, .lognormal(1.98, 4),
        source: "on-demand quotes for H100, 2023-2025 (neoclouds 1.98 to 4.0)",
        doc: "Rental of one chip an hour, on demand; the default is an H100's, 0 takes the catalogue's for the chip."),
      .choice(
        "commitment", "commit", commitments.map(\.name), default: "none",
        source: "AWS, Google Cloud and Azure price lists, 2021-2025",
        doc: "Committed use whose discount the rental gets."),
      .fraction(
        "commitment_discount", "d_com", 0, source: Citation.assumption,
        doc: "Discount of another contract; above 0 it stands instead of the commitment's."),
    ]
  }

  private static var developmentInputs: [InputDeclaration] {
    [
      .positive(
        "experiment_factor", "f_exp", "1", 2.2, .lognormal(1.2, 4), source: Citation.epochCost,
        doc: "Compute of the whole development over that of the final run."),
      .positive(
        "energy_price_change", "f_el", "1", 1, .lognormal(0.6, 1.7), source: Citation.epochCost,
        doc: "Price of electricity during the experiments over that during the final run."),
      .nonNegative("contributors", "n_staff", "1", 284, source: Citation.epochCost, doc: "People credited (GPT-4)."),
      .fraction(
        "full_time_share", "f_fte", 0.285, .lognormal(mean: 0.285, spread: 0.8 / 0.05, people: 25),
        source: Citation.epochCost,
        doc: "Average full-time share: each person's has 90% in 0.05 to 0.8, the spread is that of a mean over 25."),
      .nonNegative("project_years", "y_proj", "year", 1, source: Citation.assumption, doc: "Length of the project."),
      .nonNegative(
        "salary", "s_pay", "USD/year", 196.2e3, .lognormal(mean: 196.2e3, spread: 265.2 / 139.8, people: 25),
        source: Citation.epochCost,
        doc: "Average salary: each person's has 90% in 139.8 to 265.2 thousand, the spread is that of a mean over 25."),
      .positive(
        "salary_overhead", "f_ovh", "1", 1.32, .lognormal(1.25, 1.4), source: Citation.epochCost,
        doc: "Employer's cost over salary."),
      .nonNegative(
        "equity", "s_eq", "USD/year", 184.5e3, .lognormal(mean: 184.5e3, spread: 501.7 / 35.5, people: 25),
        source: Citation.epochCost,
        doc: "Average equity: each person's has 90% in 35.5 to 501.7 thousand, the spread is that of a mean over 25."),
      .fraction(
        "staff_share", "f_staff", 0, .pert(min: 0.29, mode: 0.36, max: 0.49), source: Citation.epochCost,
        doc: "Staff as a share of the development cost, instead of a head count; 0 counts heads."
      ).limited(.fromBelow(0, 1), because: "at 1 nothing is left for the machines"),
      .positive(
        "deflator", "f_PPI", "1", 1, source: Citation.producerPrices,
        doc: "Factor on every price, from the year of the prices to the year the answer is in."),
    ]
  }
}

extension TrainingCost {
  /// Discounts on demand of committed use.
  static let commitments: [(name: String, discount: Double)] = [
    ("none", 0), ("aws_1y", 0.41), ("gcp_1y", 0.37), ("azure_1y", 0.25), ("aws_3y", 0.64), ("gcp_3y", 0.56),
    ("azure_3y", 0.49),
  ]

  static let commitmentDiscounts = commitments.map(\.discount)
}
