import Formulas

/// What one chip costs an hour (USD/h), rented or owned; infinite where a price or the power is unpublished.
struct ServingHour<L: Lane> {
  let total: L
  let rental: L
  let capital: L
  let energy: L
  let hosting: L
  /// Average metered power of one chip (kW); infinite where unpublished.
  let meteredKW: L

  init(_ input: ModelInputs<L>) {
    let chip = input["chip"]
    let isOwned = input["tenure"] .== 1
    let infinity = L(.infinity)

    let quote = input["gpu_hour_price"].orIfZero(chip.lookup(in: AcceleratorColumn.hourPrice))
    let rent = quote.replacing(with: infinity, where: quote .<= 0)

    let price = input["server_price"].orIfZero(chip.lookup(in: AcceleratorColumn.serverPrice))
    let share = input["interconnect_share"]
    let lacksPrice = (price .<= 0) .| (share .>= 1)
    let recovered = ServingPrices.ownedCapitalPerHour(
      price: price * input["price_factor"], interconnectShare: share.replacing(with: L(0), where: lacksPrice),
      rate: input["discount_rate"], years: input["hardware_life"])

    let tdp = input["tdp"].orIfZero(chip.lookup(in: AcceleratorColumn.power))
    let ratio = input["server_power_ratio"].orIfZero(chip.lookup(in: AcceleratorColumn.serverPowerRatio))
    let average = input["average_power"].orIfZero(chip.lookup(in: AcceleratorColumn.averagePowerShare))
    let drawn = EnergyAndCarbon.meteredPowerKW(
      chipW: tdp, serverRatio: ratio, averageShare: average, pue: input["pue"])
    let lacksPower = tdp .<= 0
    let electricity = EnergyAndCarbon.cost(energyKWh: drawn, pricePerKWh: input["power_price"])
    let ratedKW = tdp * ratio / 1000
    let housed = ratedKW * (input["hosting_price"] * (12 / HardwareCost.hoursPerYear))

    meteredKW = drawn.replacing(with: infinity, where: lacksPower)
    rental = rent.replacing(with: L(0), where: isOwned)
    capital = L(0).replacing(with: recovered.replacing(with: infinity, where: lacksPrice), where: isOwned)
    energy = L(0).replacing(with: electricity.replacing(with: infinity, where: lacksPower), where: isOwned)
    hosting = L(0).replacing(with: housed.replacing(with: infinity, where: lacksPower), where: isOwned)
    total = rental + capital + energy + hosting
  }
}

/// Cost, revenue and where they meet, for the whole deployment.
struct ServingMoney<L: Lane> {
  /// Output tokens a second of all replicas at full load.
  let deploymentThroughput: L
  let costPerHour: L
  let perMillionOutput: L
  let perMillionTokens: L
  let revenuePerHour: L
  let profitPerHour: L
  let margin: L
  let breakEvenUtilisation: L
  let breakEvenPrice: L
  let breakEvenActive: L
  let energyPerMillion: L

  init(_ input: ModelInputs<L>, speed: ServingSpeed<L>, hour: ServingHour<L>, machine: ServingMachine<L>) {
    let chips = input["chips"]
    let load = input["utilisation"]
    let prompt = input["prompt_tokens"]
    let output = input["output_tokens"]
    let hit = prompt * input["cached_share"]
    let revenuePerRequest = ServingPrices.revenue(
      hit: hit, miss: prompt - hit, output: output, hitPrice: input["cached_price"],
      missPrice: input["input_price"], outputPrice: input["output_price"])
    let revenuePerToken = revenuePerRequest / output

    let rate = machine.replicas * speed.throughput
    let cost = chips * hour.total
    let full = rate * (3600 * revenuePerToken)
    let earned = full * load
    deploymentThroughput = rate
    costPerHour = cost
    revenuePerHour = earned
    profitPerHour = earned - cost
    perMillionOutput = ServingPrices.perMillion(costPerHour: cost, tokensPerSecond: rate, utilisation: load)
    perMillionTokens = perMillionOutput * (output / (prompt + output))
    margin = ServingPrices.marginOnCost(revenue: earned, cost: cost)
    breakEvenUtilisation = ServingPrices.breakEvenUtilisation(cost: cost, revenueAtFullLoad: full)
    breakEvenPrice = ServingPrices.breakEvenPrice(price: input["output_price"], cost: cost, revenue: earned)
      .replacing(with: L(.infinity), where: (earned .<= 0) .| (cost .== L(.infinity)))
    energyPerMillion = ServingPrices.perMillion(
      costPerHour: chips * hour.meteredKW, tokensPerSecond: rate, utilisation: load)

    // Revenue pays for so many seconds of a replica for each token; what is left buys products with parameters.
    let paid = machine.replicas * (load * (3600 * revenuePerToken))
    let knowsCost = (cost .> 0) .& (cost .< L(.infinity))
    let affordable = paid / L(1).replacing(with: cost, where: knowsCost)
    let active = L.minimum(input["active_params"].orIfZero(input["params"]), input["params"])
    let spare = affordable - speed.tokenTime.replacing(with: L(0), where: speed.isImpossible)
    let bought = L.maximum(active + spare / speed.perActiveParameter, L(0))
    let isServed = .!speed.isImpossible
    breakEvenActive = L(0).replacing(with: bought, where: isServed .& knowsCost)
  }
}
