import Foundation

/// A second, plain implementation of the quarterly cash-flow model of `chip-strategy`: one scenario, one strategy,
/// doubles, the library's `pow` and `exp`, and every sum over vintages taken anew each quarter. It shares no code with
/// the model it is compared with. Money in US$, time in years (`t` and `q` count quarters of `h` years), power in W,
/// capacity in effective PFLOP/s.
enum ChipStrategyReference {
  /// The cost of a strategy and what it is made of. Present values carry the mid-quarter discount.
  struct Result {
    var npv = 0.0
    /// Delivered effective PFLOP-years, discounted.
    var discountedPFLOPYears = 0.0
    var unmetPFLOPYears = 0.0
    var units_m = 0.0
    var units_c = 0.0
    /// First quarter in which the strategy's own chip is made in volume; computed for strategies without one too.
    var q_vol = 0
    var peakMW = 0.0
    /// Discounted; they add up to `npv`, the residual being negative.
    var terms: [Term: Double] = [:]
    /// Deliveries and datacentres of each year, not discounted.
    var capitalByYear: [Double] = []
    /// Discounted cost up to and with each quarter; the residual at the horizon is not in it.
    var cumulative: [Double] = []
    /// US$ for a delivered effective PFLOP-year, both discounted.
    var lcoc: Double { npv / discountedPFLOPYears }
  }

  enum Term: CaseIterable {
    case merchantCapital, customCapital, facility, energy, maintenance, cloud, unmet, programme, software, acquisition,
      residual
  }

  /// Units delivered in one quarter: how many, and of each its peak, power and purchase value.
  struct Delivery {
    var q: Int
    var units: Double
    var peak: Double
    var watts: Double
    var value: Double
    var capital: Double { units * value }
  }

  /// `shocks[t]` is the standard normal step of log demand into quarter t (the first is never used); none means zeros.
  static func evaluate(
    _ strategy: Strategy, _ parameters: Parameters, shocks: [Double] = [], events: Events = Events()
  ) -> Result {
    var run = Run(strategy: strategy, p: parameters)
    run.market = Market(parameters, events)
    for t in 0..<parameters.T { run.quarter(t, shock: shocks.isEmpty ? 0 : shocks[t]) }
    run.finish()
    return run.result
  }

  /// Cost of a good packaged custom unit in year `year`, `age` years after volume start; wafers and packaging cost
  /// `abroad` times, memory `bits` times what the parameters say.
  static func cogs(
    _ p: Parameters, year: Double, age: Double, abroad: Double = 1, bits: Double = 1
  ) -> Double {
    let diameter = 300.0
    let pitch = pow(sqrt(p.A_die) + p.scribe, 2)
    let dies =
      Double.pi * pow(diameter / 2 - p.edge, 2) / pitch - Double.pi * (diameter - 2 * p.edge) / sqrt(2 * pitch)
    let defects = p.D_inf + (p.D_i - p.D_inf) * exp(-age / p.tau_D)
    let perfect = pow(1 + p.A_die * defects / 100 / p.alpha, -p.alpha)
    let sold = perfect + (1 - perfect) * p.harvest
    let logic = abroad * p.n_die * p.wafer * pow(1 + p.wafer_g, year) / (dies * sold)
    let memory = bits * p.HBM * p.c_GB * pow(1 + p.GB_g, year)
    return (logic + memory + abroad * p.cow / p.ppw + p.subs) / p.y_asm + p.misc
  }

  /// Part of quarter `t` that lies in [start, end), in years.
  static func overlap(_ t: Int, _ h: Double, _ start: Double, _ end: Double) -> Double {
    max(0, min(Double(t + 1) * h, end) - max(Double(t) * h, start))
  }
}

extension ChipStrategyReference {
  /// One scenario under way.
  struct Run {
    let strategy: Strategy
    let p: Parameters
    var market = Market()
    var x = 0.0
    var merchant: [Delivery] = []
    var custom: [Delivery] = []
    /// Money for datacentres, by quarter, not discounted.
    var facilities: [Double] = []
    var peakWatts: Double
    /// All orders that are delivered before these quarters have been placed.
    var closedMerchant = 0
    var closedCustom = 0
    var result = Result()

    init(strategy: Strategy, p: Parameters) {
      self.strategy = strategy
      self.p = p
      peakWatts = 0
      result.q_vol = q_vol
      result.capitalByYear = Array(repeating: 0, count: Int((Double(p.T) * p.h).rounded(.up)))
      peakWatts = legacyWatts(0)
    }

    // MARK: Calendar, years

    var buys: Bool { strategy != .rent }
    var hasProgramme: Bool { strategy != .rent && strategy != .buy }
    var isLive: Bool { hasProgramme && p.cancel < 0.5 }
    var Td: Double { p.T_des * (1 - p.des_cut) }
    var t_tape: Double { p.t0 + p.slip * Td }
    var t_fs: Double { t_tape + p.T_fab }
    var t_vol: Double { t_fs + p.T_q + (p.n_spin - 1) * p.T_rs }
    var t_plan: Double { p.t0 + Td + p.T_fab + p.T_q }
    var q_vol: Int { Int((t_vol / p.h - 1e-9).rounded(.up)) }
    var horizon: Double { Double(p.T) * p.h }
    func year(_ q: Int) -> Double { Double(q) * p.h }
    /// Years since volume start, none before it.
    func age(_ q: Int) -> Double { Double(max(0, q - q_vol)) * p.h }

    // MARK: Fleet

    func isAlive(_ delivery: Delivery, in q: Int) -> Bool {
      q >= delivery.q && q < delivery.q + Int((p.L / p.h).rounded())
    }
    func sum(_ deliveries: [Delivery], in q: Int, of what: (Delivery) -> Double) -> Double {
      deliveries.reduce(0) { isAlive($1, in: q) ? $0 + what($1) : $0 }
    }
    func legacy(_ q: Int) -> Double { buys ? p.F0 * p.D0 * max(0, 1 - year(q) / p.L) : 0 }
    func legacyWatts(_ q: Int) -> Double { legacy(q) / (p.p_m0 * p.U_m) * p.w_m0 }
    func U_c(_ q: Int) -> Double { p.U_m * p.eta * (1 - (1 - p.s0) * exp(-age(q) / p.tau_sw)) }
    func E(_ q: Int) -> Double {
      p.U_m * sum(merchant, in: q) { $0.units * $0.peak } + U_c(q) * sum(custom, in: q) { $0.units * $0.peak }
        + legacy(q)
    }

    mutating func quarter(_ t: Int, shock: Double) {
      if t > 0 { x += (p.mu - p.sigma * p.sigma / 2) * p.h + p.sigma * sqrt(p.h) * shock }
      let D = p.D0 * exp(x)
      closedMerchant = max(closedMerchant, t + market.lead_m[t])
      closedCustom = max(closedCustom, t + market.lead_c[t])
      if isLive && t + market.lead_c[t] >= q_vol { orderCustom(in: t, demand: D) }
      closedCustom = max(closedCustom, t + market.lead_c[t] + 1)
      if buys { orderMerchant(in: t, demand: D) }
      closedMerchant = max(closedMerchant, t + market.lead_m[t] + 1)
      pay(t, demand: D)
    }

    /// What is still missing in quarter `t + lead`, seen from a quarter with demand D.
    func gap(_ q: Int, lead: Int, demand D: Double) -> Double {
      max(0, D * exp(p.ghat * Double(lead) * p.h) * (1 + p.headroom) - E(q))
    }

    mutating func orderCustom(in t: Int, demand D: Double) {
      let q = t + market.lead_c[t]
      guard q < p.T else { return }
      let k = (age(q) / p.cad_c + 1e-9).rounded(.down)
      let successor = k * p.cad_c / p.cad_m
      let p_c = p.phi * p.p_m0 * pow(p.gam_p, max(0, t_plan / p.cad_m - 0.5) + successor)
      let w_c = p.w_c0 * pow(p.gam_w, successor)
      let ramp = [0.10, 0.30, 0.60, 1][min(q - q_vol, 3)]
      let supply = p.A_c0 * pow(1 + p.A_cg, year(q)) * p.ppw * p.y_asm * p.h * ramp
      let left = max(0, supply - custom.reduce(0) { $1.q == q ? $0 + $1.units : $0 })
      let wanted = min(left, p.share * gap(q, lead: market.lead_c[t], demand: D) / (p_c * U_c(q)))
      let units = min(wanted, room(q) / w_c)
      let unit = cogs(p, year: year(q), age: age(q), abroad: market.abroad[q], bits: market.bits[q])
      let price = unit / (1 - p.m_ch) * (1 + p.ops)
      custom.append(Delivery(q: q, units: units, peak: p_c, watts: w_c, value: price + p.o_c0 * w_c / p.w_c0))
    }

    mutating func orderMerchant(in t: Int, demand D: Double) {
      let q = t + market.lead_m[t]
      guard q < p.T else { return }
      let g = (year(q) / p.cad_m + 1e-9).rounded(.down)
      let p_m = p.p_m0 * pow(p.gam_p, g)
      let w_m = p.w_m0 * pow(p.gam_w, g)
      let supply = p.A_m0 * pow(1 + p.A_mg, year(q)) * p.h * market.allocation[q]
      let left = max(0, supply - merchant.reduce(0) { $1.q == q ? $0 + $1.units : $0 })
      let wanted = min(left, gap(q, lead: market.lead_m[t], demand: D) / (p_m * p.U_m))
      let units = min(wanted, room(q) / w_m)
      let bargain = isLive && q >= q_vol ? 1 - p.theta : 1
      let chip = p.P_m0 * pow(p.gam_P, g) * pow(1 - p.dec_m, year(q) - g * p.cad_m) * market.price[q] * bargain
      let value = chip + p.o_m0 * pow(p.gam_o, g)
      merchant.append(Delivery(q: q, units: units, peak: p_m, watts: w_m, value: value))
    }

    /// Books one payment of quarter `t`.
    mutating func book(_ term: Term, _ money: Double, _ t: Int) {
      let discounted = money * pow(1 + p.r, -(Double(t) + 0.5) * p.h)
      result.terms[term, default: 0] += discounted
      result.npv += discounted
    }

    mutating func pay(_ t: Int, demand D: Double) {
      let hours = 8766 * p.h
      let short = max(0, D - E(t))
      let cloud = buys ? p.C0 * pow(1 + p.C_g, year(t)) : p.CR0 * pow(1 + p.CR_g, year(t))
      let rented = min(short, cloud)
      let unmet = short - rented
      let watts = sum(merchant + custom, in: t) { $0.units * $0.watts } + legacyWatts(t)
      let facility = max(0, watts - peakWatts) * p.c_dc
      peakWatts = max(peakWatts, watts)
      facilities.append(facility)
      let bought = merchant.reduce(0) { $1.q == t ? $0 + $1.capital : $0 }
      let made = custom.reduce(0) { $1.q == t ? $0 + $1.capital : $0 }
      book(.merchantCapital, bought, t)
      book(.customCapital, made, t)
      book(.facility, facility, t)
      book(.energy, watts / 1000 * p.load * hours * p.e_price, t)
      book(.maintenance, p.maint * p.h * sum(merchant + custom, in: t) { $0.capital }, t)
      book(.cloud, rented * p.R0 * pow(1 - p.dec_c, year(t)) * hours, t)
      book(.unmet, unmet * p.pen * hours, t)
      if hasProgramme { payProgramme(t) }
      result.capitalByYear[Int(year(t))] += bought + made + facility
      result.discountedPFLOPYears += (D - unmet) * p.h * pow(1 + p.r, -(Double(t) + 0.5) * p.h)
      result.unmetPFLOPYears += unmet * p.h
      result.cumulative.append(result.npv)
    }

    mutating func payProgramme(_ t: Int) {
      func within(_ start: Double, _ end: Double) -> Double { overlap(t, p.h, start, end) }
      var programme = p.NRE / p.T_des * within(p.t0, t_tape) + p.mask / p.h * within(t_tape, t_tape + p.h)
      if isLive {
        let span = max(p.h, (p.n_spin - 1) * p.T_rs)
        let respins = (p.n_spin - 1) * (p.mask + p.rs_burn * p.NRE / p.T_des * p.T_rs)
        programme += respins / span * within(t_fs, t_fs + span)
        for k in 1...7 where t_vol + Double(k) * p.cad_c < horizon {
          let launch = t_vol + Double(k) * p.cad_c
          programme += (p.nre_next * p.NRE + p.mask) / p.T_des * within(launch - p.T_des, launch)
        }
      }
      book(.programme, programme, t)
      book(.software, p.sw * within(p.t0, isLive ? horizon : t_fs), t)
      let price = p.acq / p.h * within(p.t0, p.t0 + p.h)
      book(.acquisition, price + p.integ / p.T_integ * within(p.t0, p.t0 + p.T_integ), t)
    }

    /// What the fleet and the buildings are still worth, and the totals.
    mutating func finish() {
      let delivered = (merchant + custom).filter { $0.q < p.T }
      let chips = delivered.reduce(0) { $0 + $1.capital * max(0, 1 - (horizon - year($1.q)) / p.L) }
      let buildings = facilities.enumerated().reduce(0) { sum, spent in
        sum + spent.element * max(0, 1 - (horizon - year(spent.offset)) / p.L_dc)
      }
      let residual = -(p.psi * chips + buildings) * pow(1 + p.r, -horizon)
      result.terms[.residual] = residual
      result.npv += residual
      result.units_m = merchant.reduce(0) { $1.q < p.T ? $0 + $1.units : $0 }
      result.units_c = custom.reduce(0) { $1.q < p.T ? $0 + $1.units : $0 }
      result.peakMW = peakWatts / 1e6
    }
  }
}
