import Formulas

/// Cash flows over time: what they are worth today, and the rate at which they are worth nothing.
enum CashFlow {
  /// Value today of flows at the ends of periods 0, 1, 2 ... at a rate a period above -1.
  static func presentValue<L: Lane>(_ flows: [L], rate: L) -> L {
    let factor = 1 / (1 + rate)
    return flows.reversed().reduce(L(0)) { $1 + factor * $0 }
  }

  /// Value today of flows at their own times (years), at a yearly rate above -1.
  static func presentValue<L: Lane>(_ flows: [L], years: [L], rate: L) -> L {
    let decay = -L.log(1 + rate)
    return zip(flows, years).reduce(L(0)) { $0 + $1.0 * L.exp(decay * $1.1) }
  }

  /// Times the sign changes from one flow that is not zero to the next: by Descartes, the most rates above -1 at which
  /// the flows can be worth nothing; with one change there is exactly one.
  static func signChanges<L: Lane>(_ flows: [L]) -> L {
    var last = L(0)
    var changes = L(0)
    for flow in flows {
      let sign = last.replacing(with: L(1), where: flow .> 0).replacing(with: L(-1), where: flow .< 0)
      changes = changes + L(0).replacing(with: L(1), where: sign * last .< 0)
      last = sign
    }
    return changes
  }
}

/// The rate at which cash flows are worth nothing today.
///
/// The rate's logarithm 1 + r is searched between -4.6 and 4.6 (r from -0.99 to 98) on a grid of 64 steps, closer where
/// flows lie more than 130 years away. Among the sign changes on the grid the one nearest to a small positive rate is
/// taken, halved 12 times and followed by 3 Newton steps inside the bracket: an error below 1e-10 for a simple root.
/// Roots that touch zero without crossing it, and pairs within one grid step, are not seen.
struct InternalRate<L: Lane> {
  /// The rate; infinite where the flows are worth more than nothing at every rate searched (or there are none), -1 where
  /// less.
  let rate: L
  /// Sign changes found on the grid.
  let roots: L

  private static var steps: Int { 64 }

  /// - Parameters:
  ///   - times: of the flows, in the unit of time of the rate, ascending from 0.
  ///   - horizon: the last of them, or more.
  init(_ flows: [L], times: [L], horizon: L) {
    let reach = L.minimum(L(4.6), 600 / L.maximum(horizon, L(1)))
    let step = reach * (2 / Double(Self.steps))
    var weights = times.map { L.exp(reach * $0) }
    let decays = times.map { L.exp(-(step * $0)) }
    func worth() -> L { zip(flows, weights).reduce(L(0)) { $0 + $1.0 * $1.1 } }

    var found = L(0)
    var nearest = L(.infinity)
    var low = L(0)
    var isLossBefore = worth() .< 0
    var isRising = isLossBefore
    for index in 1...Self.steps {
      for k in weights.indices { weights[k] = weights[k] * decays[k] }
      let isLoss = worth() .< 0
      let crosses = (isLoss .& (.!isLossBefore)) .| (isLossBefore .& (.!isLoss))
      found = found + L(0).replacing(with: L(1), where: crosses)
      let left = step * Double(index - 1) - reach
      let distance = (left + step * 0.25).magnitude()
      let isNearer = crosses .& (distance .< nearest)
      nearest = nearest.replacing(with: distance, where: isNearer)
      low = low.replacing(with: left, where: isNearer)
      isRising = Self.choose(isRising, isLossBefore, where: isNearer)
      isLossBefore = isLoss
    }
    let root = Self.refined(flows, times: times, low: low, step: step, isRising: isRising)
    let hasNone = found .<= 0
    rate = (root * L.relativeExponential(root))
      .replacing(with: L(.infinity), where: hasNone)
      .replacing(with: L(-1), where: hasNone .& isLossBefore)
    roots = found
  }

  private static func choose(_ a: L.Mask, _ b: L.Mask, where mask: L.Mask) -> L.Mask {
    (b .& mask) .| (a .& (.!mask))
  }

  /// The root between `low` and a step above it.
  ///
  /// - Parameter isRising: whether the worth goes from below zero to above.
  private static func refined(_ flows: [L], times: [L], low: L, step: L, isRising: L.Mask) -> L {
    var (low, high) = (low, low + step)
    for _ in 0..<12 {
      let middle = (low + high) * 0.5
      let isLoss = worth(flows, times, at: middle).value .< 0
      let isBelow = choose(.!isLoss, isLoss, where: isRising)
      low = low.replacing(with: middle, where: isBelow)
      high = middle.replacing(with: high, where: isBelow)
    }
    var root = (low + high) * 0.5
    for _ in 0..<3 {
      let here = worth(flows, times, at: root)
      let isFlat = here.slope .== 0
      let move = (here.value / here.slope.replacing(with: L(1), where: isFlat)).replacing(with: L(0), where: isFlat)
      root = L.minimum(high, L.maximum(low, root - move))
    }
    return root
  }

  /// Worth and its slope at a logarithm of 1 + r.
  private static func worth(_ flows: [L], _ times: [L], at x: L) -> (value: L, slope: L) {
    var (value, slope) = (L(0), L(0))
    for (flow, time) in zip(flows, times) {
      let part = flow * L.exp(-(x * time))
      value = value + part
      slope = slope - part * time
    }
    return (value, slope)
  }
}
