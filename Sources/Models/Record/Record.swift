/// The published record the models are checked against: what others printed, measured or ran, with its source.
public enum Record {
  /// Every row that ships with the program.
  public static func builtIn() throws(RecordError) -> [RecordRow] {
    var rows: [RecordRow] = []
    rows += try self.rows(of: trainingRuns, file: "training.csv")
    rows += try self.rows(of: trainingOperations, file: "training.csv")
    rows += try self.rows(of: chip, file: "chip.csv")
    rows += try self.rows(of: statistics, file: "statistics.csv")
    return rows
  }

  /// The rows of a CSV text with a header line. Columns are found by name, so their order is free and others are
  /// ignored.
  ///
  /// A published case needs `case`, `inputs`, `published_value` and `tolerance_rel`; a statistic needs `case`,
  /// `inputs`, `quantity`, `reference_value` and `tolerance`. A table of facts (first column `chip` or `programme`)
  /// is read too, as rows nothing is computed for.
  public static func rows(of text: String, file: String) throws(RecordError) -> [RecordRow] {
    let table = try CSVTable(text, file: file)
    if table.has(["case", "inputs", "published_value", "tolerance_rel"]) {
      return try table.records.map { record throws(RecordError) in try publishedRow(record, in: table) }
    }
    if table.has(["case", "inputs", "quantity", "reference_value", "tolerance"]) {
      return table.records.map { .statistic(StatisticsRow($0)) }
    }
    if let first = table.columns.first, ["chip", "programme"].contains(first) {
      return table.records.map { .fact(name: $0[first], table: first) }
    }
    throw RecordError(
      file: file, line: 1, what: "the header has none of the known forms",
      remedy: "name the columns case, inputs, published_value, tolerance_rel")
  }

  private static func publishedRow(_ record: CSVRecord, in table: CSVTable) throws(RecordError) -> RecordRow {
    guard let published = Double(record["published_value"]) else {
      throw RecordError(
        file: table.file, line: record.line, what: "published_value \(record["published_value"]) is not a number",
        remedy: "write digits, with e for powers of ten")
    }
    guard let tolerance = Double(record["tolerance_rel"]), tolerance >= 0 else {
      throw RecordError(
        file: table.file, line: record.line, what: "tolerance_rel \(record["tolerance_rel"]) is not a share",
        remedy: "write the largest relative error, 0 or more")
    }
    return .published(PublishedRow(record, published: published, tolerance: tolerance))
  }
}

/// One row of a record.
public enum RecordRow: Hashable, Sendable {
  case published(PublishedRow)
  case statistic(StatisticsRow)
  /// A fact that is not computed from anything: a chip's figures, a programme's history.
  case fact(name: String, table: String)
}

/// A published number and what it was computed from.
public struct PublishedRow: Hashable, Sendable {
  public var name: String
  public var source: String
  public var quantity: String
  public var unit: String
  /// `name=value` pairs, values as written.
  public var inputs: [String: String]
  public var published: Double
  /// Largest relative error.
  public var tolerance: Double
  /// The column, or the part of the case before its first underscore.
  public var group: String
  /// identity, forward, fit, montecarlo, anchor; empty where the table has no such column.
  public var kind: String
  /// The equation's number in the table, empty where it has none.
  public var equation: String

  init(_ record: CSVRecord, published: Double, tolerance: Double) {
    name = record["case"]
    source = record["source"]
    quantity = record["quantity"]
    unit = record["unit"]
    inputs = Self.pairs(record["inputs"])
    self.published = published
    self.tolerance = tolerance
    let group = record["group"]
    self.group = group.isEmpty ? Self.prefix(of: name) : group
    kind = record["kind"]
    equation = record["eq"]
  }

  static func prefix(of name: String) -> String { String(name.prefix { $0 != "_" }) }

  private static func pairs(_ text: String) -> [String: String] {
    var pairs: [String: String] = [:]
    for pair in text.split(separator: ";") {
      guard let equals = pair.firstIndex(of: "=") else { continue }
      pairs[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
    }
    return pairs
  }
}

/// A known answer about draws, transforms or aggregates.
public struct StatisticsRow: Hashable, Sendable {
  public var name: String
  public var inputs: String
  public var quantity: String
  public var reference: String
  /// As written: `exact`, `rel 1e-14`, `abs 1e-9`.
  public var tolerance: String
  /// The column, or the case up to its first colon or comma, without brackets and without `d=8` at the end.
  public var group: String

  init(_ record: CSVRecord) {
    name = record["case"]
    inputs = record["inputs"]
    quantity = record["quantity"]
    reference = record["reference_value"]
    tolerance = record["tolerance"]
    let group = record["group"]
    self.group = group.isEmpty ? Self.prefix(of: name) : group
  }

  private static func prefix(of name: String) -> String {
    var depth = 0
    let plain = name.filter { character in
      depth += character == "(" ? 1 : 0
      defer { depth -= character == ")" ? 1 : 0 }
      return depth == 0
    }
    let words = plain.prefix { !"_:,".contains($0) }.split(separator: " ")
    return words.prefix { !$0.contains("=") }.joined(separator: " ")
  }
}

/// A record that cannot be read: where, what, and the remedy.
public struct RecordError: Error, Hashable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var what: String
  public var remedy: String

  public var description: String { "\(file):\(line): \(what); \(remedy)" }
}
