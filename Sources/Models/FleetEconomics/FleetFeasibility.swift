import Formulas

/// Why a fleet cannot be costed or its units counted, in sentences.
struct FleetFeasibility: Feasibility {
  let input: ModelInputs<ScalarLane>
  private let chip: Accelerator

  init(_ input: ModelInputs<ScalarLane>) {
    self.input = input
    chip = Accelerator.chosen(by: input)
  }

  var sentences: [String] { [price, network, power, units, shares, building].compactMap { $0 } }

  private var price: String? {
    guard number("server_price") <= 0, chip.serverPriceOrEstimate == nil else { return nil }
    return "server_price: no price of \(chip.name) is published, so owning cannot be costed; give server_price"
  }

  private var network: String? {
    guard number("interconnect_share") >= 1 else { return nil }
    return "interconnect_share: 1 leaves nothing for the rest; use less than 1"
  }

  private var power: String? {
    guard number("facility_power_per_chip") <= 0, chip.power == nil else { return nil }
    return "facility_power_per_chip: no rated power of \(chip.name) is published; give facility_power_per_chip"
  }

  private var units: String? {
    guard number("chip_price") <= 0, chip.chipPrice == nil else { return nil }
    return "chip_price: no unit price of \(chip.name) is published, so units cannot be counted; give chip_price"
  }

  private var shares: String? {
    if number("user_margin") >= 1 { return "user_margin: 1 leaves nothing for cost; use less than 1" }
    guard number("chip_share") <= 0 else { return nil }
    return "chip_share: at 0 chips are no part of the cost; use a share above 0 and at most 1"
  }

  private var building: String? {
    let pue = number("pue")
    guard pue < 1 else { return nil }
    return "pue: \(pue) is below 1, a building cannot use less than its machines; use 1 or more"
  }
}
