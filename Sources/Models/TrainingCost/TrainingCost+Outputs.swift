import Sweeps

extension TrainingCost {
  static var outputDeclarations: [OutputDeclaration] {
    [
      .init("model_params", "N_run", "1", "Parameters of the model trained."),
      .init("active_params_used", "N_use", "1", "Parameters a token passes through."),
      .init("training_tokens", "D_run", "token", "Tokens of the run."),
      .init("compute", "C", "FLOP", "Training compute: 6ND and, with layers, attention."),
      .init("lifetime_compute", "C_life", "FLOP", "Training compute and 2 N_use for each token of inference."),
      .init("chip_hours", "CH", "h", "Accelerator hours allocated to the run, chips times wall hours."),
      .init("days", "t_days", "day", "Wall time."),
      .init("mfu_steady", "MFU_st", "1", "Utilisation in steady state, as given or predicted."),
      .init("mfu_effective", "MFU_eff", "1", "Utilisation over all allocated hours."),
      .init("goodput", "ETTR", "1", "Share of running time not lost to failures and checkpoints."),
      .init("mttf", "M", "h", "Mean time to failure of the job."),
      .init("checkpoint_interval", "tau", "s", "Training time between checkpoints."),
      .init("loss", "loss", "1", "Predicted final loss (nats per token) at params and tokens."),
      .init("optimal_params", "N_opt", "1", "Parameters of least loss for this compute."),
      .init("optimal_tokens", "D_opt", "token", "Tokens of least loss for this compute."),
      .init("cost", "TC", "USD", "Owning: amortized hardware, its network, and energy."),
      .init("capex", "K_hw", "USD", "Amortized hardware part of the cost."),
      .init("interconnect", "K_net", "USD", "Amortized cluster network part of the cost."),
      .init("energy_cost", "K_el", "USD", "Energy part of the cost."),
      .init("upfront_cost", "K_up", "USD", "Buying the cluster: chips, servers and network."),
      .init("rental_cost", "K_rent", "USD", "Renting the chip-hours, less the commitment's discount."),
      .init("cheapest_cost", "K_min", "USD", "The lesser of owning and renting."),
      .init("staff_cost", "K_staff", "USD", "People of the development."),
      .init(
        "development_cost", "K_dev", "USD", "The development: hardware and energy of all experiments, and staff."),
      .init("energy", "E_run", "kWh", "Electricity of the run, building included."),
      .init("facility_power", "W_fac", "W", "Average power of the job, building included."),
      .init("carbon", "CO2", "t", "Emissions of the run, CO2 equivalent: electricity and manufacturing share."),
      .init("embodied_carbon", "CO2_emb", "t", "Manufacturing share of the emissions."),
      .init("cost_per_chip_hour", "c_ch", "USD/h", "Owning, for each chip-hour."),
      .init("cost_per_million_tokens", "c_Mtok", "USD", "Owning, for each million training tokens."),
    ]
  }
}
