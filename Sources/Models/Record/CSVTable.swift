/// Comma-separated values as RFC 4180 has them: quoted fields may hold commas, line breaks and doubled quotes.
struct CSVTable {
  let file: String
  let columns: [String]
  let records: [CSVRecord]

  init(_ text: String, file: String) throws(RecordError) {
    var scanner = CSVScanner(text, file: file)
    guard let header = try scanner.next() else {
      throw RecordError(file: file, line: 1, what: "the file is empty", remedy: "begin with a line of column names")
    }
    var records: [CSVRecord] = []
    while let row = try scanner.next() {
      if row.fields == [""] { continue }
      guard row.fields.count == header.fields.count else {
        throw RecordError(
          file: file, line: row.line, what: "\(row.fields.count) fields where the header has \(header.fields.count)",
          remedy: "quote fields that hold commas")
      }
      records.append(CSVRecord(line: row.line, columns: header.fields, fields: row.fields))
    }
    self.file = file
    columns = header.fields
    self.records = records
  }

  func has(_ names: [String]) -> Bool { names.allSatisfy(columns.contains) }
}

/// One record, its fields by column name.
struct CSVRecord {
  /// The line it begins on, counted from 1.
  let line: Int
  private let values: [String: String]

  init(line: Int, columns: [String], fields: [String]) {
    self.line = line
    values = Dictionary(zip(columns, fields)) { first, _ in first }
  }

  /// The field of a column, empty where there is none.
  subscript(column: String) -> String { values[column] ?? "" }
}

/// Splits a text into records.
private struct CSVScanner {
  private let file: String
  private var rest: Substring.UnicodeScalarView
  private var line = 1

  init(_ text: String, file: String) {
    self.file = file
    rest = text[...].unicodeScalars
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
  }

  /// The fields of the next record; nil at the end.
  mutating func next() throws(RecordError) -> (line: Int, fields: [String])? {
    guard !rest.isEmpty else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      let (field, ends) = try field()
      fields.append(field)
      if ends { return (start, fields) }
    }
  }

  /// The next field, and whether its record ends with it.
  private mutating func field() throws(RecordError) -> (String, Bool) {
    if rest.first == "\"" { return try quoted() }
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      switch scalar {
      case ",": return (String(text), false)
      case "\n":
        line += 1
        return (String(text), true)
      case "\r": continue
      case "\"":
        throw RecordError(
          file: file, line: line, what: "a quote in the middle of a field",
          remedy: "quote the whole field and double it")
      default: text.append(scalar)
      }
    }
    return (String(text), true)
  }

  private mutating func quoted() throws(RecordError) -> (String, Bool) {
    let start = line
    var text = String.UnicodeScalarView()
    rest.removeFirst()
    while let scalar = rest.popFirst() {
      if scalar == "\n" { line += 1 }
      guard scalar == "\"" else {
        text.append(scalar)
        continue
      }
      if rest.first == "\"" {
        text.append(scalar)
        rest.removeFirst()
        continue
      }
      return (String(text), try endsRecord())
    }
    throw RecordError(file: file, line: start, what: "a quoted field never closes", remedy: "add the closing quote")
  }

  /// What follows a closing quote: a comma, or the end of the record.
  private mutating func endsRecord() throws(RecordError) -> Bool {
    if rest.first == "\r" { rest.removeFirst() }
    guard let scalar = rest.popFirst() else { return true }
    switch scalar {
    case ",": return false
    case "\n":
      line += 1
      return true
    default:
      throw RecordError(
        file: file, line: line, what: "\(scalar) after a closing quote", remedy: "put a comma or a line break there")
    }
  }
}
