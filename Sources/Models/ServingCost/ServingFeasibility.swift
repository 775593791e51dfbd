import Formulas

/// Why requests cannot be served or costed, in sentences.
struct ServingFeasibility: Feasibility {
  let input: ModelInputs<ScalarLane>
  private let chip: Accelerator

  init(_ input: ModelInputs<ScalarLane>) {
    self.input = input
    chip = Accelerator.chosen(by: input)
  }

  var sentences: [String] {
    [precision, figures, link, activeParameters, memory, replicas, load, price, ownership, building]
      .compactMap { $0 }
  }

  private var precision: String? { chip.missingPeak(of: input) }

  private var figures: String? {
    guard number("memory") <= 0, chip.memoryGB == nil else { return nil }
    return "memory: none of \(chip.name) is published; give memory"
  }

  private var link: String? {
    let parallel = number("tensor_parallel")
    guard parallel > 1, parallel <= number("link_domain"), number("link_bandwidth") <= 0,
      ServingColumn.link[Int(number("chip"))] <= 0
    else { return nil }
    return "link_bandwidth: none of \(chip.name) is published, and tensor_parallel \(parallel) needs one; "
      + "give link_bandwidth, or tensor_parallel 1"
  }

  private var activeParameters: String? {
    let active = number("active_params")
    guard active > number("params") else { return nil }
    return "active_params: \(active) is more than params, \(number("params")); use 0 (all) or at most params"
  }

  private var memory: String? {
    let load = ServingLoad(input)
    let machine = ServingMachine(input)
    guard number("memory") > 0 || chip.memoryGB != nil else { return nil }
    let request = load.heldTokens.value * load.cacheBytes.value * load.cacheCopies.value
    let needed = load.weightBytes.value + request
    guard machine.usableBytes.value < needed else { return nil }
    return "tensor_parallel: weights and one request need \(needed) byte, the replica has "
      + "\(machine.usableBytes.value); use more chips, chips with more memory, or fewer weight_bytes"
  }

  private var replicas: String? {
    guard number("chips") < number("tensor_parallel") else { return nil }
    return "chips: \(number("chips")) are fewer than tensor_parallel, \(number("tensor_parallel")); "
      + "use at least that many"
  }

  private var load: String? {
    guard number("utilisation") <= 0 else { return nil }
    return "utilisation: 0 serves no token, so none has a cost; use a fraction above 0 and at most 1"
  }

  private var isOwned: Bool { Int(number("tenure")) == 1 }

  private var price: String? {
    guard !isOwned, number("gpu_hour_price") <= 0, chip.hourPrice == nil else { return nil }
    return "gpu_hour_price: no rental of \(chip.name) is published; give gpu_hour_price, or tenure own"
  }

  private var ownership: String? {
    guard isOwned else { return nil }
    if number("server_price") <= 0, chip.serverPriceOrEstimate == nil {
      return "server_price: no price of \(chip.name) is published, so owning cannot be costed; give server_price"
    }
    if number("interconnect_share") >= 1 { return "interconnect_share: 1 leaves nothing for the rest; use less than 1" }
    guard number("tdp") <= 0, chip.power == nil else { return nil }
    return "tdp: no rated power of \(chip.name) is published, so energy cannot be costed; give tdp"
  }

  private var building: String? {
    let pue = number("pue")
    guard pue < 1 else { return nil }
    return "pue: \(pue) is below 1, a building cannot use less than its machines; use 1 or more"
  }
}
