import Formulas
import Testing

/// The beta quantile table against the inverse incomplete beta function.
struct QuantileTableTests {
  static let shapes: [(Double, Double)] = [
    (2, 5), (0.5, 0.5), (8, 2), (3.08, 2.92), (1, 1), (1, 5), (0.1, 5), (50, 3), (1e5, 0.2), (1e6, 1e6),
  ]

  @Test(arguments: shapes)
  func `a table is within 1e-10 of its width and rises`(_ alpha: Double, _ beta: Double) {
    let table = QuantileTable.beta(alpha: alpha, beta: beta)
    let distribution = BetaDistribution(alpha: alpha, beta: beta)
    let width = table.evaluate(normal: 9) - table.evaluate(normal: -9)
    var last = 0.0
    for step in 0...4_001 {
      let z = -8.3 + 16.6 * Double(step) / 4_001
      let value = table.evaluate(normal: z)
      #expect(value >= last, "z = \(z)")
      last = value
      guard step % 4 == 0, z.magnitude <= QuantileTable.reach else { continue }
      let p = BetaDistribution.Probability(below: Elementary.normalCDF(z), above: Elementary.normalCDF(-z))
      #expect((value - distribution.quantile(at: p).value).magnitude < 1e-10 * width, "z = \(z)")
    }
  }

  @Test(arguments: [0x1p-53, 1e-12, 1e-6, 0.01, 0.3, 0.5, 0.9, 0.999_999, 1 - 0x1p-53])
  func `a table read at u gives the quantile of u`(_ u: Double) {
    let table = QuantileTable.beta(alpha: 2, beta: 5)
    #expect((table.evaluate(u) - BetaDistribution(alpha: 2, beta: 5).quantile(u)).magnitude < 1e-10)
  }

  @Test func `extreme shapes still rise from 0 to 1`() {
    let table = QuantileTable.beta(alpha: 0.01, beta: 0.02)
    var last = 0.0
    for step in 0...5_000 {
      let value = table.evaluate(normal: -8.3 + 16.6 * Double(step) / 5_000)
      #expect(value >= last && value <= 1)
      last = value
    }
  }

  @Test func `a table is a few kilobytes and the same each time`() {
    let table = QuantileTable.beta(alpha: 3.08, beta: 2.92)
    #expect(table.values.count * 8 < 4_096)
    #expect(table == QuantileTable.beta(alpha: 3.08, beta: 2.92))
  }

  @Test func `a table survives its numbers and refuses others`() {
    let table = QuantileTable.beta(alpha: 2, beta: 5)
    #expect(QuantileTable(values: table.values) == table)
    #expect(QuantileTable(values: []) == nil)
    #expect(QuantileTable(values: Array(table.values.dropLast())) == nil)
    #expect(QuantileTable(values: [Double](repeating: .nan, count: 195)) == nil)
    #expect(QuantileTable(values: table.values.reversed()) == nil)
  }

  @Test func `NaN stays NaN`() {
    let table = QuantileTable.beta(alpha: 2, beta: 5)
    #expect(table.evaluate(.nan).isNaN)
    #expect(table.evaluate(-1).isNaN)
  }
}
