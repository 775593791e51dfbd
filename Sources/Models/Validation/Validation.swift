/// What a model or module computes for a row of the record.
public enum Computed: Hashable, Sendable {
  /// With a remark on how they were found where a reader should know.
  case numbers([Double], remark: String = "")
  /// Compared as text, for words, bits and names.
  case text(String)
  /// Foretold from other rows or from stated constants.
  case prediction(Prediction)
  /// Nothing computes it, and why.
  case notModelled(String)

  public static func number(_ value: Double) -> Computed { .numbers([value]) }
}

/// Computed against published, row by row.
public enum Validation {
  /// Scores rows in the order given; none is dropped.
  ///
  /// - Parameter statistics: The answer to a statistics row, from the module that owns the function; nil where none
  /// does.
  /// - Parameter sweeps: The answer to a published quantile or share over random draws, from the module that can run
  /// sweeps; nil where none does.
  public static func run(
    _ rows: [RecordRow], statistics: (StatisticsRow) -> Computed? = { _ in nil },
    sweeps: (PublishedRow) -> Computed? = { _ in nil }
  ) -> ValidationReport {
    ValidationReport(
      rows: rows.map { row in
        switch row {
        case .published(let row): score(row, row.kind == "montecarlo" ? sweeps(row) : nil)
        case .statistic(let row): score(row, statistics(row))
        case .fact(let name, let table): fact(name, table)
        }
      })
  }

  private static func score(_ row: PublishedRow, _ swept: Computed?) -> ValidationRow {
    let answer = swept ?? answer(to: row)
    var scored = ValidationRow(name: row.name, group: row.group, kind: row.kind)
    scored.published = .number(row.published)
    scored.tolerance = row.tolerance
    switch answer {
    case .notModelled(let reason): scored.reason = reason
    case .text(let text): scored.reason = "gives the text \(text) where a number is published"
    case .prediction(let prediction):
      scored.take(prediction.value, against: row)
      scored.interval = prediction.interval
      scored.basis = prediction.basis
      scored.reason = TrainingAnswers.remarks[row.name] ?? ""
    case .numbers(let numbers, let remark):
      scored.take(numbers[0], against: row)
      scored.basis = Utilisation.basis(of: row)
      scored.reason = TrainingAnswers.remarks[row.name] ?? remark
    }
    return scored
  }

  /// From the models that own the row's equation.
  private static func answer(to row: PublishedRow) -> Computed {
    switch (row.equation, row.kind) {
    case ("", _): FleetAnswers.answers(row) ? FleetAnswers(row).answer : ChipAnswers(row).answer
    case ("E16", _), ("E17", _): ServingAnswers(row).answer
    case ("E18", "identity"), ("E19", _), ("E20", _), ("E21", _): FleetAnswers(row).answer
    default: TrainingAnswers(row).answer
    }
  }

  private static func score(_ row: StatisticsRow, _ answer: Computed?) -> ValidationRow {
    let tolerance = Tolerance(row.tolerance)
    var scored = ValidationRow(name: row.name, group: row.group, kind: "")
    scored.detail = "\(row.inputs): \(row.quantity)"
    scored.published = .text(row.reference)
    scored.tolerance = tolerance.size
    switch answer {
    case nil: scored.reason = "no function of this program answers this quantity"
    case .notModelled(let reason): scored.reason = reason
    case .prediction: scored.reason = "a statistic is known, not foretold"
    case .text(let text):
      scored.computed = .text(text)
      scored.status = text == row.reference ? .within : .outside
    case .numbers(let numbers, let remark):
      let references = row.reference.split(separator: ";").flatMap(Self.numbers)
      let error = tolerance.worstError(numbers, references)
      scored.computed =
        numbers.count == 1 ? .number(numbers[0]) : .text(numbers.map(\.description).joined(separator: "; "))
      scored.relativeError = error
      scored.status = (error ?? .infinity) <= tolerance.size ? .within : .outside
      scored.reason =
        error == nil ? "\(numbers.count) numbers where the reference has \(references.count)" : remark
    }
    return scored
  }

  private static func fact(_ name: String, _ table: String) -> ValidationRow {
    var row = ValidationRow(name: name, group: table, kind: "")
    row.reason = "a table of facts: nothing is computed from its row"
    return row
  }

  /// |a - b| / |b|, or |a - b| where b is zero.
  static func relativeError(_ computed: Double, _ published: Double) -> Double {
    let difference = (computed - published).magnitude
    return published == 0 ? difference : difference / published.magnitude
  }

  /// The numbers of a reference: several words, one fraction `33/5`, or one number in two forms,
  /// `0x1p-53 = 1.11e-16`.
  private static func numbers(_ text: Substring) -> [Double?] {
    if text.contains("=") {
      return [text.split(separator: "=").lazy.compactMap { Double($0.filter { $0 != " " }) }.first]
    }
    return text.split(separator: " ").map { word in
      let parts = word.split(separator: "/").map { Double($0) }
      guard parts.count == 2, let a = parts[0], let b = parts[1] else { return Double(word) }
      return a / b
    }
  }
}

/// How far a statistic may lie from its reference: `exact`, `rel 1e-14`, `abs 1e-9`, `exact rational (double: rel
/// 1e-12)`; an estimate of which the row states `RMSE about 1e-5` may lie three of those away. Other words are remarks.
struct Tolerance {
  private let isRelative: Bool
  let size: Double

  init(_ text: String) {
    let words = text.split { " ,;:()".contains($0) }
    for (index, word) in words.enumerated().dropLast() {
      let size = Double(words[index + 1]).flatMap { $0 >= 0 ? $0 : nil }
      if let size, word == "rel" || word == "abs" {
        (isRelative, self.size) = (word == "rel", size)
        return
      }
      if let size, word == "about", words[..<index].last == "RMSE" {
        (isRelative, self.size) = (false, 3 * size)
        return
      }
    }
    (isRelative, size) = (true, 0)
  }

  /// The largest error over pairs; nil where the counts differ or a reference is no number.
  func worstError(_ computed: [Double], _ references: [Double?]) -> Double? {
    guard computed.count == references.count, !computed.isEmpty else { return nil }
    var worst = 0.0
    for (value, reference) in zip(computed, references) {
      guard let reference else { return nil }
      let error = isRelative ? Validation.relativeError(value, reference) : (value - reference).magnitude
      worst = error <= worst ? worst : error
    }
    return worst
  }
}
