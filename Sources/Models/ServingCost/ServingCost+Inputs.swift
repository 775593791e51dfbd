import Sweeps

extension ServingCost {
  static var inputs: [InputDeclaration] {
    modelInputs + requestInputs + machineInputs + speedInputs + tenureInputs + powerInputs + priceInputs
  }

  /// Bytes of a parameter by precision; 4-bit weights carry a scale for every block.
  static let weightBytes = [2, 1, 0.56]

  /// How the chips are had, in the order of the choice.
  static let tenures = ["rent", "own"]

  private static let llama = "Grattafiori et al. 2024 (Llama 3), arXiv:2407.21783; Llama 3.3 70B"
  private static let tensorRT = "NVIDIA TensorRT-LLM 1.0 performance overview"
  private static let deepSeek = "DeepSeek 2025, inference system overview (open-infra-index, day 6); R1 list price"

  private static var modelInputs: [InputDeclaration] {
    [
      .positive("params", "N", "1", 7.055e10, source: llama, doc: "Parameters of the model, all of them in memory."),
      .nonNegative(
        "active_params", "N_act", "1", 0, source: llama,
        doc:
          "Parameters a token passes through (mixture of experts: the routed and shared ones); 0 takes all of params."),
      .count("layers", "L", 80, source: llama, doc: "Layers."),
      .nonNegative(
        "hidden", "h", "1", 0, source: llama,
        doc: "Width of the residual stream; 0 takes that of a decoder with 12 h^2 active parameters a layer."),
      .count("kv_heads", "n_kv", 8, source: llama, doc: "Heads whose keys and values are kept (grouped queries)."),
      .count("head_dim", "d_head", 128, source: llama, doc: "Dimension of such a head."),
      .nonNegative(
        "latent_dim", "d_c", "1", 0, source: "DeepSeek-V2, arXiv:2405.04434",
        doc: "Dimension of the latent kept in place of keys and values (DeepSeek-V3: 512); 0 keeps kv_heads."),
      .nonNegative(
        "rope_dim", "d_rope", "1", 64, source: "DeepSeek-V2, arXiv:2405.04434",
        doc: "Dimension kept beside the latent for the position; without effect when latent_dim is 0."),
      .nonNegative(
        "weight_bytes", "b_w", "byte", 0, source: tensorRT,
        doc: "Bytes of a parameter; 0 takes 2, 1 and 0.56 for bf16, fp8 and fp4."),
      .positive(
        "kv_bytes", "b_kv", "byte", 1, source: tensorRT, doc: "Bytes of a kept number: 1 for FP8, 2 for 16-bit."),
    ]
  }

  private static var requestInputs: [InputDeclaration] {
    [
      .nonNegative("prompt_tokens", "ISL", "token", 1000, source: tensorRT, doc: "Tokens of a prompt."),
      .positive("output_tokens", "OSL", "token", 1000, source: tensorRT, doc: "Tokens of an answer."),
      .fraction(
        "cached_share", "f_hit", 0, .pert(min: 0, mode: 0.5, max: 0.8), source: deepSeek,
        doc: "Share of prompt tokens found in a prefix cache (56% at DeepSeek): not computed again, priced as hits."),
      .count("concurrency", "n_req", 1000, source: tensorRT, doc: "Requests a replica is offered at once."),
      .count(
        "max_batch", "B_max", 2048, source: tensorRT + "; default of its benchmark",
        doc: "Requests the serving software runs at once at most."),
    ]
  }

  private static var machineInputs: [InputDeclaration] {
    [
      .choice(
        "chip", "chip", Accelerator.names, default: "H100 SXM5 80GB", source: Accelerator.Source.mlEngineering.rawValue,
        doc: "Accelerator of the built-in catalogue; its peak, memory, link, power and prices hold unless given."),
      .count("chips", "n", 8, source: Citation.assumption, doc: "Accelerators of the deployment, paid for whole."),
      .count("tensor_parallel", "tp", 2, source: tensorRT, doc: "Chips of one replica, which share every layer."),
      .choice(
        "precision", "prec", Accelerator.precisions, default: "fp8", source: tensorRT,
        doc: "Precision of the products; a chip without it makes the point infeasible."),
      .nonNegative(
        "peak_flops", "F_peak", "FLOP/s", 0, source: Accelerator.Source.mlEngineering.rawValue,
        doc: "Dense peak of one chip in the precision; 0 takes the catalogue's."),
      .nonNegative(
        "memory", "HBM", "byte", 0, source: Accelerator.Source.mlEngineering.rawValue,
        doc: "Memory of one chip; 0 takes the catalogue's."),
      .nonNegative(
        "memory_bandwidth", "BW", "byte/s", 0, source: Accelerator.Source.mlEngineering.rawValue,
        doc: "Memory bandwidth of one chip; 0 takes the catalogue's."),
      .fraction(
        "memory_share", "f_kv", 0.9, .pert(min: 0.85, mode: 0.9, max: 0.95), source: tensorRT,
        doc: "Share of memory that weights and caches may fill."),
      .nonNegative(
        "link_bandwidth", "BW_up", "byte/s", 0, source: Accelerator.Source.mlEngineering.rawValue,
        doc: "Link of one chip to the others of its domain, one way; 0 takes the catalogue's."),
      .count(
        "link_domain", "n_up", 8, source: "NVIDIA DGX H100; 72 in GB200 NVL72",
        doc: "Chips within that link's reach; a wider replica communicates over the network."),
      .positive(
        "network_bandwidth", "BW_out", "byte/s", 50e9, source: "NVIDIA DGX H100: 400 Gbit/s a chip",
        doc: "Network of one chip, one way."),
    ]
  }

  private static var speedInputs: [InputDeclaration] {
    [
      .positive(
        "bandwidth_efficiency", "e_b", "1", ServingEfficiency.bandwidth, .pert(min: 0.8, mode: 0.932, max: 1),
        source: "fitted on the Llama 3.1 8B rows of " + tensorRT, doc: "Share of memory bandwidth reached."),
      .nonNegative(
        "compute_efficiency", "e_c", "1", 0, .pert(min: 0.5, mode: 0.565, max: 0.65),
        source: "fitted on the Llama 3.1 8B rows of " + tensorRT,
        doc: "Share of the peak that products reach; 0 takes 0.64, 0.565 and 0.35 for bf16, fp8 and fp4."),
      .nonNegative(
        "step_overhead", "t_0", "s", 0.002, .pert(min: 0, mode: 0.002, max: 0.004),
        source: Citation.assumption + "; the fitted rows cannot tell 0 from 4 ms",
        doc: "Time of a step that no roofline explains: launches, scheduling, sampling."),
      .positive(
        "link_efficiency", "e_up", "1", 0.7, .pert(min: 0.5, mode: 0.7, max: 0.85), source: Citation.megatron,
        doc: "Share of a link's bandwidth that all-reduces reach."),
      .nonNegative(
        "reduce_latency", "a_start", "s", 6.6e-6, .pert(min: 3.6e-6, mode: 6.6e-6, max: 10e-6),
        source: "NVIDIA NCCL cost model, ring, low-latency protocol (3.6 us in 2020); the upper end an assumption",
        doc: "Start of an all-reduce."),
      .nonNegative(
        "hop_latency", "a_hop", "s", 0.6e-6, .pert(min: 0.47e-6, mode: 0.6e-6, max: 1e-6),
        source: "NVIDIA NCCL cost model, ring, low-latency protocol over NVLink (.47 us in 2020), PCIe 1.0 us",
        doc: "Each of the 2(tp - 1) hops of an all-reduce."),
      .positive(
        "throughput_factor", "f_T", "1", 1, .lognormal(0.916, 1.092),
        source: "spread of the fitted rows, see bandwidth_efficiency",
        doc: "Factor on throughput that stands for what the equations leave out."),
    ]
  }

  private static var tenureInputs: [InputDeclaration] {
    [
      .choice(
        "tenure", "tenure", tenures, default: "rent", source: Citation.assumption,
        doc: "Whether chips are rented by the hour or owned (capital, electricity and housing)."),
      .nonNegative(
        "gpu_hour_price", "p_h", "USD/h", 2.5, .lognormal(1.98, 4),
        source: "on-demand quotes for H100, 2023-2025 (neoclouds 1.98 to 4.0)",
        doc: "Rental of one chip an hour; the default is an H100's, 0 takes the catalogue's for the chip."),
      .nonNegative(
        "server_price", "P_srv", "USD", 0, source: Accelerator.Source.epochCounts.rawValue,
        doc: "Price of an owned chip and its share of the server; 0 takes the catalogue's (or 1.64 x its unit price)."),
      .positive(
        "price_factor", "f_P", "1", 1, .lognormal(0.5, 2), source: Citation.epochCost, doc: "Factor on that price."),
      .fraction(
        "interconnect_share", "f_net", 0.19, .pert(min: 0.065, mode: 0.19, max: 0.242), source: Citation.epochCost,
        doc: "Cluster network over the cost of the whole cluster."),
      .positive(
        "hardware_life", "n_it", "year", 5, .pert(min: 3, mode: 5, max: 7),
        source: "Epoch AI 2026, data-centre cost insight", doc: "Years over which owned chips are paid back."),
      .nonNegative(
        "discount_rate", "r", "1/year", 0.07, .pert(min: 0.05, mode: 0.07, max: 0.12),
        source: "derived from the totals of Epoch AI 2026, data-centre cost insight", doc: "Cost of capital."),
    ]
  }

  private static var powerInputs: [InputDeclaration] {
    [
      .nonNegative(
        "hosting_price", "c_host", "USD/kW/month", 86, .pert(min: 60, mode: 86, max: 180),
        source: "derived: 9e6 USD a MW over 14 years at 7%, see fleet-economics",
        doc: "Building for a kW of rated power, for owned chips."),
      .ratedPower,
      .serverPowerRatio,
      .averagePower,
      .positive(
        "pue", "PUE", "1", 1.10, .clipped(.lognormal(1.05, 1.16), low: 1, high: 3), source: Citation.epochCost,
        doc: "Power of the building over that of its machines; hyperscale 1.10, others 1.25."),
      .powerPrice,
    ]
  }

  private static var priceInputs: [InputDeclaration] {
    [
      .fraction(
        "utilisation", "u", 0.55, .pert(min: 0.3, mode: 0.55, max: 0.8),
        source: "DeepSeek 2025, nodes over a day (peak 1.23 times the average); the rest an assumption",
        doc: "Average load over full load."),
      .nonNegative(
        "output_price", "p_out", "USD", 2.19, source: deepSeek, doc: "Price of a million output tokens (GPT-4.5 150)."),
      .nonNegative(
        "input_price", "p_in", "USD", 0.55, source: deepSeek,
        doc: "Price of a million prompt tokens that were not cached (GPT-4.5: 75)."),
      .nonNegative(
        "cached_price", "p_hit", "USD", 0.14, source: deepSeek, doc: "Price of a million cached prompt tokens."),
    ]
  }
}
