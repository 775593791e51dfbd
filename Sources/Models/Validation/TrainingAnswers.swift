import Formulas

/// What the equations of `training-cost` give for the published training rows, by the equation a row names.
struct TrainingAnswers {
  let row: PublishedRow
  let input: RowReader

  init(_ row: PublishedRow) {
    self.row = row
    input = RowReader(row: row)
  }

  var answer: Computed {
    if let named = Self.reasonsByName.first(where: { row.name.hasPrefix($0.key) }) { return .notModelled(named.value) }
    if let reason = Self.reasonsByKind[row.kind] { return .notModelled(reason) }
    if row.equation == "E7" { return StepAnswers(row).prediction }
    if row.equation == "E24" { return StepAnswers(row).memory }
    if let reason = Self.reasonsByEquation[row.equation] { return .notModelled(reason) }
    if row.kind == "forward" { return foretold }
    return input.answer { () throws(RowReader.Missing) in
      switch row.equation {
      case "E1": try parameters()
      case "E2": try compute()
      case "E3": try modelRate()
      case "E4": try megatronDays()
      case "E5": try utilisation()
      case "E6": try time()
      case "E8": try scalingLaw()
      case "E10", "E10b": try hardwareCost()
      case "E11": try rental()
      case "E12": try energy()
      case "E13": try emissions()
      case "E14": try input.sum()
      case "E15": try reliability()
      default: nil
      }
    }
  }

  private var foretold: Computed {
    do throws(RowReader.Missing) {
      guard let prediction = try forecast() else { return .notModelled("no model of this program foretells it") }
      return .prediction(prediction)
    } catch {
      return .notModelled("the row gives no number for \(error.name)")
    }
  }

  private static let reasonsByName = [
    "gpt3_mfu": "does not follow from the 24.6 TFLOP/s of a peak of 125 printed beside it, 19.7 to 20.2%",
    "besiroglu_fit": "a fit over 245 points that are not in the record; scaling_law takes its result",
    "h100_node_power_max": "a measured maximum; the models foretell the average",
  ]

  private static let reasonsByKind = [
    "montecarlo": "a quantile or share over random draws, and no sweep of this program has its inputs",
    "anchor": "another tool's score, not a quantity",
  ]

  private static let reasonsByEquation = [
    "E9": "an earlier scaling law that training-cost does not offer"
  ]

  /// What a reader should know of a computed row, by its name.
  static let remarks = [
    "meta_mttf_1024": "small jobs fail of their software too: foretold from the measured failures of one node"
  ]

  // MARK: Size and compute

  private func parameters() throws(RowReader.Missing) -> ScalarLane {
    let count = TrainingCompute.gptParameters(
      layers: try input("layers"), hidden: try input("hidden"), vocabulary: try input("vocab"),
      sequence: try input("seq"))
    return count / 1e9
  }

  private func compute() throws(RowReader.Missing) -> ScalarLane {
    if input.has("flop") { return try input("flop") / (1e15 * 86400) }
    let perToken = TrainingCompute.matrixFLOPPerToken(activeParameters: try input("params"))
    return TrainingCompute.total(perToken: perToken, tokens: try input("tokens"))
  }

  /// Model FLOP a token needs, attention counted where the row gives its shape.
  func perToken(parameters: ScalarLane) throws(RowReader.Missing) -> ScalarLane {
    let matrices = TrainingCompute.matrixFLOPPerToken(activeParameters: parameters)
    guard input.has("layers") else { return matrices }
    let hidden = input.has("hidden") ? try input("hidden") : try input("heads") * input("head_dim")
    let attention = TrainingCompute.attentionFLOPPerToken(
      factor: try input("attention_factor", or: 12), layers: try input("layers"), hidden: hidden,
      sequence: try input("seq"))
    return matrices + attention
  }

  private func modelRate() throws(RowReader.Missing) -> ScalarLane {
    let parameters = try input("params") - input("input_embedding_params")
    return try perToken(parameters: parameters) * input("tokens_per_s_per_gpu") / 1e12
  }

  private func megatronDays() throws(RowReader.Missing) -> ScalarLane {
    let rate = try input("gpus") * input("achieved_tflops_per_gpu") * 1e12
    let tokens = try input("tokens")
    if input.has("layers") {
      let sequence = try input("seq")
      let flop = TrainingCompute.megatronHardwareFLOP(
        layers: try input("layers"), hidden: try input("hidden"), vocabulary: try input("vocab", or: 51200),
        sequence: sequence, batch: ScalarLane(1))
      return TrainingCompute.days(tokens: tokens, tokensPerStep: sequence, stepSeconds: flop / rate)
    }
    let recomputed = TrainingCompute.matrixFLOPPerToken(activeParameters: try input("params")) * (4.0 / 3)
    return TrainingCompute.total(perToken: recomputed, tokens: tokens) / rate / 86400
  }

  // MARK: Utilisation and time

  private func utilisation() throws(RowReader.Missing) -> ScalarLane {
    if input.has("gpus"), input.has("tflops_per_gpu") { return try input("tflops_per_gpu") * input("gpus") / 1000 }
    let chips =
      input.has("tokens_per_s_per_gpu") ? ScalarLane(1) : try input(input.has("chips") ? "chips" : "gpus", or: 1)
    let peak = try input("peak_tflops") * 1e12
    return TrainingCompute.utilisation(flopPerSecond: try modelFLOPPerSecond(), chips: chips, peak: peak) * 100
  }

  private func modelFLOPPerSecond() throws(RowReader.Missing) -> ScalarLane {
    for name in ["achieved_tflops_per_gpu", "tflops_per_gpu"] where input.has(name) { return try input(name) * 1e12 }
    for name in ["tokens_per_s_per_gpu", "tokens_per_s"] where input.has(name) {
      return try perToken(parameters: try input("params")) * input(name)
    }
    let step = try input("iter_s")
    if input.has("vocab") {
      let flop = TrainingCompute.megatronModelFLOP(
        layers: try input("layers"), hidden: try input("hidden"), vocabulary: try input("vocab"),
        sequence: try input("seq"), batch: try input("batch"))
      return flop / step
    }
    let tokens = try input("batch") * input("seq")
    return try perToken(parameters: try input("params_excl_input_embedding")) * tokens / step
  }

  private func time() throws(RowReader.Missing) -> ScalarLane? {
    if input.has("iter_s") {
      return TrainingCompute.days(
        tokens: try input("tokens"), tokensPerStep: try input("batch") * input("seq"), stepSeconds: try input("iter_s"))
    }
    if input.has("flop") {
      let rate = try input("flop") / (input("days") * 86400)
      return TrainingCompute.utilisation(
        flopPerSecond: rate, chips: try input("chips"), peak: try input("peak_tflops") * 1e12) * 100
    }
    if input.has("pretrain_hours") { return try input("pretrain_hours") / input("tokens_T") }
    return TrainingCompute.days(chipHours: try input("chip_hours"), chips: try input("chips"))
  }

  // MARK: Loss

  private func scalingLaw() throws(RowReader.Missing) -> ScalarLane? {
    if input.has("data") { return nil }
    if row.name.hasPrefix("llama3_opt") { return try input("A") * ScalarLane.pow(input("C"), input("alpha")) }
    let isLogarithmic = input.has("logA")
    func scale(_ name: String) throws(RowReader.Missing) -> ScalarLane {
      isLogarithmic ? ScalarLane.exp(try input("log" + name)) : try input(name, or: 1)
    }
    let law = ScalingLaw<ScalarLane>(
      irreducible: try scale("E"), parameterScale: try scale("A"), tokenScale: try scale("B"),
      parameterExponent: try input("alpha"), tokenExponent: try input("beta"))
    if input.has("params") { return law.loss(parameters: try input("params"), tokens: try input("tokens")) }
    let compute = try input("C")
    let parameters = law.optimalParameters(compute: compute)
    return row.unit == "params" ? parameters : law.optimalTokens(compute: compute) / parameters
  }
}
