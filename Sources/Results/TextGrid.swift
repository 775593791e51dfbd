/// Rows of cells set in columns: names to the left, numbers to the right, two spaces between.
struct TextGrid {
  private var header: [String]
  private var rows: [[String]] = []
  /// Whether a column's cells stand at its right edge.
  private var rightAligned: [Bool]

  init(columns: [(title: String, rightAligned: Bool)]) {
    header = columns.map(\.title)
    rightAligned = columns.map(\.rightAligned)
  }

  mutating func append(_ row: [String]) {
    precondition(row.count == header.count, "a row has one cell for every column")
    rows.append(row)
  }

  /// The text within `width` columns. Columns that do not fit follow below, beside the first `keys` columns again.
  func text(width: Int, keys: Int) -> String {
    let widths = header.indices.map { column in rows.map { $0[column].count }.reduce(header[column].count, max) }
    var parts: [String] = []
    var next = keys
    repeat {
      var columns = Array(0..<keys)
      var used = columns.reduce(0) { $0 + widths[$1] + 2 }
      repeat {
        if next < header.count {
          columns.append(next)
          used += widths[next] + 2
          next += 1
        }
      } while next < header.count && used + widths[next] <= width
      parts.append(text(of: columns, widths: widths))
    } while next < header.count
    return parts.joined(separator: "\n")
  }

  private func text(of columns: [Int], widths: [Int]) -> String {
    ([header] + rows).map { row in
      var line = ""
      for (index, column) in columns.enumerated() {
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        if index > 0 { line += "  " }
        line += rightAligned[column] ? gap + row[column] : row[column] + gap
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}

extension String {
  /// The text broken at spaces into lines of at most `width`, the later ones indented; longer words stand alone.
  func wrapped(to width: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty && line.count + 1 + word.count > width {
        lines.append(line)
        line = "  " + word
      } else {
        line += line.isEmpty ? String(word) : " " + word
      }
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
