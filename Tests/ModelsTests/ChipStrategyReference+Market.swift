import Foundation

extension ChipStrategyReference {
  /// What is drawn about the market, by quarter: the uniforms that decide on shortages, the normal steps of the log
  /// exchange rate into each quarter.
  struct Events {
    var supply: [Double] = []
    var currency: [Double] = []
  }

  /// What the market does in each quarter: lead times of orders placed in it; allocation, prices and the cost of things
  /// bought abroad for deliveries in it, as factors.
  struct Market {
    var isShort: [Bool] = []
    var lead_m: [Int] = []
    var lead_c: [Int] = []
    var allocation: [Double] = []
    var price: [Double] = []
    var bits: [Double] = []
    var abroad: [Double] = []

    init() {}

    init(_ p: Parameters, _ events: Events) {
      var rate = 0.0
      for q in 0..<p.T {
        let short = isShort(q, p, events)
        isShort.append(short)
        let shortages = short ? p.shortages : nil
        lead_m.append(Int((Double(p.lead_m) * (shortages?.x_lead_m ?? 1) + 0.5).rounded(.down)))
        lead_c.append(Int((Double(p.lead_c) * (shortages?.x_lead_c ?? 1) + 0.5).rounded(.down)))
        allocation.append((shortages?.x_A ?? 1) * (q >= p.q_ex ? p.x_ex_A : 1))
        price.append((shortages?.x_P ?? 1) * (q >= p.q_ex ? p.x_ex_P : 1))
        bits.append(shortages?.x_GB ?? 1)
        if q > 0 {
          let shock = events.currency.isEmpty ? 0 : events.currency[q]
          rate += (p.mu_fx - p.sigma_fx * p.sigma_fx / 2) * p.h + p.sigma_fx * sqrt(p.h) * shock
        }
        abroad.append(1 - p.f_fx + p.f_fx * exp(rate))
      }
    }

    /// The chain's state in quarter q, given those before it.
    private func isShort(_ q: Int, _ p: Parameters, _ events: Events) -> Bool {
      guard let shortages = p.shortages else { return false }
      let draw = events.supply[q]
      guard let before = isShort.last else { return draw < shortages.s_short }
      return before ? draw < 1 - shortages.p_relief : draw < shortages.p_short
    }
  }
}

extension ChipStrategyReference.Run {
  /// Watts that orders for quarter q may need: what the limit leaves in q, and in each later quarter of their life as
  /// far as orders reach.
  func room(_ q: Int) -> Double {
    guard let limit = p.P_cap else { return .infinity }
    var room = Double.infinity
    for later in q..<min(p.T, q + Int((p.L / p.h).rounded())) {
      let own = sum(custom, in: later) { $0.units * $0.watts }
      guard later == q || later < closedMerchant || (later < closedCustom && own > 0) else { continue }
      let used = legacyWatts(later) + sum(merchant, in: later) { $0.units * $0.watts } + own
      room = min(room, limit * 1e6 * pow(1 + p.P_g, year(later)) - used)
    }
    return max(0, room)
  }
}
