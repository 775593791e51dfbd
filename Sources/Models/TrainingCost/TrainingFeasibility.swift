import Formulas
import Sweeps

/// Why a training run cannot be built or priced, in sentences.
struct TrainingFeasibility: Feasibility {
  let input: ModelInputs<ScalarLane>
  private let chip: Accelerator

  init(_ input: ModelInputs<ScalarLane>) {
    self.input = input
    chip = Accelerator.chosen(by: input)
  }

  var sentences: [String] {
    [
      size, loss, experts, precision, price, power, activeParameters, building, shares, attention, utilisation,
      progress,
    ]
    .compactMap { $0 }
  }

  /// Whether the hours are those of a run whose days are known.
  private var isTimed: Bool { number("hours_from") == 1 && number("run_days") > 0 }

  private var precision: String? { isTimed ? nil : chip.missingPeak(of: input) }

  private var price: String? {
    guard number("server_price") <= 0, number("chip_price") <= 0, chip.serverPriceOrEstimate == nil else { return nil }
    return "server_price: no price of \(chip.name) is published, so owning cannot be costed; give server_price"
  }

  private var power: String? {
    guard number("tdp") <= 0, chip.power == nil else { return nil }
    return "tdp: no rated power of \(chip.name) is published, so energy cannot be costed; give tdp"
  }

  private var size: String? {
    guard TrainingWorkload(input).isImpossible.isTrue, loss == nil else { return nil }
    if number("params") > 0 {
      return "vocabulary: a table of \(text("vocabulary")) entries of hidden \(text("hidden")) is more than the "
        + "parameters of the model; give a smaller one, or 0"
    }
    return "params: 0 counts them from the shape, and hidden \(text("hidden")) with \(text("layers")) layers has "
      + "none; give params, or hidden and layers"
  }

  private var loss: String? {
    let floor = ScalingLaw<ScalarLane>.published(input["scaling_law"]).irreducible.value
    let target = number("target_loss")
    guard number("mode") > 0, target > 0, target <= floor else { return nil }
    return
      "target_loss: \(text("target_loss")) is not above \(ReadableNumber.text(floor)), which no size reaches by this scaling_law; use more"
  }

  private var experts: String? {
    guard number("experts_per_token") > number("experts") else { return nil }
    return "experts_per_token: \(text("experts_per_token")) is more than experts, \(text("experts")); "
      + "use at most as many"
  }

  private var activeParameters: String? {
    let active = number("active_params")
    if active > 0, number("mode") > 0 {
      return "active_params: \(text("active_params")) with a mode that sizes a dense model; use 0, or mode given"
    }
    guard number("params") > 0, active > number("params") else { return nil }
    return
      "active_params: \(text("active_params")) is more than params, \(text("params")); use 0 (all) or at most params"
  }

  private var building: String? {
    let pue = number("pue")
    guard pue < 1 else { return nil }
    return "pue: \(text("pue")) is below 1, a building cannot use less than its machines; use 1 or more"
  }

  private var shares: String? {
    if number("interconnect_multiplier") > 0, number("interconnect_multiplier") < 1 {
      return
        "interconnect_multiplier: \(text("interconnect_multiplier")) is below 1, a cluster costs no less than its "
        + "servers; use 1 or more, or 0 for interconnect_share"
    }
    for name in ["interconnect_share", "staff_share"] where number(name) >= 1 {
      return "\(name): \(text(name)) leaves nothing for the rest; use less than 1"
    }
    return nil
  }

  private var attention: String? {
    guard number("layers") > 0, number("hidden") <= 0 else { return nil }
    return
      "hidden: 0 with \(text("layers")) layers gives no attention; give hidden, or 0 layers to leave it out"
  }

  private var utilisation: String? {
    guard number("mfu") <= 0, number("whole_run_mfu") <= 0, !isTimed else { return nil }
    if number("hidden") <= 0 { return "mfu: 0 predicts it from hidden, which is 0; give mfu or hidden" }
    guard !SteadyUtilisation.ceilings.keys.contains(where: chip.name.hasPrefix) else { return nil }
    let known = SteadyUtilisation.ceilings.keys.sorted().joined(separator: " and ")
    return "mfu: 0 predicts it for \(known) alone, not for \(chip.name); give mfu"
  }

  private var progress: String? {
    guard number("whole_run_mfu") <= 0, !isTimed else { return nil }
    let names = number("mfu") > 0 ? ["mfu", "counted_tokens"] : ["counted_tokens"]
    for name in names where number(name) <= 1e-6 {
      return "\(name): at \(text(name)) the run never ends; use more than 0.000001"
    }
    if number("idle_share") >= 1 { return "idle_share: 1 leaves no time for training; use less than 1" }
    let failures = TrainingFailures(input)
    guard failures.goodput.value < 1e-3 else { return nil }
    return
      "chips: \(text("chips")) chips fail every \(ReadableNumber.text(failures.meanTimeToFailure.value)) h, faster than "
      + "restart_minutes \(text("restart_minutes")) and checkpoint_write \(text("checkpoint_write")) s allow; "
      + "lower node_failures, restart_minutes or checkpoint_write"
  }
}
