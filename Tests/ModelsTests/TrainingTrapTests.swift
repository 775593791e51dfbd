import Formulas
import Sweeps
import Testing

@testable import Models

/// Figures and habits of public sources on training that mislead whoever takes them as they stand. Those on scaling
/// laws, small models' hours and GPT-4's tokens are in `ServingTrapTests`, hardware against model utilisation in
/// `TrainingStepTests`, and a layout whose degrees do not multiply to its GPUs in `StepAnswersTests`.
@Suite struct TrainingTrapTests {
  private func rows(_ isMeant: (PublishedRow) -> Bool) throws -> [PublishedRow] {
    try Record.builtIn().compactMap { row in
      if case .published(let row) = row, isMeant(row) { row } else { nil }
    }
  }

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * b.magnitude
  }

  /// DeepSeek-V3 (arXiv:2412.19437): the same run is 35% of the H800's BF16 peak and 17% of its FP8 peak.
  @Test func `a utilisation means nothing without the precision of its peak`() throws {
    func hours(_ precision: String, _ share: Double) throws -> Double {
      let given: [String: Value] = [
        "chip": .choice("H800 SXM5 80GB"), "precision": .choice(precision), "fp8_speedup": .number(0),
        "active_params": .number(3.7e10), "tokens": .number(1.48e13), "mfu": .number(share),
      ]
      return try #require(try Evaluation(TrainingCost(), given: given)["chip_hours"])
    }
    #expect(isClose(try hours("fp8", 0.175), try hours("bf16", 0.35), within: 2e-3))
    #expect(try hours("fp8", 0.35) < 0.51 * hours("bf16", 0.35))
  }

  /// NVIDIA NeMo counts all attention pairs until release 25.07 and the causal half in 25.11: an 8B model at 8,192
  /// tokens gains or loses 12% of its FLOP/s with the tables' release.
  @Test func `tables that count attention in different ways are read each in its own`() throws {
    let tables = try rows { $0.group == "nemo" && $0.equation == "E3" }
    #expect(tables.count > 8)
    for row in tables {
      #expect(row.inputs["attention_factor"] == (row.name.hasPrefix("nemo25.11") ? "6" : "12"), "\(row.name)")
    }
    let row = try #require(tables.first { $0.name.hasPrefix("nemo25.11_H100_LLAMA3_8B") })
    var other = row
    other.inputs["attention_factor"] = "12"
    let scored = Validation.run([.published(row), .published(other)]).rows
    #expect(scored.map(\.status) == [.within, .outside])
    guard case .number(let half)? = scored[0].computed, case .number(let full)? = scored[1].computed else {
      Issue.record("not computed")
      return
    }
    #expect(isClose(full / half, 1.12, within: 0.01))
  }

  /// Epoch's chip table once gave a TPU v4 373 W and now gives 170, a mean; the energy of a run of 132 million chip-hours
  /// fell with it from 2.93 to 1.33 million USD (Cottier et al. 2024, arXiv:2405.21015, and its repository).
  @Test func `a row's energy follows the power it states, whatever a catalogue says today`() throws {
    let row = try #require(try rows { $0.name == "epoch_amortized_gemini_ultra_paper2024" }.first)
    #expect(row.inputs["tdp_w"] == "373")
    let read = RowReader(row: row)
    func energy(_ watts: Double) throws -> Double {
      let power = EnergyAndCarbon.meteredPowerKW(
        chipW: ScalarLane(watts), serverRatio: try read("chip_to_server_power"),
        averageShare: try read("avg_power_fraction"), pue: try read("pue"))
      let used = EnergyAndCarbon.energyKWh(chipHours: try read("chip_hours"), meteredKW: power)
      return EnergyAndCarbon.cost(energyKWh: used, pricePerKWh: try read("usd_per_kwh")).value
    }
    #expect(isClose(try energy(read("tdp_w").value), 2.93e6, within: 3e-3))
    #expect(isClose(try energy(170), 1.33e6, within: 6e-3))
    var moved = row
    moved.inputs["tdp_w"] = "170"
    let scored = Validation.run([.published(row), .published(moved)]).rows
    guard case .number(let stated)? = scored[0].computed, case .number(let mean)? = scored[1].computed else {
      Issue.record("not computed")
      return
    }
    #expect(isClose(stated - mean, try energy(373) - energy(170), within: 1e-6))
    // The catalogue has the largest power, not a mean.
    let chips = Accelerator.table.filter { ["TPU v3", "TPU v4"].contains($0.name) }
    #expect(chips.count == 2 && chips.allSatisfy { ($0.power ?? 0) > ($0.name == "TPU v3" ? 220 : 170) })
  }

  /// Epoch prices an H100 by a German list price of 2022, 44,490 USD; later quotes lie a quarter lower.
  @Test func `an H100 in its server costs what later quotes say, not the first list price`() throws {
    let chip = try #require(Accelerator.table.first { $0.name == "H100 SXM5 80GB" })
    let premium = try 44_490 / #require(chip.serverPrice)
    #expect((1.3...1.4).contains(premium), "\(premium)")
  }

  /// The nearest quote of a price list may be a three-year contract (1.36 USD for GPT-4's A100) or a hyperscaler's
  /// on-demand price (4.86 and more for an H100) while others rented H100s out at 2 to 3 USD.
  @Test func `a rental starts from what H100s are offered for, and a commitment is a discount of its own`() throws {
    let input = try #require(TrainingCost().declaration.input("gpu_hour_price"))
    #expect(input.defaultValue == .number(2.5) && input.distribution == .lognormal(1.98, 4))
    let demand = try Evaluation(TrainingCost(), given: [:])
    let committed = try Evaluation(TrainingCost(), given: ["commitment": .choice("azure_3y")])
    let ratio = try #require(committed["rental_cost"]) / #require(demand["rental_cost"])
    #expect(isClose(ratio, 0.51, within: 1e-12))
  }

  /// Model cards state energy as hours times rated power, and every published cost of a run is hours times a rate.
  @Test func `figures that follow from their own inputs count as arithmetic, never as predictions`() throws {
    let money = try rows { ["E10", "E10b", "E11"].contains($0.equation) }
    #expect(money.count > 60 && money.allSatisfy { $0.kind == "identity" || $0.kind == "montecarlo" })
    let energy = try rows { ["E12", "E13"].contains($0.equation) && $0.inputs["chip_hours"] != nil }
    #expect(energy.count > 20 && energy.allSatisfy { $0.kind == "identity" })
    for row in try rows({ $0.kind == "forward" && $0.equation == "E6" }) {
      let told = Set(row.inputs.keys).intersection(["chip_hours", "mfu", "days", "tflops_per_gpu", "iter_s"])
      #expect(told.isEmpty, "\(row.name) is told \(told)")
    }
    let report = Validation.run(try Record.builtIn())
    let arithmetic = report.rows.filter { $0.kind == "identity" }
    #expect(arithmetic.allSatisfy { $0.basis == nil && $0.interval == nil })
    #expect(report.summary.allSatisfy { $0.kind != "identity" || $0.heldOutMedianError == nil })
  }

  /// Llama 3 (arXiv:2407.21783) prints 30.1% for faulty GPUs in table 5 beside 148 of 419 interruptions, 35.3%.
  @Test func `shares of interruptions are taken from the counts, not from the percentages beside them`() throws {
    let counted = try rows { $0.inputs["interruptions"] != nil }
    #expect(!counted.isEmpty && counted.allSatisfy { $0.inputs["interruptions"] == "419" })
    #expect(try rows { $0.group == "llama3" && [30.1, 0.301].contains($0.published) }.isEmpty)
  }

  /// SemiAnalysis estimates GPT-4 at 63 million USD: 25,000 A100 at 1 USD an hour take 105 days for that, not 90 to 100.
  @Test func `GPT-4's 63 million dollars is an estimate that needs 105 days or 5 cents more`() throws {
    func rental(days: Double, price: Double) -> Double {
      let hours = ScalarLane(25_000 * 24 * days)
      return HardwareCost.rental(chipHours: hours, hourlyPrice: ScalarLane(price), discount: ScalarLane(0)).value
    }
    #expect(rental(days: 105, price: 1) == 63e6 && isClose(rental(days: 100, price: 1.05), 63e6, within: 1e-12))
    let row = try #require(try rows { $0.name == "gpt4_semianalysis_cost" }.first)
    let scored = Validation.run([.published(row)]).rows[0]
    #expect(row.source.contains("ESTIMATE") && scored.computed == .number(60e6) && scored.status == .within)
    #expect(isClose(row.published / 60e6, 1.05, within: 1e-12))
  }

  /// PaLM (arXiv:2204.02311, table 3) prints 21.3% for GPT-3 on V100s beside 24.6 TFLOP/s of 125.
  @Test func `GPT-3's printed utilisation does not follow from its printed rate and is not scored`() throws {
    let row = try #require(try rows { $0.name == "gpt3_mfu" }.first)
    let read = RowReader(row: row)
    let (rate, peak) = try (read("model_tflops_per_gpu_noattn").value, read("peak_tflops").value)
    let matrices = TrainingCompute.matrixFLOPPerToken(activeParameters: try read("params"))
    let attention = TrainingCompute.attentionFLOPPerToken(
      factor: ScalarLane(12), layers: try read("layers"), hidden: try read("hidden"), sequence: try read("seq"))
    let without = 100 * rate / peak
    let with = without * (1 + (attention / matrices).value)
    #expect(isClose(without, 19.7, within: 2e-3) && isClose(with, 20.2, within: 2e-3))
    #expect(row.published > with + 1)
    let scored = Validation.run([.published(row)]).rows[0]
    #expect(scored.status == .notModelled && scored.reason.contains("24.6 TFLOP/s"), "\(scored.reason)")
  }

  /// OPT-175B's paper states neither its tokens nor its hours; 809,472 h is LLaMA's assumption (arXiv:2302.13971).
  @Test func `OPT's assumed hours test arithmetic and nothing is fitted on them`() throws {
    let named = try rows { $0.name.contains("opt175b") || $0.name.contains("opt-175b") }
    #expect(named.count >= 4 && named.allSatisfy { ["identity", "montecarlo"].contains($0.kind) })
    #expect(!Utilisation.fitted.contains { $0.contains("opt175b") || $0.contains("opt_175b") })
  }

  /// Narayanan et al. 2021 shorten days to 8 T P / (n X): below what all of a layer's operations give and they print.
  @Test func `days of a run count every operation, which the shortcut does not`() throws {
    let shaped = try rows { $0.equation == "E4" && $0.inputs["layers"] != nil }
    #expect(shaped.count == 9)
    for row in shaped {
      let read = RowReader(row: row)
      guard case .number(let days)? = Validation.run([.published(row)]).rows[0].computed else {
        Issue.record("\(row.name) is not computed")
        continue
      }
      let rate = try read("gpus") * read("achieved_tflops_per_gpu") * (1e12 * 86400)
      let shortcut = try (8e9 * read("tokens") * read("params_e9") / rate).value
      #expect((0.96...0.99).contains(shortcut / days), "\(row.name) \(shortcut / days)")
      #expect((days / row.published - 1).magnitude < (shortcut / row.published - 1).magnitude, "\(row.name)")
    }
  }

  /// Besiroglu et al. 2024 (arXiv:2404.10102): the five constants of a scaling law are strongly correlated.
  @Test func `a scaling law is chosen whole, and no constant of it is drawn by itself`() throws {
    let declaration = TrainingCost().declaration
    let lanes = declaration.inputs.map { ($0.name, DependencyLane(names: [$0.name])) }
    let outputs = TrainingCost().outputs(
      ModelInputs(declaration, given: Dictionary(uniqueKeysWithValues: lanes)))
    let behind = outputs["loss"].names.union(outputs["optimal_params"].names)
    let drawn = declaration.inputs.filter { $0.distribution != nil && behind.contains($0.name) }.map(\.name)
    #expect(behind.contains("scaling_law") && drawn == ["compute_factor", "data_selection"], "\(drawn)")
    #expect(declaration.input("scaling_law")?.isChoice == true)
  }

  /// Llama 3 (arXiv:2407.21783) reports above 90% effective time on 16,384 GPUs: checkpoints that block a minute cannot.
  @Test func `nine tenths of the time is useful on 2,048 nodes only with quick checkpoints`() throws {
    func goodput(_ write: Double) throws -> Double {
      let given: [String: Value] = [
        "chips": .number(16_384), "node_failures": .number(3.79e-3 / 24), "checkpoint_write": .number(write),
      ]
      return try #require(try Evaluation(TrainingCost(), given: given)["goodput"])
    }
    #expect(try goodput(10) > 0.9 && goodput(20) > 0.9 && goodput(60) < 0.9)
  }
}
