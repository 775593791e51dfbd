import Foundation
import Sweeps
import Testing

@testable import Results

@Suite struct TextTests {
  static let options = ["buy", "build+40", "build+80"]

  /// A contest over `columns` volumes and, if not nil, `rows` prices; the winner follows from the two positions.
  static func contest(
    columns: Int, rows: Int? = nil, units: [String] = ["chip/y", "USD"], winner: (Int, Int) -> Int?
  ) -> Table {
    var coordinates = [
      Table.Coordinate(name: "volume", unit: units[0], values: (1...columns).map { .number(Double($0 * 1000)) })
    ]
    if let rows {
      coordinates.append(.init(name: "price", unit: units[1], values: (1...rows).map { .number(Double($0) * 0.5) }))
    }
    let winners = (0..<columns).flatMap { column in (0..<(rows ?? 1)).map { winner(column, $0) } }
    let by = coordinates.map(\.name)
    coordinates.append(.init(name: "option", unit: "1", values: options.map { .choice($0) }))
    let shares: [Double] = winners.flatMap { winner -> [Double] in
      (0..<3).map { option -> Double in winner == nil ? .nan : winner == option ? 0.6 : 0.2 }
    }
    return Table(
      name: "choice", kind: .best(.min), subject: "cost", coordinates: coordinates,
      variables: [
        .init(name: "best", unit: "1", doc: "", dims: by, values: .texts(winners.map { $0.map { options[$0] } })),
        .init(
          name: "share", unit: "1", doc: "", dims: by + ["option"], values: .numbers(shares),
          error: shares.map { _ in 0.01 }),
      ])
  }

  @Test func `a result is shown table by table and ends with its fingerprint`() throws {
    var text = ""
    for width in [100, 40] { text += Examples.result().text(width: width) + "=====\n" }
    #expect(try text == Examples.fixture("result.txt"))
    #expect(Examples.result().text(width: 80).hasSuffix("fingerprint \(Examples.result().fingerprint)\n"))
  }

  @Test func `no line of a table is wider than the terminal`() {
    for width in 50...120 {
      for table in [Examples.cost, Examples.choice, Examples.overall] {
        #expect(table.text(width: width).split(separator: "\n").allSatisfy { $0.count <= width }, "\(width)")
      }
    }
  }

  @Test func `the best option over two axes is a map with a legend`() throws {
    let table = Self.contest(columns: 61, rows: 9) { column, row in
      column == 60 && row == 0 ? nil : column + 3 * row < 30 ? 0 : column > 45 ? 2 : 1
    }
    #expect(try table.text(width: 80) == Examples.fixture("map.txt"))
  }

  @Test func `the axis with more values runs to the right`() throws {
    let wide = Self.contest(columns: 41, rows: 3) { column, row in column + row < 20 ? 0 : 1 }
    let high = Self.contest(columns: 3, rows: 41) { column, row in column + row < 20 ? 0 : 1 }
    func body(_ table: Table) throws -> [Substring] {
      try #require(table.bestMap(width: 80)).split(separator: "\n").compactMap { line in
        line.firstIndex(of: "|").map { line[$0...] }
      }
    }
    #expect(try body(wide) == body(high))
    #expect(try body(wide).last == "|BBBBBBBBBBBBBBBBBBBBUUUUUUUUUUUUUUUUUUUUU")
  }

  @Test func `a wide map is thinned to the terminal and a high one to its lines`() {
    let table = Self.contest(columns: 200, rows: 100) { column, _ in column < 100 ? 0 : 1 }
    let lines = table.bestMap(width: 60)?.split(separator: "\n") ?? []
    #expect(lines.count == 1 + 32 + 2 + 1)
    #expect(lines.allSatisfy { $0.count <= 60 + "  volume [chip/y]".count })
    #expect(lines[1].hasPrefix("  50 |BBB"))
  }

  @Test func `a long table on one axis is cut to its ends, some between, and both sides of every change`() throws {
    let table = Self.contest(columns: 100) { column, _ in column < 37 ? 0 : 1 }
    #expect(table.extract.count < 40)
    #expect(Set([0, 36, 37, 99]).isSubset(of: table.extract))
    let rows = table.extract.count
    #expect(
      table.text(width: 80).hasSuffix(
        "\n\(rows) of 100 rows (\(rows) of 100 values of volume); all are in choice.csv\n"))
    #expect(
      table.headline == "buy has the lowest mean cost up to volume 37000 chip/y, build+40 from volume 38000 chip/y")
  }

  @Test func `a long table over several axes keeps every corner`() {
    let sizes = [30, 2, 7]
    let table = Table(
      name: "cost", kind: .statistics, subject: "cost",
      coordinates: sizes.enumerated().map { index, size in
        .init(name: "axis\(index)", unit: "1", values: (0..<size).map { .number(Double($0)) })
      },
      variables: [
        .init(
          name: "mean", unit: "USD", doc: "", dims: ["axis0", "axis1", "axis2"],
          values: .numbers((0..<420).map { Double($0) }))
      ])
    let corners = [0, 29].flatMap { a in [0, 1].flatMap { b in [0, 6].map { (a * 2 + b) * 7 + $0 } } }
    #expect(Set(corners).isSubset(of: table.extract))
    #expect(table.extract.count <= 40)
    #expect(
      table.headline == """
        mean of cost runs from 0 USD (axis0 0, axis1 0, axis2 0) to 419.0 USD (axis0 29, axis1 1, axis2 6)
        """)
  }

  /// A table of statistics over sizes (numbers) and names (choices), in this order.
  private func statistics(sizes: Int, names: Int, prices: Int = 1) -> Table {
    let coordinates = [
      Table.Coordinate(name: "size", unit: "1", values: (0..<sizes).map { .number(Double($0)) }),
      .init(name: "strategy", unit: "1", values: (0..<names).map { .choice("s\($0)") }),
      .init(name: "price", unit: "1", values: (0..<prices).map { .number(Double($0)) }),
    ]
    return Table(
      name: "cost", kind: .statistics, subject: "cost", coordinates: coordinates,
      variables: [
        .init(
          name: "mean", unit: "USD", doc: "", dims: coordinates.map(\.name),
          values: .numbers((0..<sizes * names * prices).map { Double($0) }))
      ])
  }

  /// The positions on every dimension that an extract shows.
  private func shown(_ table: Table) -> [[Int]] {
    let positions = table.extract.map(table.position)
    return table.mapCoordinates.indices.map { index in Set(positions.map { $0[index] }).sorted() }
  }

  @Test func `an extract leaves out sizes before it leaves out a strategy`() {
    let table = statistics(sizes: 7, names: 6)
    #expect(shown(table) == [[0, 3, 6], Array(0..<6), [0]])
    #expect(table.text(width: 80).hasSuffix("\n18 of 42 rows (3 of 7 values of size); all are in cost.csv\n"))
    #expect(shown(statistics(sizes: 9, names: 6, prices: 5)) == [[0, 8], Array(0..<6), [0, 4]])
    #expect(shown(statistics(sizes: 7, names: 20)) == [[0, 6], Array(0..<20), [0]])
  }

  @Test func `choices are thinned only where the ends of all numbers are too many rows`() {
    let table = statistics(sizes: 7, names: 21)
    #expect(shown(table)[0] == [0, 6])
    #expect(shown(table)[1].count == 20 && Set([0, 20]).isSubset(of: shown(table)[1]))
    #expect(
      table.text(width: 80).hasSuffix(
        "40 of 147 rows (2 of 7 values of size, 20 of 21 values of strategy); all are in\n  cost.csv\n"))
    #expect(shown(statistics(sizes: 1, names: 90))[1].count == Table.maximumRows)
  }

  @Test func `a table short enough to read is whole and says nothing of an extract`() {
    let table = statistics(sizes: 6, names: 6)
    #expect(table.extract.count == 36)
    #expect(!table.text(width: 80).contains("rows"))
  }

  @Test func `of many options only the best one's figures are shown`() {
    var table = Self.contest(columns: 2) { _, _ in 2 }
    let labels = (0..<5).map { "option\($0)" }
    table.coordinates[1].values = labels.map { .choice($0) }
    table.variables = [
      .init(name: "best", unit: "1", doc: "", dims: ["volume"], values: .texts([labels[1], labels[4]])),
      .init(
        name: "share", unit: "1", doc: "", dims: ["volume", "option"],
        values: .numbers((0..<10).map { Double($0) / 10 })),
    ]
    #expect(
      table.text(width: 80) == """
        choice: option1 has the lowest mean cost up to volume 1000 chip/y, option4 from
          volume 2000 chip/y

        volume [chip/y]  best     its share
                   1000  option1     0.1000
                   2000  option4     0.9000

        """)
  }

  @Test func `a headline says what is known`() {
    #expect(Self.contest(columns: 3) { _, _ in 2 }.headline == "build+80 has the lowest mean cost everywhere")
    #expect(Self.contest(columns: 3) { _, _ in nil }.headline == "no option has a mean to compare yet")
    #expect(
      Self.contest(columns: 1) { _, _ in 0 }.headline
        == "buy has the lowest mean cost and is the best in 60.0% of scenarios")
    let map = Self.contest(columns: 10, rows: 10) { column, row in column < 7 ? 1 : row < 5 ? 0 : 2 }
    #expect(
      map.headline
        == "build+40 has the lowest mean cost in 70.0% of 100 cells, buy in 15.0%, build+80 in 15.0%")
    #expect(Examples.overall.headline == "probability of over_1b is 61.2%")
    var empty = Examples.overall
    empty.variables[0].values = .numbers([.nan])
    #expect(empty.headline == "probability of over_1b: no data yet")
  }

  @Test func `letters of a map are the options' own where they are free`() {
    let letters = Table.letters(for: ["buy", "build", "4nm", "unused"], shown: ["buy", "build", "4nm"])
    #expect(letters == ["buy": "B", "build": "U", "4nm": "N"])
    #expect(Table.letters(for: ["7", "8"], shown: ["7", "8"]) == ["7": "A", "8": "B"])
  }

  @Test(arguments: [(2, 5, [0, 4]), (3, 61, [0, 30, 60]), (5, 3, [0, 1, 2]), (1, 4, [0])])
  func `positions are spread evenly with both ends`(count: Int, size: Int, positions: [Int]) {
    #expect(Table.evenlySpaced(count, of: size) == positions)
  }
}
