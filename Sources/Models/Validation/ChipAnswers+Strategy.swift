import Formulas
import Sweeps

/// Costs of the quarterly simulation, with the model's defaults but for what a row gives.
extension ChipAnswers {
  func simulation() throws(RowReader.Missing) -> ScalarLane? {
    if row.quantity.hasPrefix("custom COGS") { return unitCost() }
    let outputs = ChipStrategy().outputs(try simulated())
    return outputs[row.quantity.contains("lcoc") ? "lcoc" : "cost"]
  }

  /// The row's inputs by symbol; the strategy is one of the model's choices, whatever its case.
  private func simulated() throws(RowReader.Missing) -> ModelInputs<ScalarLane> {
    let declaration = ChipStrategy().declaration
    var given: [String: ScalarLane] = [:]
    for (symbol, text) in row.inputs {
      let isStrategy = symbol == "strategy"
      guard let declared = declaration.input(symbol),
        let number = isStrategy ? declared.number(of: .choice(text)) : try input(symbol).value
      else { throw RowReader.Missing(name: symbol) }
      given[declared.name] = ScalarLane(number)
    }
    return ModelInputs(declaration, given: given)
  }

  /// Unit cost in year 3 at the start of volume there, and two years later.
  private func unitCost() -> ScalarLane? {
    let dates: [String: (year: Double, age: Double)] = ["oracle_cogs_3_0": (3, 0), "oracle_cogs_5_2": (5, 2)]
    guard let date = dates[row.name] else { return nil }
    let defaults = ModelInputs<ScalarLane>(ChipStrategy().declaration, given: [String: ScalarLane]())
    return ChipStrategyUnit(defaults).cost(year: ScalarLane(date.year), age: ScalarLane(date.age))
  }
}
