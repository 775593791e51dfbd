import Formulas
import Sweeps
import Testing

@testable import Models

/// What no input may be, whatever the model: refused by name, with the value and what is allowed.
@Suite struct BadInputPropertyTests {
  private static let seed: UInt64 = 20_261_207
  private static let models = Catalogue.models

  /// A value outside an input's kind and limit, of a random sort.
  private func bad(_ input: InputDeclaration, _ draws: inout Draws) -> Double? {
    let size = 1e-3 + 1e6 * draws.uniform()
    let tries = [Double.nan, .infinity, -.infinity, -size, 1 + size, size + 0.5, 0]
    let outside = tries.filter { value in
      if !value.isFinite { return true }
      switch input.kind {
      case .positive(let allowsZero): if value < 0 || (value == 0 && !allowsZero) { return true }
      case .fraction: if !(0...1).contains(value) { return true }
      case .count(let minimum): if value < Double(minimum) || value != value.rounded(.down) { return true }
      case .real: break
      case .choice: return true
      }
      return input.limit.map { !$0.allows(value) } ?? false
    }
    return outside.isEmpty ? nil : outside[Int(draws.next() % UInt64(outside.count))]
  }

  @Test func `a value outside its range is refused by name, value and remedy, in every model`() {
    var draws = Draws(seed: Self.seed)
    var refused: Set<String> = []
    for _ in 0..<5_000 {
      let model = Self.models[Int(draws.next() % UInt64(Self.models.count))]
      let declaration = model.declaration
      let input = declaration.inputs[Int(draws.next() % UInt64(declaration.inputs.count))]
      guard !input.isChoice, let value = bad(input, &draws) else { continue }
      refused.insert("\(declaration.name).\(input.name)")
      do throws(EvaluationError) {
        _ = try Evaluation(model, given: [input.symbol: .number(value)])
        Issue.record("\(declaration.name) takes \(input.name) \(value), seed \(Self.seed)")
      } catch {
        let said = error.description
        #expect(error.sentences.count == 1, "\(said)")
        #expect(said.hasPrefix("\(input.name): \(JSON.text(of: value)) is out of range; use "), "\(said)")
      }
    }
    #expect(refused.count > 200, "\(refused.count)")
  }

  /// Each is allowed as a number, and what it asks for cannot be made or bought.
  @Test func `an own chip above the reticle or without a good package is infinitely dear and says why`() {
    var draws = Draws(seed: Self.seed + 1)
    for _ in 0..<3_000 {
      let point = ChipStrategyPoint(&draws)
      let strategy = ["build", "codesign", "acquire", "hybrid"][Int(draws.next() % 4)]
      let (symbol, name, value) =
        draws.uniform() < 0.5
        ? ("A_die", "die_area", WaferGeometry.reticleMM2 * (1 + draws.uniform())) : ("y_asm", "assembly_yield", 0)
      let input = point.with([symbol: value]).inputs(strategy)
      #expect(ChipStrategyPoint.model.outputs(input)["cost"].value == .infinity, "seed \(Self.seed + 1)")
      let said = ChipStrategyPoint.model.infeasibilities(input)
      #expect(said.count == 1 && said[0].hasPrefix("\(name): \(value) "), "\(said), seed \(Self.seed + 1)")
    }
  }
}
