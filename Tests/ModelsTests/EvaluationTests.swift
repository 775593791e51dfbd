import Sweeps
import Testing

@testable import Models

@Suite struct EvaluationTests {
  @Test func `inputs are given by name or by symbol`() throws {
    let byName = try Evaluation(TrainingCost(), given: ["params": .number(1e10), "tokens": .number(2e11)])
    let bySymbol = try Evaluation(TrainingCost(), given: ["N": .number(1e10), "D": .number(2e11)])
    #expect(byName.outputs == bySymbol.outputs)
    #expect(byName["C"] == byName["compute"])
  }

  @Test func `every fault is listed, with the range or the nearest name`() {
    let given: [String: Value] = [
      "mfu": .number(1.4), "chips": .number(2.5), "tokens": .number(0), "chip": .choice("H100 SXM"),
      "parms": .number(1),
      "precision": .number(8), "pue": .choice("low"),
    ]
    #expect {
      try Evaluation(TrainingCost(), given: given)
    } throws: { error in
      "\(error)" == """
        chip: H100 SXM is not a choice; did you mean H100 SXM5 80GB?
        chips: 2.5 is out of range; use a whole number of at least 1
        mfu: 1.4 is out of range; use 0..1, because a chip does no more than its peak, and 0 predicts it
        parms: training-cost has no such input; did you mean params?
        precision: 8 is not a choice; use one of bf16, fp8, fp4
        pue: low is not a number; use 1 or more, because a building uses no less than its machines
        tokens: 0 is out of range; use a number above 0 (token)
        """
    }
  }

  @Test func `an input given by name and by symbol is refused`() {
    #expect {
      try Evaluation(TrainingCost(), given: ["params": .number(1), "N": .number(2)])
    } throws: { "\($0)" == "params: given twice, by name and by symbol N; give it once" }
  }

  @Test func `the JSON names value, unit and symbol`() throws {
    let text = try Evaluation(ChipBreakeven(), given: ["strategy": .choice("buy")]).json.text
    #expect(
      text.hasPrefix(#"{"model":"chip-breakeven@1","inputs":{"strategy":{"value":"buy","unit":"1","symbol":"strat"}"#))
    #expect(text.contains(#""outputs":{"cost":{"value":"#))
    #expect(text.contains(#""terms":{"cost":{"design":0,"chips":3200000000"#))
    #expect(text.hasSuffix(#""infeasible":[]}"#))
  }

  @Test func `the catalogue knows its models and suggests the nearest`() throws {
    #expect(try Catalogue.model(named: "training-cost@2").declaration.name == "training-cost")
    #expect(throws: CatalogueError.unknownModel("chip-breakevn", nearest: "chip-breakeven")) {
      try Catalogue.model(named: "chip-breakevn")
    }
    #expect(throws: CatalogueError.otherVersion("training-cost@9", available: 2)) {
      try Catalogue.model(named: "training-cost@9")
    }
    #expect(throws: CatalogueError.unknownModel("zzz", nearest: nil)) { try Catalogue.model(named: "zzz") }
  }
}
