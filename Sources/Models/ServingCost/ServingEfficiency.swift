/// Shares of peak that served requests reach, as fitted.
///
/// Two constants stand behind every throughput: the share of memory bandwidth and the share of compute. They minimise
/// the squared log errors over the Llama 3.1 8B rows of NVIDIA's TensorRT-LLM 1.0 table (H100 and H200, FP8); the
/// Llama 3.3 70B rows of that table, one on two chips, are held out. The overhead of a step is stated, not fitted:
/// those rows cannot tell 0 from 4 ms.
///
/// Mixtures of experts are less well known: over the Llama 4 and Qwen3 rows of the same table (FP8, four and eight
/// chips) the median error is about 30%, and where weights nearly fill the memory throughput is overstated by factors.
enum ServingEfficiency {
  /// Share of memory bandwidth.
  static let bandwidth = 0.932
  /// Share of the FP8 peak.
  static let compute = 0.565

  /// Share of the peak by precision. FP8 as fitted; 16-bit and 4-bit scaled by what large products reach
  /// (80% and 71% of the 16-bit and FP8 peaks of H100; 4-bit as fitted on B200 rows of the same table).
  static let computeByPrecision = [0.64, compute, 0.35]

  /// Standard deviation of the log errors of the fitted rows.
  static let logDeviation = 0.0485
  /// Rows and constants of the fit.
  static let fittedRows = 20
  static let constants = 2
  /// Student's t at 95% with 18 degrees of freedom.
  static let studentT = 1.734

  /// A row of the table that the constants were fitted on.
  static func isFitted(_ name: String) -> Bool { name.hasPrefix("trtllm_llama3.1-8b") }

  /// Half-width of the 90% interval of a new row (log), the uncertainty of the constants included.
  static let logHalfWidth = studentT * logDeviation * (1 + Double(constants) / Double(fittedRows)).squareRoot()
}
