import Sweeps

extension Table {
  /// Rows shown before a table is cut to an extract.
  static let maximumRows = 40

  /// The table for a terminal of this many columns: a headline, then rows or, for the best option over two axes, a map.
  /// A long table is cut to an extract that says what it leaves out.
  public func text(width: Int) -> String {
    var out = "\(name): \(headline)".wrapped(to: width) + "\n"
    if !held.isEmpty {
      let values = held.map { "\($0.input) \(Self.label($0.value, unit: $0.unit))" }
      out += "at \(values.joined(separator: ", "))".wrapped(to: width) + "\n"
    }
    out += "\n"
    if let map = bestMap(width: width) {
      out += map + "\n"
    }
    let cells = extract
    out += rows(of: cells, width: width)
    if cells.count < cellCount { out += leftOut(of: cells).wrapped(to: width) + "\n" }
    return out
  }

  /// `18 of 42 rows (3 of 7 values of demand); all are in cost.csv`.
  private func leftOut(of cells: [Int]) -> String {
    let shown = mapCoordinates.indices.compactMap { index -> String? in
      let count = Set(cells.map { position(ofCell: $0)[index] }).count
      let size = mapCoordinates[index].values.count
      return count < size ? "\(count) of \(size) values of \(mapCoordinates[index].name)" : nil
    }
    return "\(cells.count) of \(cellCount) rows (\(shown.joined(separator: ", "))); all are in \(name).csv"
  }

  private func rows(of cells: [Int], width: Int) -> String {
    let keys = mapCoordinates
    let columns = self.columns
    var grid = TextGrid(
      columns: keys.map { (Self.title($0.name, unit: $0.unit), $0.isNumeric) }
        + columns.map { ($0.title, $0.rightAligned) })
    for cell in cells {
      let labels = zip(keys, position(ofCell: cell)).map { Self.label($0.values[$1], unit: "1") }
      grid.append(labels + columns.map { $0.text(cell) })
    }
    return grid.text(width: width, keys: keys.count)
  }

  static func title(_ name: String, unit: String) -> String { unit == "1" ? name : "\(name) [\(unit)]" }

  static func label(_ value: Value, unit: String) -> String {
    switch value {
    case .choice(let name): name
    case .number(let number): unit == "1" ? Figures.label(number) : "\(Figures.label(number)) \(unit)"
    case .path: unit == "1" ? value.label : "\(value.label) \(unit)"
    }
  }
}

// MARK: - Columns

extension Table {
  fileprivate struct Column {
    var title: String
    var rightAligned: Bool
    /// What stands in the row of a cell.
    var text: (Int) -> String
  }

  fileprivate var columns: [Column] {
    if case .best = kind { bestColumns } else { variables.map(Self.column) }
  }

  private static func column(_ variable: Variable) -> Column {
    switch variable.values {
    case .texts(let texts):
      Column(title: title(variable.name, unit: variable.unit), rightAligned: false) { texts[$0] ?? Figures.noData }
    case .numbers(let numbers):
      Column(title: title(variable.name, unit: variable.unit), rightAligned: true) { cell in
        Self.text(variable, numbers[cell], at: cell)
      }
    }
  }

  private static func text(_ variable: Variable, _ number: Double, at index: Int) -> String {
    if let count = UInt64(exactly: number), countNames.contains(variable.name) { return Figures.count(count) }
    return Figures.text(number, error: variable.error?[index] ?? .nan)
  }

  /// The best option and what is known of it, the share of every option when they are few, and the value of knowing.
  private var bestColumns: [Column] {
    let options = optionLabels
    let best = variable("best")?.texts ?? []
    var columns = [Column(title: "best", rightAligned: false) { best[$0] ?? Figures.noData }]
    for name in ["mean", "share"] {
      guard let variable = variable(name), name == "mean" || options.count > 4 else { continue }
      columns.append(
        Column(title: Self.title("its \(name)", unit: variable.unit), rightAligned: true) { cell in
          guard let option = best[cell].flatMap({ options.firstIndex(of: $0) }) else { return Figures.noData }
          let index = cell * options.count + option
          return Self.text(variable, variable.numbers[index], at: index)
        })
    }
    if let share = variable("share"), options.count <= 4 {
      for (option, label) in options.enumerated() {
        columns.append(
          Column(title: "share \(label)", rightAligned: true) { cell in
            let index = cell * options.count + option
            return Self.text(share, share.numbers[index], at: index)
          })
      }
    }
    if let evpi = variable("evpi") { columns.append(Self.column(evpi)) }
    return columns
  }
}

// MARK: - Extract

extension Table {
  /// The cells that are shown: all of a short table; else every choice at evenly spaced numbers with every corner, and
  /// on a single axis the cells on both sides of each change of the best option.
  var extract: [Int] {
    guard cellCount > Self.maximumRows else { return Array(0..<cellCount) }
    let shown = thinnedPositions
    var cells = Set(
      (0..<cellCount).filter { cell in
        zip(shown, position(ofCell: cell)).allSatisfy { $0.contains($1) }
      })
    if case .best = kind, mapCoordinates.count == 1, let best = variable("best")?.texts {
      for cell in 1..<cellCount where best[cell] != best[cell - 1] && cells.count < Self.maximumRows - 1 {
        cells.formUnion([cell - 1, cell])
      }
    }
    return cells.sorted()
  }

  /// Positions kept on every dimension. Numbers are thinned first, until half the rows of an extract remain: who reads
  /// two of seven sizes can guess the others, but nobody guesses the strategy that is missing. Choices are thinned only
  /// where the ends of all numbers are still too many rows. The ends of a dimension always stay.
  private var thinnedPositions: [Set<Int>] {
    let sizes = mapCoordinates.map(\.values.count)
    var kept = sizes
    Self.thin(&kept, at: kept.indices.filter { mapCoordinates[$0].isNumeric }, to: Self.maximumRows / 2)
    Self.thin(&kept, at: Array(kept.indices), to: Self.maximumRows)
    return zip(sizes, kept).map { size, count in Set(Self.evenlySpaced(count, of: size)) }
  }

  /// Shortens the longest of the dimensions `indices` until the rows fit or only two positions are left of each.
  private static func thin(_ kept: inout [Int], at indices: [Int], to limit: Int) {
    while kept.reduce(1, *) > limit, let longest = indices.max(by: { kept[$0] < kept[$1] }), kept[longest] > 2 {
      kept[longest] -= 1
    }
  }

  /// `count` positions of 0 ..< size, both ends among them.
  static func evenlySpaced(_ count: Int, of size: Int) -> [Int] {
    guard count < size else { return Array(0..<size) }
    guard count > 1 else { return [0] }
    return (0..<count).map { ($0 * (size - 1) + (count - 1) / 2) / (count - 1) }
  }
}
