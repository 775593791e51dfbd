/// Utilisation the forward predictions assume; a row is never told its own.
///
/// Whole-run figures are geometric means over the first, third, fifth ... of the published chip-hour rows, so the
/// others are held out. Steady figures summarise whole benchmark tables, of which the scored rows are a part: those
/// scores measure spread around a summary, not skill on unseen runs.
enum Utilisation {
  /// Of the 16-bit peak over all hours of a run: 0.346; 0.238 below 10^9 parameters, which fill a chip badly; 0.23
  /// for models below 10^10 parameters on more than 10^13 tokens, whose hours include long contexts and waiting (a
  /// published range of .14 to .35, not fitted).
  static func wholeRun(parameters: Double, tokens: Double) -> Double {
    if parameters < 1e9 { return 0.238 }
    return parameters < 1e10 && tokens > 1e13 ? 0.23 : 0.346
  }

  /// Steady share of the BF16 peak in the Megatron-Core H100 table.
  static let megatronCoreH100 = 0.465

  /// Steady share of a dense peak (FLOP/s) for the GPU and precision a benchmark row names; nil for others. MosaicML
  /// llm-foundry (BF16) and NVIDIA NeMo (FP8) throughput tables.
  static func steady(of inputs: [String: String]) -> (peak: Double, share: Double)? {
    switch (inputs["gpu"] ?? inputs["chip"] ?? "", inputs["precision"] ?? "") {
    case ("a100_40gb", "bf16"), ("a100_80gb", "bf16"): (312e12, 0.51)
    case ("h100_80gb", "bf16"): (989.4e12, 0.404)
    case ("H100", "fp8"): (1979e12, 0.38)
    default: nil
    }
  }
}
