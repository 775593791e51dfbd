import Sweeps

extension ServingCost {
  static var outputDeclarations: [OutputDeclaration] { speedOutputs + moneyOutputs }

  private static var speedOutputs: [OutputDeclaration] {
    [
      .init("kv_bytes_per_token", "kv", "byte", "Key-value cache of one token."),
      .init("weight_memory", "W", "byte", "Weights in memory."),
      .init("memory_batch", "B_mem", "1", "Requests whose caches fit beside the weights of a replica, on average."),
      .init("batch", "B", "1", "Requests that run at once: the least of memory, offer and software limit."),
      .init("step_time", "t_step", "s", "A decode step of the whole batch."),
      .init("prompt_time", "t_pre", "s", "Working one prompt."),
      .init("time_to_first_token", "TTFT", "s", "Prompt and first token of a request that need not wait."),
      .init("time_per_token", "TPOT", "s", "Between two tokens of a request at full load, prompts in between."),
      .init("single_stream_time", "t_1", "s", "Between two tokens of a request that is alone."),
      .init("request_time", "t_req", "s", "A whole request at full load, waiting not counted."),
      .init("token_time", "t_tok", "s", "Time of a replica for each output token, its prompts included."),
      .init("throughput", "T", "token/s", "Output tokens of one replica at full load."),
      .init("throughput_per_gpu", "T_gpu", "token/s", "Output tokens of one chip at full load."),
      .init("throughput_deployment", "T_all", "token/s", "Output tokens of all whole replicas at full load."),
    ]
  }

  private static var moneyOutputs: [OutputDeclaration] {
    [
      .init("gpu_hour_cost", "c_gpu", "USD/h", "One chip for an hour, rented or owned."),
      .init("cost_per_hour", "K_h", "USD/h", "The deployment for an hour."),
      .init(
        "cost", "c_Mtok", "USD", "A million output tokens at the average load, all costs on output tokens."),
      .init("cost_per_million_tokens", "c_all", "USD", "A million tokens of prompts and answers at the average load."),
      .init("revenue_per_hour", "R_h", "USD/h", "Cached, other prompt and output tokens at their prices."),
      .init("profit_per_hour", "G_h", "USD/h", "Revenue less cost."),
      .init("margin", "margin", "1", "Profit over cost; -1 where nothing is served or the cost is unbounded."),
      .init("breakeven_utilisation", "u_be", "1", "Load at which revenue pays the cost; above 1 it never does."),
      .init(
        "breakeven_price", "p_be", "USD", "Price of a million output tokens that pays the cost, all prices in step."),
      .init(
        "breakeven_active_params", "N_be", "1",
        "Active parameters at which cost meets revenue, with batch, memory traffic and communication as they are."),
      .init("energy_per_million", "E_Mtok", "kWh", "Electricity for a million output tokens, building included."),
    ]
  }
}
