import Formulas

/// How many requests run at once and how fast their tokens come.
struct ServingSpeed<L: Lane> {
  /// Requests whose caches fit in memory on average; 0 where none does.
  let memoryBatch: L
  let batch: L
  /// Nothing can be served: a figure of the chip is missing, or not one request fits.
  let isImpossible: L.Mask

  // Seconds; infinite where nothing can be served.
  let step: L
  let prompt: L
  let firstToken: L
  let perToken: L
  let alone: L
  let request: L
  let tokenTime: L
  /// Output tokens a second of one replica.
  let throughput: L
  /// Seconds of an output token's time that one more active parameter adds; finite.
  let perActiveParameter: L

  // Addends of `tokenTime`.
  let weightsTerm: L
  let cacheTerm: L
  let productsTerm: L
  let attentionTerm: L
  let promptTerm: L
  let communicationTerm: L
  let overheadTerm: L

  init(_ input: ModelInputs<L>, load: ServingLoad<L>, machine: ServingMachine<L>) {
    let pass = ServingPass(input, load: load, machine: machine)
    let requestBytes = load.heldTokens * (load.cacheBytes * load.cacheCopies)
    let fitting = ServingStep.requestsInMemory(
      usableBytes: machine.usableBytes, weightBytes: load.weightBytes, requestBytes: requestBytes)
    let room = L.minimum(L.minimum(fitting, input["concurrency"]), input["max_batch"])
    let impossible = machine.isUnknown .| (fitting .< 1)
    let count = L.maximum(room, L(1))
    isImpossible = impossible
    memoryBatch = L.maximum(fitting, L(0)).replacing(with: L(0), where: machine.isUnknown)
    batch = count.replacing(with: L(0), where: impossible)

    let output = input["output_tokens"]
    let scale = 1 / input["throughput_factor"]
    let weights = pass.weightSeconds(batch: count)
    let fixed = pass.latency + input["step_overhead"]
    let single = pass.weightSeconds(batch: L(1)) + pass.cache + pass.products + pass.attention + pass.reduce + fixed
    let running = weights + count * (pass.cache + pass.products + pass.attention + pass.reduce) + fixed
    let promptWork = pass.promptProducts + pass.promptAttention
    let promptReduce = pass.reduce * load.missedTokens

    func term(_ seconds: L) -> L { (seconds * scale).replacing(with: L(.infinity), where: impossible) }
    weightsTerm = term(weights / count)
    cacheTerm = term(pass.cache)
    productsTerm = term(pass.products)
    attentionTerm = term(pass.attention)
    promptTerm = term(promptWork / output)
    communicationTerm = term(pass.reduce + pass.latency / count + promptReduce / output)
    overheadTerm = term(input["step_overhead"] / count)

    let finiteTime = (running / count + (promptWork + promptReduce) / output) * scale
    let first = (promptWork + promptReduce + fixed) * scale
    step = term(running)
    prompt = term(promptWork + promptReduce)
    firstToken = first.replacing(with: L(.infinity), where: impossible)
    perToken = (finiteTime * count).replacing(with: L(.infinity), where: impossible)
    alone = term(single)
    request = (first + output * (finiteTime * count)).replacing(with: L(.infinity), where: impossible)
    tokenTime = finiteTime.replacing(with: L(.infinity), where: impossible)
    throughput = (1 / finiteTime).replacing(with: L(0), where: impossible)
    perActiveParameter = pass.perParameter * (1 + load.missedTokens / output) * scale
  }
}

/// Seconds that parts of a pass take on one replica.
struct ServingPass<L: Lane> {
  /// Of one token of the batch: reading its cache, multiplying it, attention, and all-reduces by bandwidth.
  let cache: L
  let products: L
  let attention: L
  let reduce: L
  /// All-reduces of one pass by latency.
  let latency: L
  let promptProducts: L
  let promptAttention: L
  /// Of one product with an active parameter.
  let perParameter: L

  private let load: ServingLoad<L>
  private let readRate: L

  init(_ input: ModelInputs<L>, load: ServingLoad<L>, machine: ServingMachine<L>) {
    let layers = input["layers"]
    let rate = machine.peak
    let efficiency = machine.computeEfficiency
    self.load = load
    readRate = machine.bandwidth * input["bandwidth_efficiency"]
    perParameter = ServingStep.seconds(ServingStep.tokenFLOP(active: L(1)), rate: rate, efficiency: efficiency)
    let tokenSeconds = ServingStep.seconds(
      ServingStep.tokenFLOP(active: load.active), rate: rate, efficiency: efficiency)
    products = tokenSeconds
    promptProducts = tokenSeconds * load.missedTokens
    attention = ServingStep.seconds(
      ServingStep.attentionFLOP(layers: layers, hidden: load.hidden, context: load.heldTokens), rate: rate,
      efficiency: efficiency)
    promptAttention = ServingStep.seconds(
      ServingStep.promptAttentionFLOP(
        layers: layers, hidden: load.hidden, prompt: input["prompt_tokens"], cached: input["cached_share"]),
      rate: rate, efficiency: efficiency)
    cache = load.heldTokens * (load.cacheBytes * load.cacheCopies) / readRate
    reduce = ServingStep.reduceSecondsPerToken(
      layers: layers, hidden: load.hidden, tensorParallel: machine.tensorParallel, link: machine.link)
    latency = ServingStep.reduceLatency(
      layers: layers, tensorParallel: machine.tensorParallel, start: input["reduce_latency"],
      hop: input["hop_latency"])
  }

  /// Reading the weights that a batch touches.
  func weightSeconds(batch: L) -> L {
    let touched = ServingStep.touchedParameters(parameters: load.parameters, active: load.active, batch: batch)
    return touched * load.bytesPerParameter / readRate
  }
}
