extension ChipStrategyReference {
  enum Strategy: CaseIterable { case rent, buy, build, codesign, acquire, hybrid }

  /// What a market does that turns to shortage and back. Chances are per quarter.
  struct Shortages {
    var s_short = 0.0
    var p_short = 0.06
    var p_relief = 0.12
    var x_lead_m = 2.0
    var x_lead_c = 2.5
    var x_A = 0.6
    var x_P = 1.25
    var x_GB = 1.25
  }

  /// Every parameter of the model under its symbol, with the default it has where the strategy says nothing.
  struct Parameters {
    /// Quarters, and their length in years.
    var T = 32
    var h = 0.25
    var r = 0.10

    // MARK: Demand, effective PFLOP/s
    var D0 = 2e4
    var F0 = 0.8
    var mu = 0.50
    var sigma = 0.0
    var ghat = 0.50
    var headroom = 0.0

    // MARK: Merchant chips
    var p_m0 = 2.25
    var w_m0 = 2340.0
    var P_m0 = 32000.0
    var o_m0 = 15300.0
    var cad_m = 2.0
    var gam_p = 2.0
    var gam_w = 1.3
    var gam_P = 1.3
    var gam_o = 1.3
    var dec_m = 0.14
    var U_m = 0.35
    var lead_m = 2
    var A_m0 = 6e4
    var A_mg = 0.35
    var theta = 0.0

    // MARK: Cloud and unmet demand
    var R0 = 5.0
    var dec_c = 0.18
    var C0 = 4e3
    var C_g = 0.30
    var CR0 = 2.5e4
    var CR_g = 0.65
    var pen = 12.0

    // MARK: Running a fleet
    var c_dc = 14.8
    var L_dc = 15.0
    var e_price = 0.08
    var load = 0.80
    var maint = 0.05
    var L = 5.0
    var psi = 0.6

    // MARK: A custom unit
    var A_die = 840.0
    var n_die = 1.0
    var scribe = 0.2
    var edge = 3.0
    var wafer = 22000.0
    var wafer_g = 0.03
    var D_i = 0.20
    var D_inf = 0.10
    var tau_D = 1.0
    var alpha = 3.0
    var harvest = 0.6
    var HBM = 216.0
    var c_GB = 15.0
    var GB_g = 0.0
    var cow = 12000.0
    var ppw = 16.0
    var subs = 300.0
    var y_asm = 0.95
    var misc = 900.0
    var w_c0 = 1800.0
    var o_c0 = 11800.0
    var phi = 0.85

    // MARK: Programme
    var t0 = 0.0
    var T_des = 1.75
    var slip = 1.15
    var T_fab = 0.5
    var T_q = 0.5
    var n_spin = 2.0
    var T_rs = 0.5
    var cancel = 0.0
    var NRE = 350e6
    var mask = 30e6
    var rs_burn = 0.5
    var sw = 60e6
    var cad_c = 2.0
    var nre_next = 0.7
    var m_ch = 0.0
    var ops = 0.06
    var acq = 0.0
    var integ = 0.0
    var T_integ = 2.0
    var des_cut = 0.0
    var eta = 0.90
    var s0 = 0.45
    var tau_sw = 0.75
    var share = 0.70
    var A_c0 = 1e4
    var A_cg = 0.40
    var lead_c = 2

    // MARK: Events
    /// Nil where the market is steady.
    var shortages: Shortages?
    /// Power in MW, none where there is no limit.
    var P_cap: Double?
    var P_g = 0.20
    var q_ex = 40
    var x_ex_A = 0.15
    var x_ex_P = 1.0
    var mu_fx = 0.0
    var sigma_fx = 0.0
    var f_fx = 1.0

    /// The defaults of a strategy.
    init(_ strategy: Strategy) {
      switch strategy {
      case .rent, .buy, .build: break
      case .codesign: becomeCodesign()
      case .acquire:
        NRE = 250e6
        acq = 1e9
        integ = 300e6
        des_cut = 0.5
        eta = 0.80
      case .hybrid:
        becomeCodesign()
        share = 0.35
      }
    }

    /// A partner is dearer than an own team's operations, brings half the design and is less late.
    private mutating func becomeCodesign() {
      NRE = 200e6
      m_ch = 0.55
      ops = 0
      slip = 1.05
    }
  }
}
