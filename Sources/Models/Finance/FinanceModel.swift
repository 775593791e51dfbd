import Formulas
import Sweeps

/// The arithmetic of an investment: what its cash flows are worth and earn, what assets keep, what learning saves, what
/// waiting and options are worth, how much to order, and how bad the tail is.
///
/// The parts stand side by side and share only the discount rate; an output costs nothing where no report asks for it.
public struct FinanceModel: Model {
  /// Steps of the cash flow after the first payment.
  static let mostPeriods = 24

  public let declaration = ModelDeclaration(
    name: "finance", version: 1,
    question: "What is an investment worth, what does it earn, and what is it worth to decide later?",
    inputs: FinanceModel.inputs, outputs: FinanceModel.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let flows = InvestmentFlows(input)
    let assets = AssetValues(input)
    let options = OptionValues(input)
    let order = OrderAndTail(input)
    let waiting = TwoPeriodInvestment(
      cost: input["project_cost"], price: input["price_now"], up: input["price_up"], down: input["price_down"],
      upProbability: input["up_probability"], rate: input["discount_rate"])
    return ModelOutputs(
      [
        "npv": flows.npv, "irr": flows.internalRate.rate, "irr_roots": flows.internalRate.roots,
        "sign_changes": flows.signChanges, "xnpv": flows.datedWorth, "xirr": flows.datedRate.rate,
        "xirr_roots": flows.datedRate.roots, "payment": assets.payment, "capital_recovery": assets.recovery,
        "declining_value": assets.declining, "balance_value": assets.balance, "straight_line_value": assets.straight,
        "capital_charge": assets.charge, "learned_cost": assets.learned, "learned_total": assets.learnedTotal,
        "invest_now": waiting.now, "wait_value": waiting.wait, "flexibility": waiting.flexibility,
        "trigger": options.trigger, "call": options.call, "put": options.put, "lattice_value": options.lattice,
        "order_quantity": order.quantity, "fractile": order.fractile, "order_profit": order.profit,
        "value_at_risk": order.tail.quantile, "expected_shortfall": order.tail.mean,
      ],
      terms: [
        "npv": ["investment": -input["investment"], "receipts": flows.npv + input["investment"]],
        "xnpv": ["investment": -input["investment"], "receipts": flows.datedWorth + input["investment"]],
      ])
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] {
    var sentences: [String] = []
    if InvestmentFlows(input).internalRate.roots.value == 0 {
      sentences.append(
        "cash_flow: no rate between -99% and 9800% a period makes the flows worth \(input["investment"].value) USD, "
          + "so irr has no value; give receipts that pay the investment back, or read npv")
    }
    if input["discount_rate"].value <= 0 {
      sentences.append(
        "discount_rate: \(input["discount_rate"].value) makes a perpetuity infinitely dear, and with it wait_value; "
          + "use more than 0")
    }
    return sentences
  }
}

/// The cash flow, by period and by date.
struct InvestmentFlows<L: Lane> {
  let npv: L
  let signChanges: L
  let internalRate: InternalRate<L>
  /// With flows at their own days, of a year of 365.
  let datedWorth: L
  let datedRate: InternalRate<L>

  init(_ input: ModelInputs<L>) {
    let zero = L(0)
    var flows = [-input["investment"]]
    for (index, flow) in input.path("cash_flow").enumerated() {
      flows.append(zero.replacing(with: flow, where: input["periods"] .> Double(index)))
    }
    var years = [zero]
    for interval in input.path("interval") { years.append(years[years.count - 1] + interval * (1 / 365.0)) }
    let times = flows.indices.map { L(Double($0)) }
    let rate = input["discount_rate"]
    npv = CashFlow.presentValue(flows, rate: rate)
    signChanges = CashFlow.signChanges(flows)
    internalRate = InternalRate(flows, times: times, horizon: times[times.count - 1])
    datedWorth = CashFlow.presentValue(flows, years: years, rate: rate)
    datedRate = InternalRate(flows, times: years, horizon: years[years.count - 1])
  }
}

/// A loan, an ageing asset, and a product one learns to make.
struct AssetValues<L: Lane> {
  let payment: L
  let recovery: L
  let declining: L
  let balance: L
  let straight: L
  let charge: L
  let learned: L
  let learnedTotal: L

  init(_ input: ModelInputs<L>) {
    let price = input["asset_price"]
    let age = input["asset_age"]
    let perDecade = input["price_decline"]
    recovery = Finance.capitalRecovery(rate: input["loan_rate"], years: input["loan_periods"])
    payment = input["loan"] * recovery
    declining = HardwareCost.value(price: price, decline: perDecade, years: age)
    balance = Finance.decliningBalance(price: price, yearlyDecline: input["yearly_decline"], years: age)
    straight = Finance.straightLine(price: price, life: input["asset_life"], years: age)
    charge = HardwareCost.hourlyCharge(value: L(HardwareCost.hoursPerYear), decline: perDecade)
    let first = input["first_unit_cost"]
    let rate = input["learning_rate"]
    learned = Finance.wrightCost(first: first, learningRate: rate, units: input["units"])
    learnedTotal = Finance.wrightTotal(first: first, learningRate: rate, units: input["units"])
  }
}

/// Options on a traded value, and the value from which a project should not wait.
struct OptionValues<L: Lane> {
  let trigger: L
  /// European, by Black and Scholes with the payout taken off the spot price.
  let call: L
  let put: L
  let lattice: L

  init(_ input: ModelInputs<L>) {
    let rate = input["risk_free_rate"]
    let payout = input["payout"]
    let volatility = input["volatility"]
    let years = input["option_years"]
    trigger = FinanceOption.perpetualTrigger(rate: rate, payout: payout, volatility: volatility)
    let european = FinanceOption.European(
      spot: input["spot"] * L.exp(-(payout * years)), strike: input["strike"], rate: rate, volatility: volatility,
      years: years)
    call = european.call
    put = european.put
    let contract = FinanceLattice.Contract(
      spot: input["spot"], strike: input["strike"], rate: rate, payout: payout, volatility: volatility, years: years,
      isPut: input["option"] .== 1, isAmerican: input["exercise"] .== 1)
    lattice = FinanceLattice.value(contract, steps: input["lattice_steps"])
  }
}

/// How much to order ahead of an uncertain demand, and the tail of a loss.
struct OrderAndTail<L: Lane> {
  let quantity: L
  let fractile: L
  let profit: L
  let tail: FinanceRisk.Tail<L>

  init(_ input: ModelInputs<L>) {
    let (mean, sd) = (input["demand_mean"], input["demand_sd"])
    let (price, cost, salvage) = (input["sale_price"], input["order_cost"], input["salvage"])
    quantity = Finance.newsvendorOrder(mean: mean, sd: sd, price: price, cost: cost, salvage: salvage)
    profit = FinanceRisk.newsvendorProfit(
      order: quantity, mean: mean, sd: sd, price: price, cost: cost, salvage: salvage)
    let risksNothing = cost .<= salvage
    let spread = (price - salvage).replacing(with: L(1), where: price .<= salvage)
    let ratio = L.minimum(L.maximum((price - cost) / spread, L(0)), L(1))
    fractile = ratio.replacing(with: L(1), where: risksNothing).replacing(with: L(0), where: price .<= cost)
    let level = L.minimum(L.maximum(input["tail_level"], L(1e-15)), L(1 - 1e-15))
    tail = FinanceRisk.Tail(
      .init(normalMean: input["loss_mean"], sd: input["loss_sd"], level: level),
      .init(logMean: input["loss_mean"], logSD: input["loss_sd"], level: level), where: input["loss_law"] .== 1)
  }
}
