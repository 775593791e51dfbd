import Formulas

/// What `serving-cost` and its equations give for the published serving rows.
struct ServingAnswers {
  let row: PublishedRow
  let input: RowReader

  init(_ row: PublishedRow) {
    self.row = row
    input = RowReader(row: row)
  }

  var answer: Computed {
    switch row.kind {
    case "forward": prediction
    default: input.answer { () throws(RowReader.Missing) in try identity() }
    }
  }

  // MARK: Arithmetic

  private func identity() throws(RowReader.Missing) -> ScalarLane? {
    if row.name.hasPrefix("kv_bytes") { return cacheOfKnownModel() }
    if input.has("out_tokens") {
      return ServingPrices.revenue(
        hit: try input("in_hit_tokens"), miss: try input("in_miss_tokens"), output: try input("out_tokens"),
        hitPrice: try input("usd_hit"), missPrice: try input("usd_miss"), outputPrice: try input("usd_out"))
    }
    guard input.has("revenue") else { return nil }
    return ServingPrices.marginOnCost(revenue: try input("revenue"), cost: try input("cost")) * 100
  }

  /// Shapes of public models, 16-bit caches: layers, heads and head dimension, or layers, latent and rope dimension.
  private func cacheOfKnownModel() -> ScalarLane? {
    let shapes: [String: [Double]] = [
      "kv_bytes_llama31_8b": [32, 8, 128], "kv_bytes_llama31_405b": [126, 8, 128], "kv_bytes_dsv3_mla": [61, 512, 64],
    ]
    guard let shape = shapes[row.name]?.map({ ScalarLane($0) }) else { return nil }
    let bytes = ScalarLane(2)
    return row.name.hasSuffix("mla")
      ? ServingStep.latentCacheBytes(layers: shape[0], latent: shape[1], rope: shape[2], bytes: bytes)
      : ServingStep.cacheBytes(layers: shape[0], keyValueHeads: shape[1], headDimension: shape[2], bytes: bytes)
  }

  // MARK: Predictions

  private var prediction: Computed {
    do {
      return .prediction(input.has("requests") ? try throughput() : try latency())
    } catch {
      return .notModelled("the row gives no number for \(error.name)")
    }
  }

  /// Throughput at full load by `serving-cost` with the row's model, chip and requests.
  private func throughput() throws(RowReader.Missing) -> Prediction {
    let value = ServingCost().outputs(ModelInputs(try throughputInputs()))["throughput"].value
    let factor = ScalarLane.exp(ScalarLane(ServingEfficiency.logHalfWidth)).value
    return Prediction(
      value: value, interval: value / factor...value * factor,
      basis: ServingEfficiency.isFitted(row.name) ? .fitted : .heldOut)
  }

  /// The inputs of a row of the throughput table, at one replica.
  func throughputInputs() throws(RowReader.Missing) -> [String: ScalarLane] {
    var values = ServingCost.defaults
    let names = [
      "params": "params", "layers": "layers", "kv_heads": "kv_heads", "head_dim": "head_dim", "kv_bytes": "kv_bytes",
      "tensor_parallel": "tp", "chips": "tp", "prompt_tokens": "input_len", "output_tokens": "output_len",
      "concurrency": "requests", "memory_share": "kv_fraction",
    ]
    for (name, column) in names { values[name] = try input(column) }
    values["memory"] = try input("hbm_gb") * 1e9
    values["memory_bandwidth"] = try input("hbm_gbps") * 1e9
    values["peak_flops"] = try input("peak_tflops") * 1e12
    // H100 and H200 have the same link.
    values["link_bandwidth"] = ScalarLane(450e9)
    return values
  }

  /// Milliseconds of one request alone. Nothing is fitted here: efficiencies are the row's or the model's, latencies
  /// are NCCL's. The interval spans the ends of the model's own ranges.
  private func latency() throws(RowReader.Missing) -> Prediction {
    let values = try latencyInputs()
    let output = input.has("input_len") ? "time_to_first_token" : "single_stream_time"
    func milliseconds(_ changes: [String: Double], scale: Double) -> Double {
      var own = values
      for (name, value) in changes { own[name] = ScalarLane(value) }
      for name in ["bandwidth_efficiency", "compute_efficiency"] { own[name] = own[name].map { $0 * scale } }
      return ServingCost().outputs(ModelInputs(own))[output].value * 1000
    }
    let fast = milliseconds(["step_overhead": 0, "hop_latency": 0.47e-6, "reduce_latency": 3.6e-6], scale: 1.07)
    let slow = milliseconds(["step_overhead": 0.004, "hop_latency": 1e-6, "reduce_latency": 10e-6], scale: 0.86)
    return Prediction(value: milliseconds([:], scale: 1), interval: fast...slow, basis: .stated)
  }

  /// The inputs of a row about one request. GPT-3 13B has 40 layers (arXiv:2005.14165), PaLM 540B 118 and one head of
  /// keys and values (arXiv:2204.02311); an A100 and a TPU v4 link both carry 300 GB/s one way.
  private func latencyInputs() throws(RowReader.Missing) -> [String: ScalarLane] {
    let isPaLM = input.has("chips")
    let chips = try input(isPaLM ? "chips" : "tp")
    var values = ServingCost.defaults
    values["params"] = try input("params")
    values["weight_bytes"] = try input("bytes_per_param", or: 2)
    values["tensor_parallel"] = chips
    values["chips"] = chips
    values["prompt_tokens"] = try input("input_len", or: 0)
    values["peak_flops"] = try input("peak_tflops", or: isPaLM ? 275 : 312) * 1e12
    values["memory_bandwidth"] = try input("hbm_gbps", or: 1555) * 1e9
    values["bandwidth_efficiency"] = try input("bw_eff", or: ServingEfficiency.bandwidth)
    values["compute_efficiency"] = try input("flops_eff", or: ServingEfficiency.computeByPrecision[0])
    let stated = [
      "concurrency": 1, "output_tokens": 1, "kv_bytes": 2, "memory": 1e12, "link_bandwidth": 300e9, "link_domain": 64,
      "layers": isPaLM ? 118 : 40, "kv_heads": isPaLM ? 1 : 40, "head_dim": isPaLM ? 256 : 128,
    ]
    for (name, value) in stated { values[name] = ScalarLane(value) }
    return values
  }
}

extension ServingCost {
  /// Every input at its default, as numbers.
  static var defaults: [String: ScalarLane] {
    var values: [String: ScalarLane] = [:]
    for input in inputs { values[input.name] = input.number(of: input.defaultValue).map { ScalarLane($0) } }
    return values
  }
}
