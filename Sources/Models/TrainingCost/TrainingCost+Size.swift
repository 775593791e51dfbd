import Sweeps

extension TrainingCost {
  /// How the size of the model is found.
  static let modes = ["given", "compute_optimal", "inference_aware"]

  static var sizeInputs: [InputDeclaration] {
    [
      .choice(
        "mode", "mode", modes, default: "given", source: "Hoffmann et al. 2022, arXiv:2203.15556",
        doc:
          "Size as given; of least training compute for compute_budget or target_loss; or of least compute to train and to answer inference_tokens at the same loss."
      ),
      .nonNegative(
        "params", "N", "1", 4.05e11, source: Citation.llama3,
        doc: "Parameters of the model, as the scaling law counts; 0 counts them from the shape."),
      .nonNegative(
        "active_params", "N_act", "1", 0, source: Citation.llama3,
        doc:
          "Parameters a token passes through (mixture of experts: the routed and shared ones); 0 takes all of params, or the shape's."
      ),
      .positive(
        "tokens", "D", "token", 1.56e13, source: Citation.llama3, doc: "Training tokens processed, epochs counted."),
      .nonNegative(
        "compute_budget", "C_max", "FLOP", 0, source: "Hoffmann et al. 2022, arXiv:2203.15556",
        doc: "Training compute to spend, where mode is not given; 0 takes 6 x params x tokens."),
      .nonNegative(
        "target_loss", "L_max", "1", 0, source: "Hoffmann et al. 2022, arXiv:2203.15556",
        doc: "Loss to reach (nats per token), where mode is not given; above 0 it stands instead of compute_budget."),
      .nonNegative(
        "inference_tokens", "D_inf", "token", 0, source: "Sardana & Frankle 2024, arXiv:2401.00448",
        doc: "Tokens the model will answer with over its life, at 2 FLOP a parameter."),
    ]
  }

  static var shapeInputs: [InputDeclaration] {
    [
      .count(
        "layers", "L", 0, minimum: 0, source: Citation.palm,
        doc: "Layers, for the attention part of the compute; 0 leaves attention out (6ND only)."),
      .nonNegative("hidden", "h", "1", 0, source: Citation.palm, doc: "Width of the model, for attention and size."),
      .count(
        "heads", "n_q", 0, minimum: 0, source: Citation.llama3, doc: "Query heads; 0 fills hidden with as many as keys."
      ),
      .count(
        "kv_heads", "n_kv", 0, minimum: 0, source: Citation.llama3,
        doc: "Key and value heads (grouped queries); 0 takes heads."),
      .nonNegative(
        "head_dim", "d_head", "1", 0, source: Citation.llama3, doc: "Width of a head; 0 takes hidden / heads."),
      .choice(
        "ffn", "k_f", ["plain", "gated"], default: "gated", source: Citation.llama3,
        doc: "Feed-forward block: two matrices, or three with a gate."),
      .nonNegative(
        "ffn_hidden", "f", "1", 0, source: Citation.llama3, doc: "Width of a feed-forward block; 0 takes 4 hidden."),
      .count(
        "experts", "n_exp", 1, source: "Jiang et al. 2024 (Mixtral), arXiv:2401.04088",
        doc: "Routed feed-forward blocks of a layer; 1 in a dense model."),
      .count(
        "experts_per_token", "k_exp", 1, source: "Jiang et al. 2024 (Mixtral), arXiv:2401.04088",
        doc: "Routed blocks that a token passes."),
      .count(
        "shared_experts", "n_shared", 0, minimum: 0, source: Accelerator.Source.deepSeekV3.rawValue,
        doc: "Blocks beside the routed ones that every token passes."),
      .count(
        "vocabulary", "V", 0, minimum: 0, source: Citation.llama3,
        doc: "Entries of the token table; above 0 the input table costs no FLOP."),
      .choice(
        "embeddings", "tie", ["untied", "tied"], default: "untied", source: Citation.llama3,
        doc: "Whether input and output have tables of their own."),
      .nonNegative(
        "sequence_length", "T", "token", 8192, source: Citation.llama3, doc: "Tokens in a training sequence."),
    ]
  }
}
