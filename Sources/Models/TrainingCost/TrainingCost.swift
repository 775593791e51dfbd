import Formulas
import Sweeps

/// What a training run costs: owned, rented, and with the people and experiments around it.
///
/// The chain is compute (6ND and attention) -> chip-hours (peak, utilisation, failures) -> days, energy, carbon, money.
public struct TrainingCost: Model {
  public let declaration = ModelDeclaration(
    name: "training-cost", version: 2,
    question: "What does a training run cost in time, money, energy and carbon, and is owning cheaper than renting?",
    inputs: TrainingCost.inputs, outputs: TrainingCost.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let workload = TrainingWorkload(input)
    let failures = TrainingFailures(input)
    let fleet = TrainingFleet(input)
    let time = TrainingTime(input, workload: workload, failures: failures, fleet: fleet)
    let money = TrainingMoney(input, workload: workload, time: time, fleet: fleet)
    let carbon = TrainingCarbon(input, time: time, fleet: fleet, energy: money.energy)
    return ModelOutputs(
      [
        "model_params": workload.parameters, "active_params_used": workload.activeParameters,
        "training_tokens": workload.tokens, "compute": workload.compute,
        "lifetime_compute": workload.lifetimeCompute, "chip_hours": time.chipHours, "days": time.days,
        "mfu_steady": time.steady,
        "mfu_effective": time.utilisation,
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
        "capex": ["chips": money.chipCapex, "servers": money.serverCapex],
        "carbon": ["electricity": carbon.electricity, "embodied": carbon.embodied],
      ])
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] {
    TrainingFeasibility(input).sentences
  }
}

/// Failures, checkpoints and the share of time that is useful.
struct TrainingFailures<L: Lane> {
  let meanTimeToFailure: L
  let intervalS: L
  /// In [0, 1]; 0 where the job fails faster than it restarts.
  let goodput: L

  init(_ input: ModelInputs<L>) {
    let nodes = input["chips"] * input["chips_factor"] / input["chips_per_node"]
    let rate = Reliability.jobFailureRate(nodes: nodes, perNode: input["node_failures"], perJob: input["job_failures"])
    let write = input["checkpoint_write"] * (1 / 3600.0)
    let restart = input["restart_minutes"] * (1 / 60.0)
    meanTimeToFailure = Reliability.meanTimeToFailure(rate: rate)
    let daly = Reliability.dalyInterval(write: write, rate: rate)
    let interval = (input["checkpoint_every"] * (1 / 3600.0)).orIfZero(daly)
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
    chips = input["chips"] * input["chips_factor"]

    let catalogue = AcceleratorPeak.flops(
      chip: chip, precision: input["precision"], fp8Speedup: input["fp8_speedup"])
    let given = input["peak_flops"].orIfZero(catalogue)
    lacksPrecision = given .<= 0
    peak = given.replacing(with: L(1), where: lacksPrecision)

    let bare = input["chip_price"] * input["server_overhead"]
    let listed = input["server_price"].orIfZero(bare.orIfZero(chip.lookup(in: AcceleratorColumn.serverPrice)))
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
  /// Utilisation in steady state, as given or from the shape.
  let steady: L
  let utilisation: L
  /// Chip-hours that a FLOP before `scale` takes; finite also where the run never ends.
  let hoursPerFLOP: L
  /// Chip-hours; finite also where the run never ends.
  let finiteHours: L
  let chipHours: L
  let days: L
  /// The chip lacks the precision, or less than a thousandth of the time is useful: no model is ever trained.
  let stalls: L.Mask
  /// Those, and where there is no such model.
  let neverEnds: L.Mask

  init(_ input: ModelInputs<L>, workload: TrainingWorkload<L>, failures: TrainingFailures<L>, fleet: TrainingFleet<L>) {
    steady = input["mfu"].orIfZero(Self.predicted(input))
    let given = input["whole_run_mfu"]
    let composed = TrainingCompute.wholeRunUtilisation(
      steady: steady, goodput: failures.goodput, busy: 1 - input["idle_share"], counted: input["counted_tokens"])
    let whole = given.orIfZero(composed)
    let isTimed = (input["hours_from"] .== 1) .& (input["run_days"] .> 0)
    let makesNoProgress = (whole .< 1e-9) .| ((failures.goodput .< 1e-3) .& (given .<= 0))
    stalls = (fleet.lacksPrecision .| makesNoProgress) .& .!isTimed
    neverEnds = stalls .| workload.isImpossible
    let usable = whole.replacing(with: L(1), where: stalls)
    let timed = fleet.chips * (24 * input["run_days"])
    hoursPerFLOP = TrainingCompute.chipHours(compute: workload.scale, peak: fleet.peak, utilisation: usable)
      .replacing(with: timed / workload.flop, where: isTimed)
    finiteHours = workload.flop * hoursPerFLOP
    let implied = TrainingCompute.utilisation(
      flopPerSecond: workload.compute / (3600 * finiteHours), chips: L(1), peak: fleet.peak)
    utilisation = whole.replacing(with: implied, where: isTimed)
    chipHours = finiteHours.replacing(with: L(.infinity), where: neverEnds)
    days = TrainingCompute.days(chipHours: chipHours, chips: fleet.chips)
  }

  /// What width, chip and batch let one expect; 0 for a chip nobody measured and without a width.
  private static func predicted(_ input: ModelInputs<L>) -> L {
    SteadyUtilisation.share(
      ceiling: input["chip"].lookup(in: AcceleratorColumn.utilisationCeiling),
      hidden: L.maximum(input["hidden"], L(1)), microbatchTokens: input["microbatch_tokens"],
      recomputed: input["recomputed"]
    ).replacing(with: L(0), where: input["hidden"] .<= 0)
  }
}
