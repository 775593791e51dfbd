import Formulas
import Sweeps

/// What serving a language model costs and whether its prices pay for it.
///
/// The chain is memory (weights, caches) -> batch -> time of a decode step, of a prompt and of the communication
/// between chips -> tokens a second -> cost of a token, revenue, margin and the points where they break even.
public struct ServingCost: Model {
  public let declaration = ModelDeclaration(
    name: "serving-cost", version: 1,
    question: "What does a served token cost, how fast does it come, and from which load do its prices pay?",
    inputs: ServingCost.inputs, outputs: ServingCost.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let load = ServingLoad(input)
    let machine = ServingMachine(input)
    let speed = ServingSpeed(input, load: load, machine: machine)
    let hour = ServingHour(input)
    let money = ServingMoney(input, speed: speed, hour: hour, machine: machine)
    return ModelOutputs(
      [
        "kv_bytes_per_token": load.cacheBytes, "weight_memory": load.weightBytes, "memory_batch": speed.memoryBatch,
        "batch": speed.batch, "step_time": speed.step, "prompt_time": speed.prompt,
        "time_to_first_token": speed.firstToken, "time_per_token": speed.perToken,
        "single_stream_time": speed.alone, "request_time": speed.request, "token_time": speed.tokenTime,
        "throughput": speed.throughput, "throughput_per_gpu": speed.throughput / machine.tensorParallel,
        "throughput_deployment": money.deploymentThroughput,
        "gpu_hour_cost": hour.total, "cost_per_hour": money.costPerHour, "cost": money.perMillionOutput,
        "cost_per_million_tokens": money.perMillionTokens, "revenue_per_hour": money.revenuePerHour,
        "profit_per_hour": money.profitPerHour, "margin": money.margin,
        "breakeven_utilisation": money.breakEvenUtilisation, "breakeven_price": money.breakEvenPrice,
        "breakeven_active_params": money.breakEvenActive, "energy_per_million": money.energyPerMillion,
      ],
      terms: [
        "token_time": [
          "weights": speed.weightsTerm, "cache": speed.cacheTerm, "products": speed.productsTerm,
          "attention": speed.attentionTerm, "prompt": speed.promptTerm, "communication": speed.communicationTerm,
          "overhead": speed.overheadTerm,
        ],
        "gpu_hour_cost": [
          "rental": hour.rental, "capital": hour.capital, "energy": hour.energy, "hosting": hour.hosting,
        ],
      ])
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] { ServingFeasibility(input).sentences }
}
