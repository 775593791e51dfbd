import Formulas
import Sweeps

/// Rent, buy or own a chip: eight years of compute, quarter by quarter.
///
/// Demand grows at random. Each quarter a strategy orders what it expects to be missing, gets what lead times and
/// allocations allow, rents more if it can, and loses the revenue of the rest. A chip of one's own costs a programme
/// that may slip, respin or end; its software matures and its price falls with experience, while merchant generations
/// move on. All strategies see the same draws.
///
/// On request the market turns to shortage and back, an export rule limits merchant chips, and the exchange rate moves
/// prices abroad; all of this is off by default (`eventInputs`).
///
/// Inputs about the own chip have no effect on `rent` and `buy`. A cancelled programme buys from then on.
public struct ChipStrategy: Model {
  /// The options, in the order of the `strategy` choice.
  static let strategies = ["rent", "buy", "build", "codesign", "acquire", "hybrid"]

  public let declaration = ModelDeclaration(
    name: "chip-strategy", version: 1,
    question:
      "Over eight years of growing demand: rent accelerators, buy them, or own a chip by building, co-designing or "
      + "acquiring?",
    inputs: ChipStrategy.inputs, outputs: ChipStrategy.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    ChipStrategyResults(input).outputs
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] {
    ChipStrategyFeasibility(input).sentences
  }
}

/// What the simulation gives for a strategy, and what follows from it.
struct ChipStrategyResults<L: Lane> {
  let outputs: ModelOutputs<L>

  init(_ input: ModelInputs<L>) {
    let strategy = input["strategy"]
    let kind = L.minimum(strategy, L(2))
    let unit = ChipStrategyUnit(input)
    let hasNoCost =
      unit.cannotBeMade .| (input["partner_margin"] .>= 1) .| (input["software_ratio"] .<= 0)
      .| (input["perf_ratio"] .<= 0)
    let programme = ChipStrategyProgrammeInputs(input, kind: kind, cannotExist: hasNoCost)
    let results = L.results(
      of: .chipStrategy, shared: ChipStrategyMarketInputs(input, unit: unit).values, own: programme.values)
    let isOwn = kind .>= 2
    let infinite = isOwn .& hasNoCost
    func result(_ output: ChipStrategyOutput) -> L {
      results[output.rawValue].replacing(with: L(.infinity), where: infinite)
    }
    func physical(_ output: ChipStrategyOutput) -> L { results[output.rawValue] }

    let cost = result(.cost)
    let perWork = cost / physical(.work)
    // An effective PFLOP/s for a year.
    let operations = 1e15 * 3600 * HardwareCost.hoursPerYear
    let perToken = perWork * (input["params"] * (1e12 / operations))
    let cogs = unit.cost(year: programme.volumeQuarter * input["step"], age: L(0))
      .replacing(with: L(.infinity), where: unit.cannotBeMade)
    let economics = ChipStrategyBreakEven(input, programme: programme, cogs: cogs, hasNoCost: hasNoCost)
    outputs = ModelOutputs(
      [
        "cost": cost, "npv": -cost, "lcoc": perWork, "train_token_cost": 6 * perToken,
        "serve_token_cost": 2 * perToken, "work": physical(.work), "unmet": physical(.unmet),
        "vendor_units": physical(.merchantUnits), "custom_units": physical(.customUnits),
        "volume_quarter": programme.volumeQuarter, "peak_power": physical(.peakPower) * 1e-6,
        "breakeven_quarter": physical(.breakEvenQuarter), "breakeven_volume": economics.volume, "cogs": cogs,
        "vendor_capital": physical(.merchantCapital), "custom_capital": result(.customCapital),
        "facility": physical(.facility), "energy": physical(.energy), "upkeep": result(.maintenance),
        "cloud": physical(.cloud), "unmet_cost": physical(.unmetPenalty), "programme": physical(.programme),
        "software": physical(.software), "acquisition": physical(.acquisition), "residual": -result(.residual),
        "capital_1": Self.capital(1, results), "capital_2": Self.capital(2, results),
        "capital_3": Self.capital(3, results), "capital_4": Self.capital(4, results),
        "capital_5": Self.capital(5, results), "capital_6": Self.capital(6, results),
        "capital_7": Self.capital(7, results), "capital_8": Self.capital(8, results),
        "capital_9": Self.capital(9, results), "capital_10": Self.capital(10, results),
      ],
      terms: [
        "cost": [
          "vendor_capital": physical(.merchantCapital), "custom_capital": result(.customCapital),
          "facility": physical(.facility), "energy": physical(.energy), "upkeep": physical(.maintenance),
          "cloud": physical(.cloud), "unmet_cost": physical(.unmetPenalty), "programme": physical(.programme),
          "software": physical(.software), "acquisition": physical(.acquisition), "residual": physical(.residual),
        ]
      ])
  }

  private static func capital(_ year: Int, _ results: [L]) -> L {
    results[ChipStrategyOutput.firstYear + year - 1]
  }
}
