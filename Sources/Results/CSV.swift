import Sweeps

extension Table {
  /// The table as tidy CSV (RFC 4180): a column for every dimension, then `statistic`, `value`, `error`, `unit`; a row
  /// for every cell and statistic, and one for every option where the statistic has them.
  ///
  /// Numbers are the shortest text that reads back to the same bits; no data and no error are empty fields. Lines end in
  /// CR LF, as the RFC wants.
  public var csv: String {
    var out = ""
    let names = coordinates.map(\.name)
    Self.appendRow(names + ["statistic", "value", "error", "unit"], to: &out)
    for cell in 0..<cellCount {
      let labels = zip(mapCoordinates, position(ofCell: cell)).map { $0.values[$1].label }
      for variable in variables {
        appendRows(of: variable, cell: cell, labels: labels, to: &out)
      }
    }
    return out
  }

  private func appendRows(of variable: Variable, cell: Int, labels: [String], to out: inout String) {
    let options = optionLabels
    if variable.dims.contains(Self.optionDimension) {
      for (index, option) in options.enumerated() {
        appendRow(of: variable, at: cell * options.count + index, labels: labels + [option], to: &out)
      }
    } else {
      let padding = options.isEmpty ? [] : [""]
      appendRow(of: variable, at: cell, labels: labels + padding, to: &out)
    }
  }

  private func appendRow(of variable: Variable, at index: Int, labels: [String], to out: inout String) {
    let value =
      switch variable.values {
      case .numbers(let numbers): Self.field(numbers[index])
      case .texts(let texts): texts[index] ?? ""
      }
    let error = variable.error.map { Self.field($0[index]) } ?? ""
    Self.appendRow(labels + [variable.name, value, error, variable.unit], to: &out)
  }

  private static func field(_ number: Double) -> String { number.isFinite ? JSON.text(of: number) : "" }

  private static func appendRow(_ fields: [String], to out: inout String) {
    out += fields.map(quoted).joined(separator: ",")
    out += "\r\n"
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
    default: false
    }
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: needsQuotes) else { return field }
    var text = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}
