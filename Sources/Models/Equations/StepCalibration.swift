/// Constants of the step time that no data sheet states, found by least squares of the logarithm over the first, third,
/// fifth ... row of each published table (Megatron-LM 2021, tables 1 and 2; Korthikanti et al. 2022, table 5; the
/// Megatron-LM rows of MegaScale 2024; Megatron-Core 2024). The other rows, and the one of Llama 3, are held out.
enum StepCalibration {
  /// Share of the matrix peak that a large layer reaches: A100, and H100 under its power limit.
  static let a100Efficiency = 0.746
  static let h100Efficiency = 0.572
  /// Times a kept activation crosses the memory in a step.
  static let activationPasses = 4.34
  /// Time of a layer for a microbatch beside bytes and operations (s).
  static let layerLatency = 2.96e-3

  /// Standard deviation of the logarithm over the rows that were fitted, with a degree of freedom for each constant.
  static let residual = 0.05
  static let fittedRows = 15
  static let constants = 4

  /// Kernel efficiency of each chip of the catalogue: A100's for it and its export variant, H100's for the rest.
  static let efficiencies = Accelerator.names.map {
    $0.hasPrefix("A100") || $0.hasPrefix("A800") ? a100Efficiency : h100Efficiency
  }
}
