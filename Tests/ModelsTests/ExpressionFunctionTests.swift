import Formulas
import Sweeps
import Testing

@testable import Models

/// The functions of finance in expressions against published examples, and where they meet their edges.
@Suite struct ExpressionFunctionTests {
  private func value(_ function: Expression.Function, _ arguments: [Double]) -> Double {
    function.value(arguments.map { ScalarLane($0) }).value
  }

  /// Hull, Options, Futures and Other Derivatives; Dixit & Pindyck 1994; Cachon & Terwiesch; Wright's 80% curve.
  @Test(arguments: [
    (Expression.Function.annuity, [0.08, 12], 0.1326950169), (.presentValue, [0.08, 12], 1 / 0.1326950169),
    (.annuity, [0, 4], 0.25), (.presentValue, [0, 4], 4), (.presentValue, [-0.5, 2], 6),
    (.wright, [100, 0.2, 1], 100), (.wright, [100, 0.2, 3], 70.2103703), (.wright, [100, 0.2, 100], 22.7061661),
    (.wright, [100, 0, 50], 100), (.newsvendor, [3192, 1181, 180, 110, 90], 4095.122124742),
    (.perpetualOptionTrigger, [0.04, 0.04, 0.2], 2), (.perpetualOptionTrigger, [0.04, 0.04, 0.4], 3.7320508076),
    (.blackScholesCall, [42, 40, 0.1, 0.2, 0.5], 4.7594223929),
    (.blackScholesPut, [42, 40, 0.1, 0.2, 0.5], 0.8085993729),
    (.normalCDF, [1.96], 0.9750021048517795), (.normalQuantile, [0.975], 1.959963984540054),
  ])
  func `published examples come out`(function: Expression.Function, arguments: [Double], expected: Double) {
    let found = value(function, arguments)
    #expect((found - expected).magnitude <= 1e-9 * expected.magnitude, "\(function.usage) \(arguments): \(found)")
  }

  @Test(arguments: [
    (Expression.Function.annuity, [0.08, 0], Double.infinity), (.newsvendor, [100, 10, 5, 5, 1], 0),
    (.newsvendor, [100, 10, 5, 4, 4], .infinity), (.newsvendor, [100, 0, 5, 4, 1], 100),
    (.newsvendor, [1, 10, 5, 4.9, 1], 0), (.perpetualOptionTrigger, [0.04, 0, 0.2], .infinity),
    (.perpetualOptionTrigger, [0.06, 0.04, 0], 1.5), (.perpetualOptionTrigger, [0.04, 0.06, 0], 1),
    (.perpetualOptionTrigger, [0, 0.04, 0.2], 1.5), (.blackScholesCall, [42, 40, 0, 0, 1], 2),
    (.blackScholesCall, [42, 40, 0, 0.2, 0], 2), (.blackScholesPut, [42, 40, 0, 0.2, 0], 0),
    (.blackScholesCall, [0, 40, 0.1, 0.2, 1], 0), (.wright, [100, 1, 2], 0),
  ])
  func `edges have values, not NaN`(function: Expression.Function, arguments: [Double], expected: Double) {
    let found = value(function, arguments)
    #expect(found == expected || (found - expected).magnitude < 1e-12, "\(function.usage) \(arguments): \(found)")
  }

  @Test func `a call less a put is the forward, and the trigger solves its equation`() {
    let seed = UInt64.random(in: 0...(.max))
    var draws = Draws(seed: seed)
    for _ in 0..<2000 {
      let (spot, strike) = (10 + 90 * draws.uniform(), 10 + 90 * draws.uniform())
      let (rate, volatility, years) = (0.2 * draws.uniform(), 0.01 + draws.uniform(), 10 * draws.uniform())
      let option = [spot, strike, rate, volatility, years]
      let forward = spot - strike * ScalarLane.exp(ScalarLane(-rate * years)).value
      let gap = value(.blackScholesCall, option) - value(.blackScholesPut, option) - forward
      #expect(gap.magnitude < 1e-11 * (spot + strike), "\(option), seed \(seed)")

      let payout = 0.001 + 0.2 * draws.uniform()
      let trigger = value(.perpetualOptionTrigger, [rate, payout, volatility])
      let root = trigger / (trigger - 1)
      let residue = volatility * volatility / 2 * root * (root - 1) + (rate - payout) * root - rate
      #expect(residue.magnitude < 1e-8 * (1 + root * root), "\(rate) \(payout) \(volatility), seed \(seed)")
    }
  }

  @Test func `every function has a signature whose words read, and gives a number for sensible arguments`() {
    for function in Expression.Function.allCases {
      let signature = function.signature
      #expect(signature.doc.hasSuffix(".") && !signature.parameters.isEmpty, "\(function)")
      let found = value(function, signature.parameters.map { _ in 0.25 })
      #expect(!found.isNaN, "\(function.usage)")
    }
  }
}
