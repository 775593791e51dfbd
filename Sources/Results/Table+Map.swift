import Sweeps

extension Table {
  /// Lines of a map; more values of the vertical axis are thinned evenly.
  private static let maximumMapLines = 32

  /// The best option over two axes as characters, one letter an option: the axis with more values runs to the right, the
  /// other upwards. Nil for other tables and for tables that are short enough to read.
  func bestMap(width: Int) -> String? {
    guard case .best = kind, mapCoordinates.count == 2, cellCount > Self.maximumRows,
      let best = variable("best")?.texts
    else { return nil }
    let (first, second) = (mapCoordinates[0], mapCoordinates[1])
    let isSwapped = second.values.count > first.values.count
    let (across, upwards) = isSwapped ? (second, first) : (first, second)
    let letters = Self.letters(for: optionLabels, shown: Set(best.compactMap(\.self)))
    let labels = upwards.values.map { Self.label($0, unit: "1") }
    let margin = labels.reduce(0) { max($0, $1.count) }
    let columns = Self.evenlySpaced(max(2, width - margin - 2), of: across.values.count)
    let lines = Self.evenlySpaced(Self.maximumMapLines, of: upwards.values.count)

    var out = Self.title(upwards.name, unit: upwards.unit) + "\n"
    for line in lines.reversed() {
      out += String(repeating: " ", count: margin - labels[line].count) + labels[line] + " |"
      for column in columns {
        let cell = isSwapped ? line * second.values.count + column : column * second.values.count + line
        out.append(best[cell].flatMap { letters[$0] } ?? ".")
      }
      out += "\n"
    }
    out += Self.scale(of: across, columns: columns, margin: margin)
    out += Self.legend(letters, options: optionLabels, best: best)
    return out
  }

  /// The horizontal axis: a rule, its two ends, its name.
  private static func scale(of axis: Coordinate, columns: [Int], margin: Int) -> String {
    let indent = String(repeating: " ", count: margin + 1)
    let first = label(axis.values[columns.first ?? 0], unit: "1")
    let last = label(axis.values[columns.last ?? 0], unit: "1")
    let gap = String(repeating: " ", count: max(1, columns.count - first.count - last.count))
    let rule = String(repeating: "-", count: columns.count)
    return "\(indent)+\(rule)\n\(indent) \(first)\(gap)\(last)  \(title(axis.name, unit: axis.unit))\n"
  }

  private static func legend(_ letters: [String: Character], options: [String], best: [String?]) -> String {
    var parts = options.compactMap { option in letters[option].map { "\($0) \(option)" } }
    if best.contains(nil) { parts.append(". no data") }
    return parts.joined(separator: "   ") + "\n"
  }

  /// A letter for every option that is shown: the first of its name that is free, else the next free one of the alphabet.
  static func letters(for options: [String], shown: Set<String>) -> [String: Character] {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    var taken: [String: Character] = [:]
    for option in options where shown.contains(option) {
      let own = option.uppercased().filter { $0.isASCII && $0.isLetter }
      taken[option] = (own + alphabet).first { !taken.values.contains($0) } ?? "?"
    }
    return taken
  }
}
