import Formulas

/// How long a chip takes from layout to packaged parts, and what creating it costs in the terms of Ning et al. 2023.
struct UnitSchedule<L: Lane> {
  /// Weeks.
  let tapeout: L
  let fab: L
  let assembly: L
  let total: L
  /// Wafers for the whole volume.
  let wafers: L
  /// Wafers an hour for one week of time to market (squared wafer rates over wafers).
  let agility: L
  /// Addends of the cost (USD); the inputs `ip_cost` and `mask_cost` are two more.
  let tools: L
  let pay: L
  let gates: L
  let waferCost: L
  let packaging: L
  let cost: L

  init(_ input: ModelInputs<L>, die: UnitDie<L>) {
    let logic = input["logic_area"]
    let transistors = input["transistors"].orIfZero(logic * (input["transistor_density"] * 1e6))
    let unique = transistors * input["unique_share"]
    let engineers = input["engineers"]
    let effort = TimeToMarket.tapeoutEffort(
      uniqueTransistors: unique, hoursPerTransistor: input["tapeout_effort"])
    tapeout = TimeToMarket.tapeout(effort: effort, engineers: engineers, parallelShare: input["parallel_share"])

    let infinity = L(.infinity)
    let hasDies = .!die.cannotBeMade
    let good = L(1).replacing(with: die.perWafer * die.yield, where: hasDies)
    let needed = TimeToMarket.wafers(dies: input["volume"] * die.count, goodDiesPerWafer: good)
    wafers = infinity.replacing(with: needed, where: hasDies)
    let rate = input["wafer_rate"] * input["capacity_share"]
    let hasWafers = rate .> 0
    let safeRate = L(1).replacing(with: rate, where: hasWafers)
    fab = infinity.replacing(
      with: TimeToMarket.fab(
        queue: input["fab_queue"], latency: input["fab_latency"], wafers: wafers, waferRate: safeRate),
      where: hasWafers)
    assembly = TimeToMarket.assembly(
      base: input["assembly_weeks"], transistors: transistors, areaMM2: die.area * die.count)
    total = tapeout + fab + assembly
    agility = L(0).replacing(with: TimeToMarket.agility(wafers: needed, waferRate: rate), where: hasWafers)

    tools = TimeToMarket.tools(effort: effort)
    pay = TimeToMarket.pay(engineers: engineers, weeks: tapeout)
    gates = TimeToMarket.gates(uniqueTransistors: unique, pricePerGate: input["gate_price"])
    waferCost = infinity.replacing(with: die.wafer * needed, where: hasDies)
    packaging = input["volume"] * input["package_price"]
    cost =
      input["ip_cost"] + tools + pay + gates + TimeToMarket.packageDesign + input["mask_cost"] + waferCost + packaging
  }
}
