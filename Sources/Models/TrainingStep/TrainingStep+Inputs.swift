import Sweeps

extension TrainingStep {
  static var inputs: [InputDeclaration] {
    shapeInputs + expertInputs + runInputs + rateInputs + linkInputs + memoryInputs + layoutInputs
  }

  /// Names of the recomputation choices, the first of which leaves it to the search.
  static let recomputations = ["search", "none", "selective", "full"]

  private static var shapeInputs: [InputDeclaration] {
    [
      .count("layers", "L", 126, source: Citation.llama3, doc: "Transformer layers."),
      .count("hidden", "h", 16384, source: Citation.llama3, doc: "Width of the residual stream."),
      .count("heads", "a", 128, source: Citation.llama3, doc: "Attention (query) heads."),
      .count(
        "kv_heads", "n_kv", 8, minimum: 0, source: Citation.llama3,
        doc: "Key and value heads of grouped-query attention; 0 has as many as query heads."),
      .count(
        "head_dim", "d_head", 0, minimum: 0, source: Citation.palm, doc: "Width of a head; 0 takes hidden over heads."),
      .count(
        "ffn", "f", 53248, minimum: 0, source: Citation.llama3,
        doc: "Width of the feed-forward part, of one expert where there are several; 0 takes four times hidden."),
      .choice(
        "feed_forward", "k_f", ["plain", "gated"], default: "gated", source: Citation.llama3,
        doc: "Two matrices, with biases and learned positions as in GPT, or three without, as in Llama."),
      .count("vocabulary", "V", 128_256, source: Citation.llama3, doc: "Entries of the vocabulary, padding included."),
      .choice(
        "embeddings", "emb", ["tied", "untied"], default: "untied", source: Citation.llama3,
        doc: "Whether the output matrix is the input embedding or its own."),
      .count("sequence_length", "s", 8192, source: Citation.llama3, doc: "Tokens in a sequence."),
    ]
  }

  private static var expertInputs: [InputDeclaration] {
    [
      .count(
        "experts", "E", 1, source: Citation.mixtral, doc: "Routed experts in every layer; 1 for a dense model."),
      .count(
        "experts_per_token", "k_e", 1, source: Citation.mixtral, doc: "Routed experts a token passes through."),
      .count(
        "shared_experts", "E_s", 0, minimum: 0, source: Citation.deepSeekV3,
        doc: "Experts of the same width that every token passes through besides."),
      .count(
        "expert_parallel", "x", 0, minimum: 0, source: Citation.deepSeekV3,
        doc: "GPUs over which the routed experts of a layer are spread; 0 takes the lesser of experts and copies."),
      .fraction(
        "expert_overlap", "o_e", 0.5, .pert(min: 0, mode: 0.5, max: 1), source: Citation.assumption,
        doc: "Share of the exchange between experts that computation hides; all of it in DeepSeek-V3's DualPipe."),
    ]
  }

  private static var runInputs: [InputDeclaration] {
    [
      .positive("tokens", "D", "token", 1.56e13, source: Citation.llama3, doc: "Training tokens of the run."),
      .count("batch", "B", 2048, source: Citation.llama3, doc: "Sequences in a step."),
      .choice(
        "attention", "f_att", ["causal", "full"], default: "causal", source: Citation.palm,
        doc: "Which attention scores count as model FLOP: the causal half (6LhT a token) or all pairs (12LhT)."),
      .choice(
        "attention_kernel", "att", ["unfused", "fused"], default: "fused", source: Citation.flashAttention,
        doc: "One kernel that keeps no scores and skips the masked half, or matrix products and a softmax."),
      .choice(
        "chip", "chip", Accelerator.names, default: "H100 SXM5 80GB", source: Accelerator.Source.epochCost.rawValue,
        doc: "Accelerator of the built-in catalogue; its peak, memory and links hold unless given."),
      .count("gpus", "n", 16384, source: Citation.llama3, doc: "Accelerators of the job."),
      .count("gpus_per_node", "G", 8, source: Citation.llama3, doc: "Accelerators that share the fast links."),
      .nonNegative(
        "gpu_hour_price", "p_h", "USD/h", 2.5, .lognormal(1.98, 4),
        source: "on-demand quotes for H100, 2023-2025 (neoclouds 1.98 to 4.0)",
        doc: "Rental of one accelerator an hour."),
    ]
  }

  private static var rateInputs: [InputDeclaration] {
    [
      .choice(
        "precision", "prec", Accelerator.precisions, default: "bf16", source: Citation.llama3,
        doc: "Precision of the matrix products; a chip without it makes the point infeasible."),
      .nonNegative(
        "peak_flops", "F_peak", "FLOP/s", 0, source: Accelerator.Source.mlEngineering.rawValue,
        doc: "Dense peak of one chip in the precision; 0 takes the catalogue's, with fp8_speedup."),
      .nonNegative(
        "fp8_speedup", "s_8", "1", 1.63, .pert(min: 1.2, mode: 1.63, max: 1.9),
        source: "NVIDIA NeMo and Megatron-Core performance tables, H100",
        doc: "Speed in FP8 over BF16 at the same kernel efficiency; 0 takes the FP8 peak of the chip instead."),
      .fraction(
        "kernel_efficiency", "e", 0, source: Citation.stepFit,
        doc: "Share of the peak that large matrix products reach; 0 takes A100's 0.746 or H100's 0.572."),
      .positive(
        "efficiency_factor", "f_e", "1", 1, .lognormal(0.904, 1.106), source: Citation.stepFit,
        doc: "Factor on that efficiency: what the equations leave unexplained (90% of published steps within 10%)."),
      .nonNegative(
        "activation_passes", "k_mem", "1", StepCalibration.activationPasses, source: Citation.stepFit,
        doc: "Times a kept activation crosses the memory in a step: norms, softmax, dropout, additions."),
      .nonNegative(
        "layer_latency", "t_0", "ms", StepCalibration.layerLatency * 1000, source: Citation.stepFit,
        doc: "Time of a layer for a microbatch beside bytes and operations: why small microbatches are slow."),
    ]
  }

  private static var linkInputs: [InputDeclaration] {
    [
      .nonNegative(
        "node_bandwidth", "BW_in", "GB/s", 0, source: Accelerator.Source.mlEngineering.rawValue,
        doc: "One-way bandwidth of a GPU within its node; 0 takes the catalogue's, or the network's without one."),
      .nonNegative(
        "network_bandwidth", "BW_out", "Gbit/s", 0, source: Accelerator.Source.mlEngineering.rawValue,
        doc: "One-way network bandwidth of a GPU; 0 takes the catalogue's, or 400 without one."),
      .fraction(
        "node_efficiency", "eta_in", 0.7, .pert(min: 0.6, mode: 0.7, max: 0.85),
        source: "NCCL bus bandwidth of large messages; " + Citation.megatron,
        doc: "Share of the node's bandwidth that collectives reach."),
      .fraction(
        "network_efficiency", "eta_out", 0.8, .pert(min: 0.5, mode: 0.8, max: 0.92),
        source: "NCCL bus bandwidth of large messages; " + Citation.megatron,
        doc: "Share of the network's bandwidth that collectives reach."),
      .fraction(
        "tensor_overlap", "o_t", 0.9, .pert(min: 0.5, mode: 0.9, max: 1), source: Citation.overlap,
        doc: "Share of the tensor-parallel collectives that computation hides; 0 in Megatron-LM until 2023."),
      .fraction(
        "data_overlap", "o_d", 0.9, .pert(min: 0.5, mode: 0.9, max: 1), source: Citation.overlap,
        doc: "Share of the gradient and weight exchange that computation hides; 0 in Megatron-LM until 2023."),
    ]
  }

  private static var memoryInputs: [InputDeclaration] {
    [
      .nonNegative(
        "hbm", "M_hbm", "GB", 0, source: Accelerator.Source.epochCost.rawValue,
        doc: "Memory of a GPU; 0 takes the catalogue's."),
      .fraction(
        "usable_memory", "f_mem", 0.95, source: Citation.assumption, doc: "Share of it left by fragmentation."),
      .nonNegative(
        "memory_overhead", "M_0", "GB", 3, source: Citation.assumption,
        doc: "Runtime, communication buffers and workspace of a GPU."),
      .nonNegative(
        "weight_bytes", "beta_w", "B", 6, source: Citation.korthikanti,
        doc: "Bytes a parameter of weights (2) and gradients (4) takes."),
      .nonNegative(
        "optimizer_bytes", "beta_o", "B", 12, source: Citation.korthikanti,
        doc: "Bytes a parameter of the optimizer: master weight and two moments."),
      .nonNegative(
        "sync_bytes", "beta_s", "B", 6, source: Citation.zero,
        doc: "Bytes a parameter that a step reduces (gradients, 4) and gathers (weights, 2)."),
      .choice(
        "optimizer_sharding", "zero", ["none", "zero1"], default: "zero1", source: Citation.zero,
        doc: "Whether the optimizer is divided over the copies of the model."),
      .choice(
        "sequence_parallel", "sp", ["off", "on"], default: "on", source: Citation.korthikanti,
        doc: "Whether norms and dropouts are split along the sequence over the tensor-parallel GPUs."),
    ]
  }

  private static var layoutInputs: [InputDeclaration] {
    [
      .choice(
        "schedule", "sched", PipelineSchedule.names, default: "interleaved", source: Citation.megatron,
        doc: "Pipeline schedule: one forward one backward, interleaved or not, zero bubble (ZB-H1), DualPipe."),
      .count(
        "tensor", "t_given", 0, minimum: 0, source: Citation.megatron,
        doc: "Tensor-parallel GPUs; 0 searches 1, 2, 4, 8. Beyond a node they use the network."),
      .count(
        "pipeline", "p_given", 0, minimum: 0, source: Citation.megatron,
        doc: "Pipeline stages; 0 searches 1, 2, 3, 4, 6, 8, 12, 16, 32, 64 and stages of 4, 3 and 2 layers."),
      .count(
        "microbatch", "b_given", 0, minimum: 0, source: Citation.megatron,
        doc: "Sequences of a microbatch; 0 searches 1, 2, 4, 8."),
      .count(
        "interleave", "v_given", 0, minimum: 0, source: Citation.megatron,
        doc: "Pieces of a GPU's layers; 0 searches 1, 2 and one a layer."),
      .choice(
        "recompute", "rc_given", recomputations, default: "search", source: Citation.korthikanti,
        doc: "Activations computed again instead of kept; search takes the least that fits."),
    ]
  }
}

extension Citation {
  static let korthikanti = "Korthikanti et al. 2022, arXiv:2205.05198"
  static let zero = "Rajbhandari et al. 2020 (ZeRO), arXiv:1910.02054"
  static let flashAttention = "Dao 2023 (FlashAttention-2), arXiv:2307.08691"
  static let mixtral = "Jiang et al. 2024 (Mixtral), arXiv:2401.04088"
  static let deepSeekV3 = "DeepSeek-V3 technical report 2024, arXiv:2412.19437"
  static let overlap = "assumption; NVIDIA Megatron-Core documentation, communication overlap"
  static let stepFit =
    "fitted on half of the rows of Megatron-LM 2021, Korthikanti 2022, MegaScale 2024, Megatron-Core 2024"
}
