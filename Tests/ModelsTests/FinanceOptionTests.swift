import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct FinanceOptionTests {
  private static let seed: UInt64 = 20_260_501

  private struct Case {
    var spot: Double
    var strike: Double
    var rate: Double
    var payout: Double
    var volatility: Double
    var years: Double
  }

  private func cases(_ count: Int) -> [Case] {
    var draws = Draws(seed: Self.seed)
    return (0..<count).map { _ in
      Case(
        spot: 20 + 60 * draws.uniform(), strike: 20 + 60 * draws.uniform(), rate: 0.1 * draws.uniform(),
        payout: 0.1 * draws.uniform(), volatility: 0.1 + 0.5 * draws.uniform(), years: 0.1 + 3 * draws.uniform())
    }
  }

  private func lattice(_ given: Case, isPut: Bool, isAmerican: Bool, steps: Int = 32) -> Double {
    let contract = FinanceLattice.Contract(
      spot: ScalarLane(given.spot), strike: ScalarLane(given.strike), rate: ScalarLane(given.rate),
      payout: ScalarLane(given.payout), volatility: ScalarLane(given.volatility), years: ScalarLane(given.years),
      isPut: ScalarMask(isPut), isAmerican: ScalarMask(isAmerican))
    return FinanceLattice.value(contract, steps: ScalarLane(Double(steps))).value
  }

  private func european(_ given: Case) -> FinanceOption.European<ScalarLane> {
    let spot = given.spot * Elementary.exp(-given.payout * given.years)
    return FinanceOption.European(
      spot: ScalarLane(spot), strike: ScalarLane(given.strike), rate: ScalarLane(given.rate),
      volatility: ScalarLane(given.volatility), years: ScalarLane(given.years))
  }

  @Test func `calls and puts differ by the forward, by formula and on the lattice`() {
    for given in cases(200) {
      let forward =
        given.spot * Elementary.exp(-given.payout * given.years)
        - given.strike * Elementary.exp(-given.rate * given.years)
      let formula = european(given)
      #expect((formula.call.value - formula.put.value - forward).magnitude < 1e-11, "seed \(Self.seed)")
      let tree =
        lattice(given, isPut: false, isAmerican: false) - lattice(given, isPut: true, isAmerican: false)
      #expect((tree - forward).magnitude < 1e-10, "seed \(Self.seed)")
    }
  }

  @Test func `the lattice comes near Black and Scholes, nearer with more steps`() {
    var (coarse, fine) = (0.0, 0.0)
    for given in cases(200) {
      let formula = european(given).call.value
      coarse += (lattice(given, isPut: false, isAmerican: false, steps: 4) - formula).magnitude / given.spot
      let error = (lattice(given, isPut: false, isAmerican: false) - formula).magnitude / given.spot
      #expect(error < 0.01, "seed \(Self.seed)")
      fine += error
    }
    #expect(fine < coarse / 4)
  }

  @Test func `an American option is worth no less than a European one or than exercise`() {
    for given in cases(200) {
      for isPut in [false, true] {
        let american = lattice(given, isPut: isPut, isAmerican: true)
        let intrinsic = max(0, isPut ? given.strike - given.spot : given.spot - given.strike)
        #expect(american >= lattice(given, isPut: isPut, isAmerican: false) - 1e-12, "seed \(Self.seed)")
        #expect(american >= intrinsic, "seed \(Self.seed)")
      }
    }
  }

  @Test func `an American call on what pays nothing is never exercised early`() {
    for var given in cases(200) {
      given.payout = 0
      let american = lattice(given, isPut: false, isAmerican: true)
      let european = lattice(given, isPut: false, isAmerican: false)
      #expect((american - european).magnitude <= 1e-12 * given.spot, "seed \(Self.seed)")
    }
  }

  @Test func `without volatility the lattice pays the forward`() {
    for var given in cases(50) {
      given.volatility = 0
      let forward =
        given.spot * Elementary.exp(-given.payout * given.years)
        - given.strike * Elementary.exp(-given.rate * given.years)
      let value = lattice(given, isPut: false, isAmerican: false)
      #expect((value - max(0, forward)).magnitude < 1e-11 * given.spot, "seed \(Self.seed)")
    }
  }

  @Test func `fewer steps are a smaller lattice, not a part of the large one`() {
    for given in cases(50) {
      for steps in [1, 2, 5, 31] {
        let value = lattice(given, isPut: true, isAmerican: true, steps: steps)
        #expect((value - plain(given, steps: steps)).magnitude < 1e-11 * given.strike, "\(steps), seed \(Self.seed)")
      }
    }
  }

  /// An American put on a lattice of prices, by the textbook.
  private func plain(_ given: Case, steps: Int) -> Double {
    let time = given.years / Double(steps)
    let up = Elementary.exp(given.volatility * time.squareRoot())
    let growth = Elementary.exp((given.rate - given.payout) * time)
    let probability = (growth - 1 / up) / (up - 1 / up)
    let discount = Elementary.exp(-given.rate * time)
    func price(_ level: Int, _ ups: Int) -> Double { given.spot * Elementary.pow(up, Double(2 * ups - level)) }
    var values = (0...steps).map { max(0, given.strike - price(steps, $0)) }
    for level in (0..<steps).reversed() {
      values = (0...level).map { ups in
        max(
          given.strike - price(level, ups),
          discount * (probability * values[ups + 1] + (1 - probability) * values[ups]))
      }
    }
    return values[0]
  }
}
