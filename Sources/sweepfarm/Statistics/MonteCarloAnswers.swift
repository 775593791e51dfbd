import Formulas
import Models
import Sweeps

/// Answers to published quantiles and shares over random draws, each by a sweep of a model of the catalogue under the
/// distributions that the row states.
enum MonteCarloAnswers {
  /// The answer to a row; nil where no sweep has its inputs.
  static func answer(_ row: PublishedRow) -> Computed? {
    do {
      switch row.equation {
      case "E10": return try uncertainty(row)
      case "E18": return try fleet(row)
      case "E22": return try development(row)
      default: return nil
      }
    } catch let missing as StatisticsInputs.Missing {
      return .notModelled("the row does not give \(missing.name)")
    } catch {
      return .notModelled("\(error)")
    }
  }

  // MARK: Rows

  /// The interval `name=lognormal90(a,b)` or `normal80(a,b)` of a row as a sweep file writes it, times a scale.
  static func interval(_ name: String, _ row: PublishedRow, times scale: Double = 1, unit: String = "") throws -> String
  {
    let text = row.inputs[name] ?? ""
    let parts = text.split { "(,)".contains($0) }
    guard parts.count >= 3, parts[0].contains("normal"), let low = number(parts[1]), let high = number(parts[2]) else {
      throw StatisticsInputs.Missing(name: name)
    }
    let family = parts[0].hasPrefix("logn") ? "lognormal" : "normal"
    let coverage = parts[0].hasSuffix("80") ? " @ 80%" : ""
    return "\(family)(\(low * scale)\(unit) to \(high * scale)\(unit)\(coverage))"
  }

  /// A number, a quotient, or days as a share of a year.
  private static func number(_ text: Substring) -> Double? {
    if text.hasSuffix("d") { return Double(text.dropLast()).map { $0 / 365.25 } }
    let parts = text.split(separator: "/").map { Double($0) }
    guard parts.count == 2, let a = parts[0], let b = parts[1] else { return Double(text) }
    return a / b
  }

  /// The percentile a row's name ends in: 5 for `acq_gpu_p05`.
  static func percent(_ row: PublishedRow) throws -> Int {
    guard let percent = Int(row.name.suffix(2)), row.name.dropLast(2).hasSuffix("p") else {
      throw StatisticsInputs.Missing(name: "a percentile at the end of its name")
    }
    return percent
  }

  /// A quantile over the median, of one expression.
  static func overMedian(
    _ percent: Int, of expression: String, _ model: any Model, lines: String, size: Int = 18
  ) throws -> Computed {
    let sample = "\nsample: {design: sobol, size: 2^\(size), replicates: 1}"
    let found = try RecordSweep.quantiles([percent, 50], of: expression, model, lines: lines + sample)
    return .numbers([found[0] / found[1]], remark: "by a sweep of 2^\(size) scenarios of \(model.declaration.name)")
  }
}
