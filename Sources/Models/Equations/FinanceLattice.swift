import Formulas

/// Options that may be exercised early, on a lattice of prices.
///
/// Source: Cox, Ross & Rubinstein 1979. Where their probability would leave 0...1, because volatility is small against
/// the drift, the lattice drifts along with the forward price instead, which needs no volatility at all.
enum FinanceLattice {
  static let mostSteps = 32

  /// What is traded, and how its price moves; rates yearly and continuous.
  struct Contract<L: Lane> {
    let spot: L
    let strike: L
    let rate: L
    /// Income of the underlying, which its holder has and the option's holder has not.
    let payout: L
    let volatility: L
    let years: L
    let isPut: L.Mask
    let isAmerican: L.Mask

    /// What exercise brings at a price.
    func exercise(_ price: L) -> L {
      let gain = price - strike
      return L.maximum(gain.replacing(with: -gain, where: isPut), L(0))
    }
  }

  /// Value of a contract with a whole number of 1...32 `steps`. A move of more than e^10 a step counts as e^10.
  static func value<L: Lane>(_ contract: Contract<L>, steps: L) -> L {
    let time = contract.years / steps
    let drift = (contract.rate - contract.payout) * time
    let move = L.minimum(contract.volatility * time.squareRoot(), L(10))
    let isDrifting = move .<= drift.magnitude()
    let along = L(0).replacing(with: drift, where: isDrifting)
    let (up, down) = (L.exp(move), L.exp(-move))
    let spread = (up - down).replacing(with: L(1), where: isDrifting)
    let probability = ((L.exp(drift) - down) / spread).replacing(with: 1 / (1 + up), where: isDrifting)
    let discount = L.exp(-(contract.rate * time))
    let (ifUp, ifDown) = (discount * probability, discount * (1 - probability))

    let ratio = up * up
    var powers = [L(1)]
    for _ in 0..<mostSteps { powers.append(powers[powers.count - 1] * ratio) }
    let lowest = contract.spot * L.exp((along - move) * steps)
    var values = powers.map { contract.exercise(lowest * $0) }
    for level in (0..<mostSteps).reversed() {
      let isBefore = steps .> Double(level)
      let lowest = contract.spot * L.exp((along - move) * Double(level))
      for node in 0...level {
        let kept = ifUp * values[node + 1] + ifDown * values[node]
        let best = L.maximum(kept, contract.exercise(lowest * powers[node]))
        let value = kept.replacing(with: best, where: contract.isAmerican)
        values[node] = values[node].replacing(with: value, where: isBefore)
      }
    }
    return values[0]
  }
}
