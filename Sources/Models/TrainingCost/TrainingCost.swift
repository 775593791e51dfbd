import Formulas
import Sweeps

/// What a training run costs: owned, rented, and with the people and experiments around it.
///
/// The chain is compute (6ND and attention) -> chip-hours (peak, utilisation, failures) -> days, energy, carbon, money.
public struct TrainingCost: Model {
  public let declaration = ModelDeclaration(
    name: "training-cost", version: 1,
    question: "What does a training run cost in time, money, energy and carbon, and is owning cheaper than renting?",
    inputs: TrainingCost.inputs, outputs: TrainingCost.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let workload = TrainingWorkload(input)
    let failures = TrainingFailures(input)
    let fleet = TrainingFleet(input)
    let time = TrainingTime(input, workload: workload, failures: failures, fleet: fleet)
    let money = TrainingMoney(input, workload: workload, time: time, fleet: fleet)
    let carbon = TrainingCarbon(input, time: time, energy: money.energy)
    return ModelOutputs(
      [
        "compute": workload.compute, "chip_hours": time.chipHours, "days": time.days, "mfu_effective": time.utilisation,
        "goodput": failures.goodput, "mttf": failures.meanTimeToFailure, "checkpoint_interval": failures.intervalS,
        "loss": workload.loss, "optimal_params": workload.optimalParameters, "optimal_tokens": workload.optimalTokens,
        "cost": money.cost, "capex": money.capex, "interconnect": money.interconnect, "energy_cost": money.energyCost,
        "upfront_cost": money.upfront, "rental_cost": money.rental,
        "cheapest_cost": L.minimum(money.cost, money.rental),
        "staff_cost": money.staff, "development_cost": money.development, "energy": money.energy,
        "facility_power": fleet.facilityPowerW, "carbon": carbon.total, "embodied_carbon": carbon.embodied,
        "cost_per_chip_hour": money.perChipHour, "cost_per_million_tokens": money.perMillionTokens,
      ],
      terms: [
        "compute": ["matrices": workload.matrixCompute, "attention": workload.attentionCompute],
        "cost": ["capex": money.capex, "interconnect": money.interconnect, "energy": money.energyCost],
        "development_cost": [
          "hardware": money.developmentHardware, "energy": money.developmentEnergy, "staff": money.staff,
        ],
        "carbon": ["electricity": carbon.electricity, "embodied": carbon.embodied],
      ])
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] {
    TrainingFeasibility(input).sentences
  }
}

/// Compute and what it buys.
struct TrainingWorkload<L: Lane> {
  let matrixCompute: L
  let attentionCompute: L
  /// FLOP of the run before `scale`, which is what its compute is multiplied by. They are kept apart because a map
  /// varies the one from cell to cell and the draws the other.
  let flop: L
  let scale: L
  let compute: L
  let loss: L
  let optimalParameters: L
  let optimalTokens: L

  init(_ input: ModelInputs<L>) {
    let parameters = input["params"]
    let active = input["active_params"].orIfZero(parameters)
    let factor = input["attention"].lookup(in: [6, 12])
    let attention = TrainingCompute.attentionFLOPPerToken(
      factor: factor, layers: input["layers"], hidden: input["hidden"], sequence: input["sequence_length"])
    let matrices = TrainingCompute.matrixFLOPPerToken(activeParameters: active)
    let law = ScalingLaw<L>.published(input["scaling_law"])
    let tokens = input["tokens"]
    scale = input["compute_factor"]
    matrixCompute = scale * TrainingCompute.total(perToken: matrices, tokens: tokens)
    attentionCompute = scale * TrainingCompute.total(perToken: attention, tokens: tokens)
    flop = TrainingCompute.total(perToken: matrices + attention, tokens: tokens)
    compute = scale * flop
    loss = law.loss(parameters: parameters, tokens: tokens)
    optimalParameters = law.optimalParameters(compute: compute)
    optimalTokens = law.optimalTokens(compute: compute)
  }
}

/// Failures, checkpoints and the share of time that is useful.
struct TrainingFailures<L: Lane> {
  let meanTimeToFailure: L
  let intervalS: L
  /// In [0, 1]; 0 where the job fails faster than it restarts.
  let goodput: L

  init(_ input: ModelInputs<L>) {
    let nodes = input["chips"] / input["chips_per_node"]
    let rate = Reliability.jobFailureRate(nodes: nodes, perNode: input["node_failures"], perJob: input["job_failures"])
    let write = input["checkpoint_write"] / 3600
    let restart = input["restart_minutes"] / 60
    meanTimeToFailure = Reliability.meanTimeToFailure(rate: rate)
    let daly = Reliability.dalyInterval(write: write, meanTimeToFailure: meanTimeToFailure)
    let interval = (input["checkpoint_every"] / 3600).orIfZero(daly)
    intervalS = interval * 3600
    goodput = Reliability.goodput(rate: rate, interval: interval, write: write, restart: restart)
  }
}

/// The chips: figures of the catalogue unless given, and which of them nobody published.
struct TrainingFleet<L: Lane> {
  let chips: L
  /// Peak the run computes at (FLOP/s), 1 where the chip lacks the precision.
  let peak: L
  let lacksPrecision: L.Mask
  /// Chip with its share of the server (USD), 1 where unpublished.
  let price: L
  let lacksPrice: L.Mask
  /// Average metered power of one chip (kW), 1 where the chip's power is unpublished.
  let meteredKW: L
  let lacksPower: L.Mask
  let facilityPowerW: L

  init(_ input: ModelInputs<L>) {
    let chip = input["chip"]
    chips = input["chips"]

    let catalogue = AcceleratorPeak.flops(
      chip: chip, precision: input["precision"], fp8Speedup: input["fp8_speedup"])
    let given = input["peak_flops"].orIfZero(catalogue)
    lacksPrecision = given .<= 0
    peak = given.replacing(with: L(1), where: lacksPrecision)

    let listed = input["server_price"].orIfZero(chip.lookup(in: AcceleratorColumn.serverPrice))
    lacksPrice = listed .<= 0
    price = listed.replacing(with: L(1), where: lacksPrice) * input["price_factor"]

    let tdp = input["tdp"].orIfZero(chip.lookup(in: AcceleratorColumn.power))
    let ratio = input["server_power_ratio"].orIfZero(chip.lookup(in: AcceleratorColumn.serverPowerRatio))
    let share = input["average_power"].orIfZero(chip.lookup(in: AcceleratorColumn.averagePowerShare))
    let metered = EnergyAndCarbon.meteredPowerKW(
      chipW: tdp, serverRatio: ratio, averageShare: share, pue: input["pue"])
    lacksPower = tdp .<= 0
    meteredKW = metered.replacing(with: L(1), where: lacksPower)
    facilityPowerW = (chips * meteredKW * 1000).replacing(with: L(.infinity), where: lacksPower)
  }
}

/// How long it takes.
struct TrainingTime<L: Lane> {
  let utilisation: L
  /// Chip-hours that a FLOP before `scale` takes; finite also where the run never ends.
  let hoursPerFLOP: L
  /// Chip-hours; finite also where the run never ends.
  let finiteHours: L
  let chipHours: L
  let days: L
  /// No run ends: the chip lacks the precision, or less than a thousandth of the time is useful.
  let neverEnds: L.Mask

  init(_ input: ModelInputs<L>, workload: TrainingWorkload<L>, failures: TrainingFailures<L>, fleet: TrainingFleet<L>) {
    let whole = TrainingCompute.wholeRunUtilisation(
      steady: input["mfu"], goodput: failures.goodput, busy: 1 - input["idle_share"], counted: input["counted_tokens"])
    let makesNoProgress = (whole .< 1e-9) .| (failures.goodput .< 1e-3)
    neverEnds = fleet.lacksPrecision .| makesNoProgress
    utilisation = whole
    let usable = whole.replacing(with: L(1), where: neverEnds)
    hoursPerFLOP = TrainingCompute.chipHours(compute: workload.scale, peak: fleet.peak, utilisation: usable)
    finiteHours = workload.flop * hoursPerFLOP
    chipHours = finiteHours.replacing(with: L(.infinity), where: neverEnds)
    days = TrainingCompute.days(chipHours: chipHours, chips: fleet.chips)
  }
}
