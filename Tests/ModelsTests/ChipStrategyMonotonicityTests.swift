import Formulas
import Testing

@testable import Models

/// Which way the cost of a strategy goes when one input rises and all others stay, at thousands of random points.
@Suite struct ChipStrategyMonotonicityTests {
  private static let seed: UInt64 = 20_261_201
  private static let count = 3_000

  private struct Base: Sendable {
    var point: ChipStrategyPoint
    var strategy: String
    var cost: Double
  }

  /// Random points under random strategies, and what each costs as it stands.
  private static let bases: [Base] = {
    var draws = Draws(seed: seed)
    return (0..<count).map { _ in
      let point = ChipStrategyPoint(&draws)
      let strategy = ChipStrategy.strategies[Int(draws.next() % 6)]
      return Base(point: point, strategy: strategy, cost: point.cost(strategy))
    }
  }()

  /// An input's value raised by a quarter, or by three tenths of what a share has left to 1.
  private static func raised(_ symbol: String, at base: Base, from old: Double) -> Double {
    switch symbol {
    case "psi", "eta", "U_m", "share": old + (1 - old) * 0.3
    case "n_spin": old + 1
    default: old * 1.25 + 1e-3
    }
  }

  /// What raising an input adds to the cost of every point, over that cost; 0 within rounding.
  private static func changes(of symbol: String, in bases: [Base] = bases) throws -> [Double] {
    let name = try #require(ChipStrategyPoint.names[symbol])
    return bases.map { base in
      let old = base.point.inputs(base.strategy)[name].value
      let change = base.point.with([symbol: raised(symbol, at: base, from: old)]).cost(base.strategy) - base.cost
      return change.magnitude <= 1e-11 * base.cost.magnitude ? 0 : change / base.cost.magnitude
    }
  }

  @Test(arguments: ["P_m0", "wafer", "c_GB", "NRE", "e_price", "c_dc", "pen", "maint", "R0", "sw", "mask"])
  func `no strategy gets cheaper when a price or a burden rises`(symbol: String) throws {
    let changes = try Self.changes(of: symbol)
    let falls = changes.count { $0 < 0 }
    #expect(
      falls == 0, "\(symbol): \(falls) of \(changes.count) fall, at worst \(changes.min() ?? 0), seed \(Self.seed)")
    #expect(changes.count { $0 > 0 } > Self.count / 10, "\(symbol) hardly matters, seed \(Self.seed)")
  }

  @Test(arguments: ["psi", "C0", "U_m"])
  func `no strategy gets dearer when its machines sell for more, do more or can be rented too`(symbol: String) throws {
    let changes = try Self.changes(of: symbol)
    let rises = changes.count { $0 > 0 }
    #expect(
      rises == 0, "\(symbol): \(rises) of \(changes.count) rise, at worst \(changes.max() ?? 0), seed \(Self.seed)")
    #expect(changes.count { $0 < 0 } > Self.count / 10, "\(symbol) hardly matters, seed \(Self.seed)")
  }

  /// Where packaging is not short, a better own chip leaves every capacity as it was and takes fewer units to get there.
  @Test(arguments: ["eta", "phi"])
  func `a better own chip never costs more where packaging is not short`(symbol: String) throws {
    let ample = Self.bases.map { base in
      let point = base.point.with(["A_c0": 1e15])
      return Base(point: point, strategy: base.strategy, cost: point.cost(base.strategy))
    }
    let changes = try Self.changes(of: symbol, in: ample)
    #expect(changes.allSatisfy { $0 <= 0 }, "\(symbol): worst \(changes.max() ?? 0), seed \(Self.seed)")
    #expect(changes.count { $0 < 0 } > Self.count / 10, "\(symbol) hardly matters, seed \(Self.seed)")
  }

  /// Where packaging is short, a better chip may end the shortage in one quarter, so that the merchant gets fewer orders
  /// then and cannot deliver enough in a later one: about one point in two thousand, up to 4% dearer.
  @Test(arguments: ["eta", "phi"])
  func `a better own chip hardly ever costs more where packaging is short`(symbol: String) throws {
    let changes = try Self.changes(of: symbol)
    #expect(changes.count { $0 > 0 } <= Self.count / 500, "\(symbol), seed \(Self.seed)")
    #expect(changes.allSatisfy { $0 < 0.05 }, "\(symbol): worst \(changes.max() ?? 0), seed \(Self.seed)")
  }

  /// A rented hour may cost more than doing without: only where the penalty is at least the rent must more cloud help.
  @Test func `more cloud costs more where doing without is cheaper`() {
    let dear = Self.bases.prefix(500).map { $0.point.with(["pen": 0.5, "dec_c": 0]) }
    let rises = dear.count { $0.with(["C0": 2e4]).cost("buy") > $0.with(["C0": 0]).cost("buy") }
    #expect(rises > 100, "\(rises), seed \(Self.seed)")
  }

  /// Delaying or shrinking a programme that does not pay saves money, and more of an uneconomic supply costs it.
  @Test(arguments: ["slip", "n_spin", "A_m0", "A_c0", "share"])
  func `a late, slow or small programme costs some strategies more and others less`(symbol: String) throws {
    let own = Self.bases.filter { $0.strategy != "rent" && $0.strategy != "buy" }
    let changes = try Self.changes(of: symbol, in: own)
    let (rises, falls) = (changes.count { $0 > 0 }, changes.count { $0 < 0 })
    #expect(
      rises > changes.count / 50 && falls > changes.count / 50,
      "\(symbol): \(rises) up, \(falls) down, seed \(Self.seed)")
  }
}
