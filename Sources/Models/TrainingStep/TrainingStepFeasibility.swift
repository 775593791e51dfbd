import Formulas
import Sweeps

/// Why no layout of a training step can be built, in sentences.
struct TrainingStepFeasibility: Feasibility {
  let input: ModelInputs<ScalarLane>
  private let point: TrainingStepPoint<ScalarLane>
  private let chip: Accelerator

  init(_ input: ModelInputs<ScalarLane>) {
    self.input = input
    point = TrainingStepPoint(input)
    chip = Accelerator.chosen(by: input)
  }

  var sentences: [String] {
    let known = [precision, figures, routing].compactMap { $0 }
    guard known.isEmpty else { return known }
    let search = LayoutSearch(point.shape, point.machine, point.request, weighsMemory: true)
    guard search.time.value == .infinity else { return [] }
    if search.leastMemory.value == .infinity {
      return [tensor ?? pipeline ?? microbatch ?? spread ?? interleave ?? divisibility]
    }
    return [memory(search.leastMemory.value)]
  }

  private func given(_ name: String) -> String { "\(name): \(JSON.text(of: number(name)))" }

  private func divides(_ divisor: Double, _ number: Double) -> Bool {
    number.truncatingRemainder(dividingBy: divisor) == 0
  }

  // MARK: The chip and the model

  private var precision: String? { chip.missingPeak(of: input) }

  private var figures: String? {
    if chip.bandwidth == nil { return "chip: no memory bandwidth of \(chip.name) is published; choose another chip" }
    guard chip.memoryGB == nil, number("hbm") <= 0 else { return nil }
    return "hbm: no memory size of \(chip.name) is published; give hbm"
  }

  private var routing: String? {
    guard number("experts_per_token") > number("experts") else { return nil }
    return "\(given("experts_per_token")) is more than experts, \(JSON.text(of: number("experts"))); "
      + "a token cannot pass through more than there are"
  }

  // MARK: The layout given

  private var tensor: String? {
    guard number("tensor") > 0 else { return nil }
    if !divides(number("tensor"), number("heads")) {
      return "\(given("tensor")) does not divide heads, \(JSON.text(of: number("heads"))); use a divisor of it"
    }
    guard !divides(number("tensor") * max(1, number("pipeline")), number("gpus")) else { return nil }
    return "\(given("tensor")) with pipeline \(JSON.text(of: number("pipeline"))) does not divide gpus, "
      + "\(JSON.text(of: number("gpus"))); the degrees must multiply to the number of GPUs"
  }

  private var pipeline: String? {
    guard number("pipeline") > 0 else { return nil }
    let stage = (number("layers") / number("pipeline")).rounded(.up)
    if (number("pipeline") - 1) * stage >= number("layers") {
      return "\(given("pipeline")) leaves a stage without layers: \(JSON.text(of: number("layers"))) layers, "
        + "\(JSON.text(of: stage)) a stage; use fewer stages"
    }
    guard number("tensor") <= 0, !divides(number("pipeline"), number("gpus")) else { return nil }
    return "\(given("pipeline")) does not divide gpus, \(JSON.text(of: number("gpus"))); use a divisor of it"
  }

  private var microbatch: String? {
    let copies = number("gpus") / (max(1, number("tensor")) * max(1, number("pipeline")))
    guard number("microbatch") > 0, number("tensor") > 0, number("pipeline") > 0,
      !divides(copies * number("microbatch"), number("batch"))
    else { return nil }
    return "\(given("microbatch")) on \(JSON.text(of: copies)) copies does not divide batch, "
      + "\(JSON.text(of: number("batch"))); use a divisor of \(JSON.text(of: number("batch") / copies))"
  }

  private var interleave: String? {
    guard number("interleave") > 1 else { return nil }
    if number("schedule") > 0 {
      let name = PipelineSchedule.names[min(Int(number("schedule")), PipelineSchedule.names.count - 1)]
      return "\(given("interleave")) needs the schedule interleaved, not \(name); use 1 or 0"
    }
    return "\(given("interleave")) needs more than one stage, layers of a stage that it divides, and microbatches that "
      + "the stages divide; use 0 to search"
  }

  private var spread: String? {
    let copies = number("gpus") / (max(1, number("tensor")) * max(1, number("pipeline")))
    guard number("expert_parallel") > copies else { return nil }
    return
      "\(given("expert_parallel")) is more than the \(JSON.text(of: copies)) copies of the model; use at most those"
  }

  private var divisibility: String {
    "gpus: no layout of the list divides \(JSON.text(of: number("gpus"))) GPUs, "
      + "\(JSON.text(of: number("heads"))) heads and a batch of \(JSON.text(of: number("batch"))) sequences; "
      + "change batch or gpus to a multiple of the other, or give tensor, pipeline and microbatch"
  }

  private func memory(_ least: Double) -> String {
    let usable = point.request.memory.value / 1e9
    let needed = least / 1e9
    return "hbm: the leanest layout needs \(rounded(needed)) GB of each GPU beside the runtime, and "
      + "\(rounded(usable)) GB are usable: \(rounded(needed - usable)) GB too much; use more gpus, "
      + "a chip with more memory, optimizer_sharding zero1 or recompute search"
  }

  private func rounded(_ gigabytes: Double) -> String { JSON.text(of: (gigabytes * 10).rounded() / 10) }
}
