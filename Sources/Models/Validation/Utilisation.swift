/// Utilisation the forward predictions assume. A row is never told its own: each figure summarises a whole table, of which
/// the scored rows are a part, so forward scores measure spread around a summary rather than skill on unseen runs.
enum Utilisation {
  /// Of the 16-bit peak over all hours of a run: 0.31, the median of 37 published runs; 0.23 for small models trained on
  /// more than 10^13 tokens.
  static func wholeRun(parameters: Double, tokens: Double) -> Double {
    parameters < 1e10 && tokens > 1e13 ? 0.23 : 0.31
  }

  /// Steady share of the BF16 peak in the Megatron-Core H100 table.
  static let megatronCoreH100 = 0.465

  /// Steady share of a dense peak (FLOP/s) for the GPU and precision a benchmark row names; nil for others.
  /// MosaicML llm-foundry (BF16) and NVIDIA NeMo (FP8) throughput tables.
  static func steady(of inputs: [String: String]) -> (peak: Double, share: Double)? {
    switch (inputs["gpu"] ?? inputs["chip"] ?? "", inputs["precision"] ?? "") {
    case ("a100_40gb", "bf16"), ("a100_80gb", "bf16"): (312e12, 0.51)
    case ("h100_80gb", "bf16"): (989.4e12, 0.404)
    case ("H100", "fp8"): (1979e12, 0.38)
    default: nil
    }
  }
}
