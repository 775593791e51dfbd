import Formulas

/// The size of the run, its compute and what it buys.
struct TrainingWorkload<L: Lane> {
  let parameters: L
  let activeParameters: L
  let tokens: L
  let matrixCompute: L
  let attentionCompute: L
  /// FLOP of the run before `scale`, which is what its compute is multiplied by. They are kept apart because a map
  /// varies the one from cell to cell and the draws the other.
  let flop: L
  let scale: L
  let compute: L
  /// Compute of the run and of all it will answer.
  let lifetimeCompute: L
  let loss: L
  let optimalParameters: L
  let optimalTokens: L
  /// `flop`, infinite where there is no such model.
  let work: L
  /// There is no such model: no parameters beside its input table, or a loss that no size reaches.
  let isImpossible: L.Mask

  init(_ input: ModelInputs<L>) {
    let shape = ModelShape(input)
    let law = ScalingLaw<L>.published(input["scaling_law"])
    let counted = input["params"].orIfZero(shape.parameters)
    let isShapeless = counted .<= 0
    let target = input["target_loss"]
    let isUnreachable = (input["mode"] .> 0) .& (target .> 0) .& (target .<= law.irreducible)
    let given = ModelSize(parameters: counted.replacing(with: L(1), where: isShapeless), tokens: input["tokens"])
    let size = Self.chosen(input, law: law, given: given)
    parameters = size.parameters
    tokens = size.tokens
    let fromShape = shape.activeParameters.replacing(with: size.parameters, where: input["params"] .> 0)
    activeParameters = input["active_params"].orIfZero(fromShape)
      .replacing(with: size.parameters, where: input["mode"] .> 0)

    let factor = input["attention"].lookup(in: [6, 12])
    let attention = TrainingCompute.attentionFLOPPerToken(
      factor: factor, layers: input["layers"], hidden: shape.attentionWidth, sequence: input["sequence_length"])
    let arithmetic = activeParameters - shape.lookedUpParameters
    isImpossible = isShapeless .| isUnreachable .| (arithmetic .<= 0)
    let matrices = TrainingCompute.matrixFLOPPerToken(activeParameters: arithmetic)
    let selection = TrainingCompute.dataSelection(
      gain: input["data_selection"], overhead: input["selection_overhead"])
    scale = input["compute_factor"] * selection
    matrixCompute = scale * TrainingCompute.total(perToken: matrices, tokens: tokens)
    attentionCompute = scale * TrainingCompute.total(perToken: attention, tokens: tokens)
    flop = TrainingCompute.total(perToken: matrices + attention, tokens: tokens)
    work = flop.replacing(with: L(.infinity), where: isImpossible)
    compute = scale * flop
    lifetimeCompute =
      compute + TrainingCompute.inference(activeParameters: activeParameters, tokens: input["inference_tokens"])
    loss = law.loss(parameters: parameters, tokens: tokens)
    optimalParameters = law.optimalParameters(compute: compute)
    optimalTokens = law.optimalTokens(compute: compute)
  }

  /// The size as given, the one that needs the least compute to train, or the one that needs the least to train and
  /// serve.
  private static func chosen(_ input: ModelInputs<L>, law: ScalingLaw<L>, given: ModelSize<L>) -> ModelSize<L> {
    let mode = input["mode"]
    let budget = input["compute_budget"]
    let isLossGiven = input["target_loss"] .> 0
    let wanted = law.excess(loss: input["target_loss"])

    let spent = budget.orIfZero(6 * given.parameters * given.tokens)
    let affordable = ModelSize(
      parameters: law.optimalParameters(compute: spent), tokens: law.optimalTokens(compute: spent))
    let cheapest = affordable.replacing(with: law.cheapestToTrain(excess: wanted), where: isLossGiven)

    let reference = given.replacing(with: affordable, where: budget .> 0)
    let excess = law.excess(parameters: reference.parameters, tokens: reference.tokens)
      .replacing(with: wanted, where: isLossGiven)
    let lifetime = law.cheapestToServe(excess: excess, inferenceTokens: input["inference_tokens"])
    return given.replacing(with: cheapest, where: mode .== 1).replacing(with: lifetime, where: mode .== 2)
  }
}

extension ModelSize {
  /// `other` where the mask is true.
  func replacing(with other: Self, where mask: L.Mask) -> Self {
    ModelSize(
      parameters: parameters.replacing(with: other.parameters, where: mask),
      tokens: tokens.replacing(with: other.tokens, where: mask))
  }
}

extension ModelShape {
  /// The shape that the inputs of `training-cost` describe.
  init(_ input: ModelInputs<L>) {
    let hidden = input["hidden"]
    let heads = input["heads"]
    let isGrouped = (heads .> 0) .& (input["kv_heads"] .> 0)
    let isGated = input["ffn"] .== 1
    layers = input["layers"]
    self.hidden = hidden
    attentionWidth = (heads * input["head_dim"]).orIfZero(hidden)
    keyValueShare = L(1).replacing(with: input["kv_heads"] / L.maximum(heads, L(1)), where: isGrouped)
    feedForward = input["ffn_hidden"].orIfZero(4 * hidden)
    feedForwardMatrices = L(2).replacing(with: L(3), where: isGated)
    experts = input["experts"]
    expertsPerToken = L.minimum(input["experts_per_token"], experts)
    sharedExperts = input["shared_experts"]
    vocabulary = input["vocabulary"]
    embeddings = L(2).replacing(with: L(1), where: input["embeddings"] .== 1)
  }
}
