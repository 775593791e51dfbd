import SweepFiles
import Sweeps

/// Model declarations that the tests read sweeps against; no equations are needed.
enum Declarations {
  /// Names and kinds of the two examples in the guide, and one of each kind.
  static let training = ModelDeclaration(
    name: "training-cost", version: 2, question: "What does a training run cost?",
    inputs: [
      input("params", "N", "1", .positive(allowsZero: false)),
      input("tokens", "D", "token", .positive(allowsZero: false)),
      input("precision", "prec", "1", .choice(["bf16", "fp8"])),
      input("chips", "n", "1", .count(minimum: 1)),
      input("mfu", "MFU", "1", .fraction, .pert(min: 0.3, mode: 0.4, max: 0.5)),
      input("fp8_speedup", "s_8", "1", .positive(allowsZero: true)),
      input("gpu_hour_price", "p_h", "USD/h", .positive(allowsZero: true)),
      input("node_failures", "r_f", "/h", .positive(allowsZero: true)),
      input("restart_minutes", "u", "min", .positive(allowsZero: true)),
      input("power_price", "p_el", "USD/kWh", .positive(allowsZero: true)),
      input("pue", "PUE", "1", .positive(allowsZero: false)),
      input("staff_share", "f_staff", "1", .fraction),
      input("data_wall", "wall", "1", .choice(["none", "mild", "hard"])),
    ],
    outputs: [
      output("cost", "TC", "USD"), output("days", "t_days", "day"), output("mttf", "M", "h"),
      output("energy", "E_run", "kWh"),
    ])

  static let chips = ModelDeclaration(
    name: "chip-strategy", version: 1, question: "Buy, rent or build?",
    inputs: [
      input("volume", "V", "1", .positive(allowsZero: false)), input("node", "node", "1", .choice(["N5", "N3", "N2"])),
      input("strategy", "strat", "1", .choice(["buy", "semi_custom", "build"])),
      input("nre", "NRE", "MUSD", .positive(allowsZero: true)),
      input("wafer_price", "W", "USD", .positive(allowsZero: true)),
      input("defect_density", "D0", "/cm2", .positive(allowsZero: true)),
      input("respins", "n_spin", "1", .count(minimum: 0)),
      input("delay_months", "delay", "month", .positive(allowsZero: true)),
      input("perf_ratio", "phi", "1", .positive(allowsZero: false)),
      input("software_cost", "SW", "USD", .positive(allowsZero: true)),
      input("vendor_price", "P_m", "USD", .positive(allowsZero: true)),
      input("price_decline", "dec", "1", .fraction), input("demand_growth", "mu", "1", .real),
      input("hbm_supply", "hbm", "1", .choice(["ample", "tight"])), input("discount_rate", "r", "1", .fraction),
    ],
    outputs: [output("npv", "NPV", "USD"), output("units", "n", "chip")])

  static let catalogue = [training, chips]

  static func input(
    _ name: String, _ symbol: String, _ unit: String, _ kind: InputDeclaration.Kind, _ distribution: Distribution? = nil
  ) -> InputDeclaration {
    let value: Value = if case .choice(let names) = kind { .choice(names[0]) } else { .number(1) }
    return InputDeclaration(
      name: name, symbol: symbol, unit: unit, kind: kind, default: value, distribution: distribution,
      source: "test", doc: "test")
  }

  private static func output(_ name: String, _ symbol: String, _ unit: String) -> OutputDeclaration {
    OutputDeclaration(name: name, symbol: symbol, unit: unit, doc: "test")
  }
}

/// A complete small file with some sections replaced or added; the others keep their places.
func file(_ sections: String..., model: String = "training-cost") -> String {
  var given: [String: String] = [:]
  for section in sections { given[String(section.prefix { $0 != ":" })] = section }
  let standard = [
    "sweep: test", "model: \(model)",
    model == "training-cost" ? "uncertain: {mfu: 0.3 to 0.45}" : "uncertain: {volume: 1 to 2}",
    model == "training-cost" ? "report: {cost: {of: cost}}" : "report: {npv: {of: npv}}",
  ]
  var lines: [String] = []
  for line in standard {
    let key = String(line.prefix { $0 != ":" })
    lines.append(given.removeValue(forKey: key) ?? line)
  }
  lines += sections.filter { given[String($0.prefix { $0 != ":" })] != nil }
  return lines.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
}

/// Reads against the test catalogue.
func read(_ text: String, files: DataFiles = .none) throws(SweepFileFaults) -> Sweep {
  try SweepFile.read(text: text, path: "test.yaml", catalogue: Declarations.catalogue, files: files)
}

/// The faults of a text, one line each, without the name of the file; empty where there are none.
func faults(_ text: String, files: DataFiles = .none) -> [String] {
  do throws(SweepFileFaults) {
    _ = try read(text, files: files)
    return []
  } catch {
    return error.faults.map { String($0.description.dropFirst("test.yaml:".count)) }
  }
}
