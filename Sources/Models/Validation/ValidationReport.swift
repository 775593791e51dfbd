import Sweeps

/// One row of the record, scored.
public struct ValidationRow: Hashable, Sendable {
  public enum Status: String, Hashable, Sendable {
    case within, outside
    case notModelled = "not_modelled"
  }

  /// A number, or text where several numbers or words are compared.
  public enum Figure: Hashable, Sendable {
    case number(Double)
    case text(String)
  }

  public var name: String
  /// Inputs and quantity of a statistic, which tell rows of one case apart; empty where the name does.
  public var detail = ""
  public var group: String
  public var kind: String
  public var status = Status.notModelled
  public var computed: Figure?
  public var published: Figure?
  /// Relative, or absolute where the tolerance says so or the published number is zero.
  public var relativeError: Double?
  public var tolerance = 0.0
  /// Of a prediction: where nine of ten published figures should fall.
  public var interval: ClosedRange<Double>?
  /// Of a prediction: what it owes to this row.
  public var basis: Prediction.Basis?
  /// Why the row is not modelled; on a modelled row what a reader should know of its figure, often nothing.
  public var reason = ""

  init(name: String, group: String, kind: String) {
    self.name = name
    self.group = group
    self.kind = kind
  }

  /// Whether the published figure lies in the interval of its prediction; nil where there is none.
  public var isInInterval: Bool? {
    guard let interval, case .number(let published)? = published else { return nil }
    return interval.contains(published)
  }

  /// Takes the figure computed for a row, and says whether it is within the row's tolerance.
  mutating func take(_ value: Double, against row: PublishedRow) {
    let error = Validation.relativeError(value, row.published)
    computed = .number(value)
    relativeError = error
    status = error <= row.tolerance + 1e-15 ? .within : .outside
  }
}

/// Computed against published, with a summary by group and kind.
public struct ValidationReport: Hashable, Sendable {
  public struct Summary: Hashable, Sendable {
    public var group: String
    public var kind: String
    public var rows: Int
    public var modelled: Int
    public var within: Int
    /// Over the modelled rows with an error; nil where there is none.
    public var medianError: Double?
    public var worstError: Double?
    /// Over predictions of rows that nothing was fitted on; nil where there is none.
    public var heldOutMedianError: Double?
    /// Of the predictions with an interval, the share whose published figure lies in it; nil where there is none.
    public var intervalShare: Double?
  }

  /// In the order of the record.
  public var rows: [ValidationRow]

  /// One line a group and kind, in order of first appearance.
  public var summary: [Summary] {
    var keys: [[String]] = []
    var members: [[String]: [ValidationRow]] = [:]
    for row in rows {
      let key = [row.group, row.kind]
      if members[key] == nil { keys.append(key) }
      members[key, default: []].append(row)
    }
    return keys.map { key in Self.summarise(key, members[key] ?? []) }
  }

  private static func summarise(_ key: [String], _ rows: [ValidationRow]) -> Summary {
    let modelled = rows.filter { $0.status != .notModelled }
    let errors = modelled.compactMap(\.relativeError)
    let heldOut = modelled.filter { $0.basis == .heldOut || $0.basis == .stated }
    let inside = modelled.compactMap(\.isInInterval)
    return Summary(
      group: key[0], kind: key[1], rows: rows.count, modelled: modelled.count,
      within: rows.filter { $0.status == .within }.count, medianError: median(errors), worstError: errors.max(),
      heldOutMedianError: median(heldOut.compactMap(\.relativeError)),
      intervalShare: inside.isEmpty ? nil : Double(inside.count { $0 }) / Double(inside.count))
  }

  private static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    return low == high ? low : (low + high) / 2
  }

  /// `rows` and `summary` as the `validate --json` command prints them.
  public var json: JSON {
    .object([
      .init("rows", .array(rows.map(\.json))),
      .init("summary", .array(summary.map(\.json))),
    ])
  }

  /// The rows as CSV with a header, fields quoted where needed.
  public var csv: String {
    let header = "case,group,kind,status,computed,published,relative_error,tolerance,basis,low,high,reason\n"
    return rows.reduce(into: header) { text, row in text += row.csv + "\n" }
  }
}

extension ValidationRow {
  var json: JSON {
    .object([
      .init("case", .string(name)), .init("group", .string(group)), .init("kind", .string(kind)),
      .init("status", .string(status.rawValue)), .init("computed", computed?.json ?? .null),
      .init("published", published?.json ?? .null), .init("relative_error", relativeError.map(JSON.number) ?? .null),
      .init("tolerance", .number(tolerance)), .init("basis", basis.map { .string($0.rawValue) } ?? .null),
      .init("interval", interval.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null),
      .init("reason", reason.isEmpty ? .null : .string(reason)),
    ])
  }

  var csv: String {
    let fields = [
      name, group, kind, status.rawValue, computed?.text ?? "", published?.text ?? "",
      relativeError.map { $0.description } ?? "", JSON.text(of: tolerance), basis?.rawValue ?? "",
      interval.map { JSON.text(of: $0.lowerBound) } ?? "", interval.map { JSON.text(of: $0.upperBound) } ?? "", reason,
    ]
    return fields.map(Self.quoted).joined(separator: ",")
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { "\",\r\n".contains($0) }) else { return field }
    let doubled = field.flatMap { $0 == "\"" ? ["\"", "\""] : [$0] }
    return "\"" + String(doubled) + "\""
  }
}

extension ValidationRow.Figure {
  var json: JSON {
    switch self {
    case .number(let value): .number(value)
    case .text(let text): .string(text)
    }
  }

  var text: String {
    switch self {
    case .number(let value): JSON.text(of: value)
    case .text(let text): text
    }
  }
}

extension ValidationReport.Summary {
  var json: JSON {
    .object([
      .init("group", .string(group)), .init("kind", .string(kind)), .init("rows", .integer(Int64(rows))),
      .init("modelled", .integer(Int64(modelled))), .init("within", .integer(Int64(within))),
      .init("median_error", medianError.map(JSON.number) ?? .null),
      .init("worst_error", worstError.map(JSON.number) ?? .null),
      .init("held_out_median_error", heldOutMedianError.map(JSON.number) ?? .null),
      .init("interval_share", intervalShare.map(JSON.number) ?? .null),
    ])
  }
}
