import Formulas
import Sweeps

/// What `training-step` gives for published step times, throughputs and memory.
///
/// A row gives the layout, and what it does not print of it is searched. A row that was printed ran, so its layouts are
/// not tested against the memory. Megatron-LM until 2023 overlapped no communication and its optimizer was not
/// sharded; fused attention came with 2023.
struct StepAnswers {
  let row: PublishedRow
  private let input: RowReader

  init(_ row: PublishedRow) {
    self.row = row
    input = RowReader(row: row)
  }

  /// The constants of the prediction; a refit passes its own.
  struct Constants {
    var a100Efficiency = StepCalibration.a100Efficiency
    var h100Efficiency = StepCalibration.h100Efficiency
    var activationPasses = StepCalibration.activationPasses
    var layerLatency = StepCalibration.layerLatency
  }

  // MARK: Step time and throughput

  /// A step time or rate, with its interval.
  var prediction: Computed {
    do {
      if let reason = try contradiction() { return .notModelled(reason) }
      let value = try predicted()
      guard value.isFinite, value > 0 else { return .notModelled("no layout of the row's degrees exists") }
      let width = ScalarLane.exp(ScalarLane(Self.halfWidth)).value
      return .prediction(
        Prediction(
          value: value, interval: value / width...value * width,
          basis: Self.fitted.contains(row.name) ? .fitted : .heldOut))
    } catch {
      return .notModelled("the row gives no number for \(error.name)")
    }
  }

  /// Degrees that do not multiply to the GPUs of the row, as in the third row of table 4 of the Llama 3 paper.
  private func contradiction() throws(RowReader.Missing) -> String? {
    guard input.has("dp") else { return nil }
    let product = try input("tp") * input("pp") * input("dp") * input("cp", or: 1)
    let gpus = try input("gpus")
    guard product.value != gpus.value else { return nil }
    return "its degrees multiply to \(JSON.text(of: product.value)), not to its \(JSON.text(of: gpus.value)) GPUs"
  }

  /// Half the interval of a new row (log): Student's t at 95% for the fit's degrees of freedom, times its residual and
  /// the spread of the constants themselves.
  private static let halfWidth: Double = {
    let rows = Double(StepCalibration.fittedRows)
    let spread = ScalarLane(1 + Double(StepCalibration.constants) / rows).squareRoot().value
    return 1.796 * StepCalibration.residual * spread
  }()

  /// The figure in the row's unit.
  func predicted(_ constants: Constants = Constants()) throws(RowReader.Missing) -> Double {
    let outputs = TrainingStep().outputs(ModelInputs(try point(constants)))
    let time = outputs["step_time"].value
    if row.unit == "s" { return time }
    // Megatron 2021 counts recomputed operations; the others do not.
    let counts = row.group == "megatron" ? outputs["hfu"] : outputs["mfu"]
    return counts.value * (try peak()) / 1e12
  }

  private var isH100: Bool { row.inputs["gpu"]?.hasPrefix("H100") == true }
  private func peak() throws(RowReader.Missing) -> Double { isH100 ? 989.4e12 : 312e12 }

  /// Sequences of a step; a printed number of tokens is rounded to what the copies share.
  private func batch(copies: Double) throws(RowReader.Missing) -> Double {
    if input.has("batch") { return try input("batch").value }
    return (try input("tokens_per_batch").value / input("seq").value / copies).rounded() * copies
  }

  private func point(_ constants: Constants) throws(RowReader.Missing) -> [String: ScalarLane] {
    var values: [String: ScalarLane] = [:]
    for input in TrainingStep.inputs { values[input.name] = input.number(of: input.defaultValue).map(ScalarLane.init) }
    let hidden = try input("hidden")
    let heads = input.has("heads") ? try input("heads") : hidden / 128
    let tensor = try input("tp")
    let pipeline = try input("pp")
    let gpus = try input("gpus")
    let isRecent = ["megascale", "mcore", "llama3"].contains(row.group)
    let isGated = input.has("ffn")
    let recompute = row.inputs["recompute"].flatMap { TrainingStep.recomputations.firstIndex(of: $0) } ?? 0
    let isSplit = isRecent || row.inputs["seq_parallel"] == "1"
    let overlap = ScalarLane(isH100 ? 0.9 : 0)
    let given: [String: ScalarLane] = [
      "layers": try input("layers"), "hidden": hidden, "heads": heads, "kv_heads": try input("kv_heads", or: 0),
      "ffn": try input("ffn", or: 0), "feed_forward": ScalarLane(isGated ? 1 : 0),
      "embeddings": ScalarLane(isGated ? 1 : 0), "vocabulary": try input("vocab"),
      "sequence_length": try input("seq"), "gpus": gpus,
      "batch": ScalarLane(try batch(copies: (gpus / (tensor * pipeline)).value)),
      "attention": ScalarLane(isGated ? 0 : 1), "attention_kernel": ScalarLane(isRecent ? 1 : 0),
      "peak_flops": ScalarLane(try peak()),
      "kernel_efficiency": ScalarLane(isH100 ? constants.h100Efficiency : constants.a100Efficiency),
      "activation_passes": ScalarLane(constants.activationPasses),
      "layer_latency": ScalarLane(constants.layerLatency * 1000),
      "chip": ScalarLane(Double(Accelerator.names.firstIndex(of: isH100 ? "H100 SXM5 80GB" : "A100 SXM4 80GB") ?? 0)),
      "tensor_overlap": overlap, "data_overlap": overlap, "sequence_parallel": ScalarLane(isSplit ? 1 : 0),
      "optimizer_sharding": ScalarLane(isRecent ? 1 : 0), "hbm": ScalarLane(1e6), "tensor": tensor,
      "pipeline": pipeline, "microbatch": try readable("microbatch"), "interleave": try pieces(),
      "recompute": ScalarLane(Double(recompute)),
    ]
    return values.merging(given) { $1 }
  }

  /// A number, or 0 (search) where the row says `not printed` or nothing.
  private func readable(_ name: String) throws(RowReader.Missing) -> ScalarLane {
    ScalarLane(row.inputs[name].flatMap(Double.init) ?? 0)
  }

  /// Table 2 of Megatron-LM 2021 compares without interleaving and leaves the word out.
  private func pieces() throws(RowReader.Missing) -> ScalarLane {
    row.inputs["interleave"] == nil && row.name.hasPrefix("megatron_t2") ? ScalarLane(1) : try readable("interleave")
  }

  // MARK: Memory

  /// Activations or parameters of a Megatron layout (GiB), as Korthikanti et al. 2022 count them.
  var memory: Computed {
    input.answer { () throws(RowReader.Missing) in
      let gibibyte = ScalarLane(0x1p30)
      let tensor = try input("tp")
      let pipeline = try input("pp")
      if input.has("bytes_per_param") {
        let parameters = try shape(vocabulary: input("vocab"), heads: ScalarLane(1)).parameters / (tensor * pipeline)
        return LayoutMemory.weights(parameters: parameters, bytesPerParameter: try input("bytes_per_param")) / gibibyte
      }
      let shape = try shape(vocabulary: ScalarLane(1), heads: input("heads"))
      let isSelective = row.name.contains("selective")
      let layer = LayoutMemory.layerActivations(
        shape, tensor: tensor, sequenceParallel: ScalarLane(isSelective ? 1 : 0), fused: ScalarLane(0))
      let inFlight = LayoutMemory.layersInFlight(
        layersPerStage: shape.layers / pipeline, pipeline: pipeline, interleave: try input("interleave"),
        microbatches: ScalarLane(.infinity), schedule: ScalarLane(0))
      return inFlight * (try input("microbatch")) * (isSelective ? layer.selective : layer.none) / gibibyte
    }
  }

  private func shape(
    vocabulary: ScalarLane, heads: ScalarLane
  ) throws(RowReader.Missing) -> TransformerShape<ScalarLane> {
    let hidden = try input("hidden")
    return TransformerShape(
      layers: try input("layers"), hidden: hidden, heads: heads, keyValueHeads: heads, headWidth: hidden / heads,
      feedForward: 4 * hidden, gated: ScalarLane(0), vocabulary: vocabulary, sequence: try input("seq"),
      experts: ScalarLane(1), expertsPerToken: ScalarLane(1), sharedExperts: ScalarLane(0), untied: ScalarLane(0))
  }

  // MARK: What was fitted

  /// The table a row is part of; nil for rows that are no prediction of a step.
  static func table(of row: PublishedRow) -> String? {
    guard row.equation == "E7", row.kind == "forward" else { return nil }
    return row.group == "megatron" ? String(row.name.prefix("megatron_t1".count)) : row.group
  }

  /// The first, third, fifth ... row of each table of the built-in record, but not the only row of Llama 3.
  static let fitted: Set<String> = {
    var members: [String: [String]] = [:]
    for case .published(let row) in (try? Record.builtIn()) ?? [] {
      guard let table = table(of: row), table != "llama3" else { continue }
      members[table, default: []].append(row.name)
    }
    return Set(members.values.flatMap { names in stride(from: 0, to: names.count, by: 2).map { names[$0] } })
  }()
}
