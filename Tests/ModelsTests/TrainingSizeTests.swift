import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct TrainingSizeTests {
  private func evaluate(_ given: [String: Value]) throws -> Evaluation {
    try Evaluation(TrainingCost(), given: given)
  }

  private func shape(_ numbers: [String: Double], _ choices: [String: String] = [:]) throws -> Evaluation {
    let given = numbers.mapValues(Value.number).merging(choices.mapValues(Value.choice)) { $1 }
    return try evaluate(given.merging(["params": .number(0)]) { $1 })
  }

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * b.magnitude
  }

  // MARK: Shape

  @Test(arguments: [
    (8_030_261_248.0, 32.0, 4096.0, 14336.0, 32.0, 8.0, 128256.0), (70_553_706_496, 80, 8192, 28672, 64, 8, 128256),
    (405_853_388_800, 126, 16384, 53248, 128, 8, 128256), (6_738_415_616, 32, 4096, 11008, 32, 32, 32000),
    (13_015_864_320, 40, 5120, 13824, 40, 40, 32000),
  ])
  func `Llama's published counts follow from their shapes to the parameter`(
    count: Double, layers: Double, hidden: Double, ffn: Double, heads: Double, kv: Double, vocabulary: Double
  ) throws {
    let run = try shape([
      "layers": layers, "hidden": hidden, "ffn_hidden": ffn, "heads": heads, "kv_heads": kv, "vocabulary": vocabulary,
    ])
    #expect(run["model_params"] == count)
    #expect(run["active_params_used"] == count)
  }

  @Test func `Mixtral has 46 point 7 billion parameters, of which a token passes 12 point 9`() throws {
    let run = try shape([
      "layers": 32, "hidden": 4096, "ffn_hidden": 14336, "heads": 32, "kv_heads": 8, "vocabulary": 32000,
      "experts": 8, "experts_per_token": 2,
    ])
    #expect(run["model_params"] == 46_702_792_704)
    #expect(isClose(run["active_params_used"], 12.88e9, within: 1e-3))
  }

  @Test func `the general count is Megatron's for a plain block, but for biases and positions`() throws {
    let run = try shape(["layers": 96, "hidden": 12288, "vocabulary": 51200], ["ffn": "plain", "embeddings": "tied"])
    let megatron = TrainingCompute.gptParameters(
      layers: ScalarLane(96), hidden: ScalarLane(12288), vocabulary: ScalarLane(51200), sequence: ScalarLane(2048))
    #expect(isClose(run["model_params"], megatron.value, within: 3e-4))
  }

  @Test func `the input table costs no arithmetic, and one table for both ends does`() throws {
    let numbers: [String: Double] = ["layers": 2, "hidden": 1000, "vocabulary": 50000, "sequence_length": 0]
    let untied = try shape(numbers)
    let tied = try shape(numbers, ["embeddings": "tied"])
    #expect(isClose(untied["compute"], try #require(tied["compute"]), within: 1e-14))
    #expect(isClose(tied["compute"], 6 * (try #require(tied["model_params"])) * 1.56e13, within: 1e-14))
  }

  // MARK: Scaling laws

  @Test func `Kaplan's joint law tends to its laws of one variable`() throws {
    let vast = try evaluate([
      "scaling_law": .choice("kaplan"), "params": .number(1e9), "tokens": .number(1e30),
    ])
    #expect(isClose(vast["loss"], Elementary.pow(6.4e13 / 1e9, 0.076), within: 1e-9))
    // The fit of one variable in the same paper has 8.8e13.
    #expect(isClose(vast["loss"], Elementary.pow(8.8e13 / 1e9, 0.076), within: 0.03))
    let huge = try evaluate([
      "scaling_law": .choice("kaplan"), "params": .number(1e30), "tokens": .number(1e10),
    ])
    #expect(isClose(huge["loss"], Elementary.pow(1.8e13 / 1e10, 0.103), within: 1e-9))
  }

  @Test(arguments: ScalingLawName.all)
  func `no other size of the same compute has less loss than the optimal one`(law: String) throws {
    let best = try evaluate([
      "scaling_law": .choice(law), "mode": .choice("compute_optimal"), "compute_budget": .number(5.76e23),
    ])
    #expect(isClose(best["compute"], 5.76e23, within: 1e-12))
    let parameters = try #require(best["model_params"])
    #expect(isClose(best["optimal_params"], parameters, within: 1e-12))
    for factor in [0.98, 1.02] {
      let other = try evaluate([
        "scaling_law": .choice(law), "params": .number(parameters * factor),
        "tokens": .number(5.76e23 / 6 / (parameters * factor)),
      ])
      #expect(try #require(other["loss"]) > (try #require(best["loss"])))
    }
  }

  @Test(arguments: ScalingLawName.all)
  func `the cheapest size of a loss is the one that its compute makes optimal`(law: String) throws {
    let budget = try evaluate([
      "scaling_law": .choice(law), "mode": .choice("compute_optimal"), "compute_budget": .number(1e24),
    ])
    let loss = try evaluate([
      "scaling_law": .choice(law), "mode": .choice("compute_optimal"), "target_loss": .number(budget["loss"] ?? .nan),
    ])
    #expect(isClose(loss["model_params"], try #require(budget["model_params"]), within: 1e-9))
    #expect(isClose(loss["compute"], 1e24, within: 1e-9))
  }

  /// The least of 6 N D + 2 N D_inf at an excess, by golden section over log N.
  private func bruteMinimum(_ law: ScalingLaw<ScalarLane>, excess: Double, served: Double) -> Double {
    func cost(_ logParameters: Double) -> Double {
      let parameters = Elementary.exp(logParameters)
      let rest = excess - law.parameterScale.value / Elementary.pow(parameters, law.parameterExponent.value)
      guard rest > 0 else { return .infinity }
      let tokens = Elementary.pow(law.tokenScale.value / rest, 1 / law.tokenExponent.value)
      return parameters * (6 * tokens + 2 * served)
    }
    var (low, high) = (Elementary.log(1e6), Elementary.log(1e15))
    let golden = (5.0.squareRoot() - 1) / 2
    for _ in 0..<200 {
      let (a, b) = (high - golden * (high - low), low + golden * (high - low))
      if cost(a) < cost(b) { high = b } else { low = a }
    }
    return cost((low + high) / 2)
  }

  @Test(arguments: [0.0, 1e9, 1e12, 1e13, 1e15, 1e17], [0.0, 1])
  func `training and serving together cost no more at any other size of the same loss`(
    served: Double, choice: Double
  ) {
    let law = ScalingLaw<ScalarLane>.published(ScalarLane(choice))
    let excess = law.excess(parameters: ScalarLane(7e10), tokens: ScalarLane(1.4e12))
    let size = law.cheapestToServe(excess: excess, inferenceTokens: ScalarLane(served))
    let found = size.parameters.value * (6 * size.tokens.value + 2 * served)
    let brute = bruteMinimum(law, excess: excess.value, served: served)
    #expect((found - brute).magnitude < 1e-10 * brute, "\(found) \(brute)")
    let again = law.excess(parameters: size.parameters, tokens: size.tokens).value
    #expect((again - excess.value).magnitude < 1e-10 * excess.value)
  }

  @Test func `who answers more trains a smaller model longer`() throws {
    var before = Double.infinity
    for served in [0, 1e12, 1e13, 1e14] {
      let run = try evaluate([
        "mode": .choice("inference_aware"), "compute_budget": .number(1e25), "inference_tokens": .number(served),
      ])
      let parameters = try #require(run["model_params"])
      #expect(parameters < before)
      before = parameters
      let training = try #require(run["compute"])
      #expect(isClose(run["lifetime_compute"], training + 2 * parameters * served, within: 1e-12))
    }
  }

  @Test func `without inference the size is the one that is cheapest to train`() throws {
    let aware = try evaluate(["mode": .choice("inference_aware"), "compute_budget": .number(1e25)])
    let plain = try evaluate(["mode": .choice("compute_optimal"), "compute_budget": .number(1e25)])
    #expect(isClose(aware["model_params"], try #require(plain["model_params"]), within: 1e-10))
    #expect(isClose(aware["training_tokens"], try #require(plain["training_tokens"]), within: 1e-10))
  }

  // MARK: What cannot be

  @Test(arguments: [
    (["params": 0.0], [:], "params: 0 counts them from the shape"),
    (["target_loss": 1.5], ["mode": "compute_optimal"], "target_loss: 1.5 is not above 1.81686"),
    (["experts_per_token": 3], [:], "experts_per_token: 3 is more than experts, 1"),
    (["active_params": 1e9], ["mode": "compute_optimal"], "active_params: 1e9 with a mode"),
    (["mfu": 0], [:], "mfu: 0 predicts it from hidden"),
    (["mfu": 0, "hidden": 8192], ["chip": "TPU v3"], "mfu: 0 predicts it for A100 SXM and H100 SXM alone"),
    (["params": 1e6, "vocabulary": 1e5, "hidden": 1000], [:], "vocabulary: a table of 100000 entries"),
    (["interconnect_multiplier": 0.5], [:], "interconnect_multiplier: 0.5 is below 1"),
  ])
  func `a size or a machine that cannot be says why`(
    numbers: [String: Double], choices: [String: String], sentence: String
  ) throws {
    let run = try evaluate(numbers.mapValues(Value.number).merging(choices.mapValues(Value.choice)) { $1 })
    #expect(run.infeasible.contains { $0.hasPrefix(sentence) }, "\(run.infeasible)")
  }

  @Test func `where there is no model the cost is infinite`() throws {
    for given: [String: Value] in [
      ["params": .number(0)], ["params": .number(0), "price_decline": .number(0), "power_price": .number(0)],
      ["target_loss": .number(1), "mode": .choice("inference_aware")],
    ] {
      let run = try evaluate(given)
      #expect(run["cost"] == .infinity && run["rental_cost"] == .infinity && run["days"] == .infinity)
    }
  }

  // MARK: Levers

  @Test func `utilisation over the whole run stands instead of its parts`() throws {
    let run = try evaluate(["whole_run_mfu": .number(0.31), "node_failures": .number(1)])
    #expect(run["mfu_effective"] == 0.31)
    #expect(run.infeasible == [])
    #expect(isClose(run["chip_hours"], 6 * 4.05e11 * 1.56e13 / (989.4e12 * 3600 * 0.31), within: 1e-3))
  }

  @Test func `utilisation follows from width, microbatch and recomputation`() throws {
    func steady(_ given: [String: Double]) throws -> Double {
      let numbers = ["mfu": 0, "hidden": 8192].merging(given) { $1 }
      return try #require(try evaluate(numbers.mapValues(Value.number))["mfu_steady"])
    }
    let plain = try steady([:])
    #expect((0.4...0.6).contains(plain))
    #expect(try steady(["hidden": 1024]) < plain)
    #expect(try steady(["microbatch_tokens": 2048]) < plain)
    #expect(isClose(try steady(["recomputed": 1]), plain * 0.75, within: 1e-12))
  }

  @Test func `known days decide the hours and say what utilisation they imply`() throws {
    let run = try evaluate([
      "hours_from": .choice("days"), "run_days": .number(54), "chips_factor": .number(1.5),
    ])
    #expect(isClose(run["chip_hours"], 54 * 24 * 16384 * 1.5, within: 1e-12))
    #expect(isClose(run["days"], 54, within: 1e-12))
    let hours = try #require(run["chip_hours"])
    #expect(isClose(run["mfu_effective"], 6 * 4.05e11 * 1.56e13 / (hours * 3600 * 989.4e12), within: 1e-3))
    #expect(isClose(run["cost"], (try #require(run["cost_per_chip_hour"])) * hours, within: 1e-12))
  }

  @Test func `selected data save compute and the reference model costs some of it`() throws {
    let plain = try evaluate([:])
    let selected = try evaluate(["data_selection": .number(4), "selection_overhead": .number(0.1)])
    #expect(isClose(selected["compute"], 0.35 * (try #require(plain["compute"])), within: 1e-12))
  }

  @Test func `a chip alone is priced with its server, and the network is a factor`() throws {
    let run = try evaluate([
      "chip_price": .number(20000), "server_overhead": .number(1.5), "interconnect_multiplier": .number(1.25),
    ])
    #expect(isClose(run["upfront_cost"], 16384 * 20000 * 1.5 * 1.25, within: 1e-12))
    #expect(isClose(run["interconnect"], 0.25 * (try #require(run["capex"])), within: 1e-12))
  }

  @Test func `the deflator moves every price alike`() throws {
    let then = try evaluate([:])
    let now = try evaluate(["deflator": .number(119.029 / 117.766)])
    for output in ["cost", "rental_cost", "upfront_cost", "staff_cost", "development_cost", "energy_cost"] {
      #expect(isClose(now[output], (try #require(then[output])) * 119.029 / 117.766, within: 1e-12), "\(output)")
    }
    #expect(now["energy"] == then["energy"])
  }

  @Test func `another contract's discount stands instead of the commitment's`() throws {
    let own = try evaluate(["commitment": .choice("aws_3y"), "commitment_discount": .number(0.25)])
    let none = try evaluate([:])
    #expect(isClose(own["rental_cost"], 0.75 * (try #require(none["rental_cost"])), within: 1e-12))
  }

  @Test func `the mean over many people spreads less than one person`() {
    let one = PeopleMean.lognormal(mean: 0.285, spread: 16, people: 1)
    let many = PeopleMean.lognormal(mean: 0.285, spread: 16, people: 284)
    #expect((one.sigma - Elementary.log(16) / 3.28970725).magnitude < 1e-8)
    #expect((many.median - 0.285).magnitude < 0.001 && many.sigma < 0.07)
    #expect((Elementary.exp(one.sigma * one.sigma / 2) * one.median - 0.285).magnitude < 1e-12)
  }
}
