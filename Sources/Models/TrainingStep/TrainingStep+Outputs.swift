import Sweeps

extension TrainingStep {
  static var outputDeclarations: [OutputDeclaration] {
    [
      .init("step_time", "T_step", "s", "Time of one step; infinite where no layout fits."),
      .init("mfu", "MFU", "1", "Model FLOPs utilisation: of the peak, operations done twice not counted."),
      .init("hfu", "HFU", "1", "Hardware FLOPs utilisation: operations done twice counted."),
      .init("tokens_per_second", "TPS", "token/s", "Tokens the job trains on."),
      .init("tflops_per_gpu", "X", "TFLOP/s", "Model FLOP/s of one GPU."),
      .init("memory_per_gpu", "M_gpu", "GB", "Memory of one GPU of the fullest stage."),
      .init("memory_margin", "M_free", "GB", "Usable memory that is left."),
      .init("layout_tensor", "t", "1", "Tensor-parallel GPUs of the layout; 0 where none fits."),
      .init("layout_pipeline", "p", "1", "Pipeline stages of the layout."),
      .init("layout_data", "d", "1", "Copies of the model."),
      .init("layout_microbatch", "b", "1", "Sequences of a microbatch."),
      .init("layout_interleave", "v", "1", "Pieces of a GPU's layers."),
      .init("layout_recompute", "rc", "1", "Recomputation: 0 none, 1 selective, 2 full."),
      .init("bubble_share", "f_bub", "1", "Share of the step in which the pipeline stands idle."),
      .init("tensor_share", "f_tp", "1", "Share of the step in tensor-parallel collectives that nothing hides."),
      .init("expert_share", "f_ep", "1", "Share of the step in exchange between experts that nothing hides."),
      .init("pipeline_share", "f_pp", "1", "Share of the step in transfers between stages."),
      .init("data_share", "f_dp", "1", "Share of the step in gradient and weight exchange that nothing hides."),
      .init("parameters", "N", "1", "Parameters of the model."),
      .init("active_parameters", "N_act", "1", "Parameters a token passes through."),
      .init("days", "t_days", "day", "Time of all tokens without failures."),
      .init("chip_hours", "CH", "h", "Accelerator hours of all tokens without failures."),
      .init("cost", "K_rent", "USD", "Rental of those hours."),
    ]
  }
}
