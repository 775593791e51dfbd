import Sweeps

extension FinanceModel {
  static var outputDeclarations: [OutputDeclaration] {
    [
      .init("npv", "NPV", "USD", "Value today of the investment and its cash flow, one period apart."),
      .init("irr", "IRR", "1", "Rate a period at which that is nothing; infinite or -1 where no rate is."),
      .init("irr_roots", "n_irr", "1", "Such rates found; above 1, irr is the one nearest to a small positive rate."),
      .init("sign_changes", "n_sign", "1", "Sign changes of the cash flow: the most rates there can be."),
      .init("xnpv", "XNPV", "USD", "Value today with each flow at its own day, of a year of 365."),
      .init("xirr", "XIRR", "1", "Yearly rate at which that is nothing; infinite or -1 where no rate is."),
      .init("xirr_roots", "n_xirr", "1", "Such rates found."),
      .init("payment", "PMT", "USD", "Payment a period that pays the loan back."),
      .init("capital_recovery", "CRF", "1", "The same for a loan of 1."),
      .init("declining_value", "V_oom", "USD", "Asset when price-performance grows by price_decline."),
      .init("balance_value", "V_db", "USD", "Asset when it loses yearly_decline of itself every year."),
      .init("straight_line_value", "V_sl", "USD", "Asset when it loses the same amount every year of its life."),
      .init("capital_charge", "k_cap", "1/year", "Value lost in a year over value, under price_decline."),
      .init("learned_cost", "C_Q", "USD", "Cost of the last of `units` (Wright)."),
      .init("learned_total", "C_sum", "USD", "Cost of all of them."),
      .init("invest_now", "V_now", "USD", "Value of a project begun now (Dixit and Pindyck)."),
      .init("wait_value", "V_wait", "USD", "Value today of deciding about it a year later."),
      .init("flexibility", "V_flex", "USD", "What waiting adds to the better of now and never."),
      .init("trigger", "V_I", "1", "Value over cost from which waiting no longer pays (McDonald and Siegel)."),
      .init("call", "c_BS", "USD", "European call (Black and Scholes)."),
      .init("put", "p_BS", "USD", "European put."),
      .init("lattice_value", "V_CRR", "USD", "The option on a lattice of prices (Cox, Ross and Rubinstein)."),
      .init("order_quantity", "Q", "1", "Order that earns most on average (newsvendor)."),
      .init("fractile", "F_Q", "1", "Probability that it covers demand."),
      .init("order_profit", "E_Q", "USD", "What it earns on average."),
      .init("value_at_risk", "VaR", "1", "Loss exceeded with probability 1 - tail_level, in the loss's unit."),
      .init("expected_shortfall", "CVaR", "1", "Mean of the losses above it."),
    ]
  }
}
