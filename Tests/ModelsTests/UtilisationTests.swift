import Formulas
import Testing

@testable import Models

@Suite struct UtilisationTests {
  /// A row of a throughput table or of published runs, with the utilisation at which its prediction would be exact.
  private struct Known {
    var row: PublishedRow
    var table: String
    var isFitted: Bool
    var utilisation: Double
    var input: RowReader { RowReader(row: row) }
  }

  private func known() throws -> [Known] {
    try Record.builtIn().compactMap { row in
      guard case .published(let row) = row, row.kind == "forward", let table = Utilisation.table(of: row) else {
        return nil
      }
      return Known(
        row: row, table: table, isFitted: Utilisation.fitted.contains(row.name), utilisation: try exact(row))
    }
  }

  private func exact(_ row: PublishedRow) throws -> Double {
    switch TrainingAnswers(row).answer {
    case .prediction(let prediction) where row.inputs["active_params"] != nil:
      let (parameters, tokens) = try (RowReader(row: row)("active_params"), RowReader(row: row)("tokens"))
      // Chip-hours fall with the utilisation.
      return Utilisation.wholeRun(parameters: parameters.value, tokens: tokens.value).share * prediction.value
        / row.published
    case .prediction:
      let table = try #require(Utilisation.steady(of: row.inputs))
      let input = RowReader(row: row)
      let attention = try 12 * input("layers").value * input("hidden").value * input("seq").value
      return try (6 * input("params").value + attention) * row.published / table.peak
    case .numbers, .text, .notModelled: return .nan
    }
  }

  private func geometricMean(_ values: [Double]) -> Double {
    Elementary.exp(values.map(Elementary.log).reduce(0, +) / Double(values.count))
  }

  /// Root of the sum of squared residuals over the degrees of freedom.
  private func deviation(_ residuals: [Double], constants: Int) -> Double {
    (residuals.map { $0 * $0 }.reduce(0, +) / Double(residuals.count - constants)).squareRoot()
  }

  @Test func `shares of whole runs are geometric means over the runs they were fitted on`() throws {
    let runs = try known().filter { $0.table == "runs" && $0.isFitted }
    let small = try runs.filter { try $0.input("active_params").value < 1e9 }.map(\.utilisation)
    let large = try runs.filter { try $0.input("active_params").value >= 1e9 }.map(\.utilisation)
    #expect(small.count == 2 && large.count == 11)
    #expect((geometricMean(small) - 0.238).magnitude < 0.0006)
    #expect((geometricMean(large) - 0.346).magnitude < 0.0006)
    let residuals = small.map { Elementary.log($0 / 0.238) } + large.map { Elementary.log($0 / 0.346) }
    let spread = Utilisation.wholeRunSpread
    #expect(spread.rows == runs.count && spread.constants == 2)
    #expect((deviation(residuals, constants: 2) - spread.deviation).magnitude < 0.0006)
  }

  @Test func `the share of NeMo is a geometric mean over the rows it was fitted on`() throws {
    let rows = try known().filter { $0.row.group == "nemo" && $0.isFitted }
    let table = try #require(Utilisation.steady(of: rows[0].row.inputs))
    #expect((geometricMean(rows.map(\.utilisation)) - 0.398).magnitude < 0.0006)
    #expect(rows.count == table.spread.rows)
    let residuals = rows.map { Elementary.log($0.utilisation / 0.398) }
    #expect((deviation(residuals, constants: 1) - table.spread.deviation).magnitude < 0.0006)
  }

  /// Logarithmic residuals of llm-foundry's fitted rows under ceilings of A100 and H100, half-width, half-tokens.
  private func residuals(_ constants: [Double], _ rows: [Known]) throws -> [Double] {
    try rows.map { known in
      let input = known.input
      let isH100 = known.row.inputs["gpu"] == "h100_80gb"
      let width = 1 + constants[2] / (try input("hidden").value)
      let batch = 1 + constants[3] / (try input("microbatch").value * input("seq").value)
      let recomputed = known.row.inputs["act_ckpt"] == "True" ? 4.0 / 3 : 1
      let share = constants[isH100 ? 1 : 0] / (width * batch * recomputed)
      return Elementary.log(known.utilisation / share)
    }
  }

  @Test func `no change of the four constants of steady utilisation fits the fitted rows better`() throws {
    let rows = try known().filter { $0.row.group == "mosaic" && $0.isFitted }
    let stated = [
      try #require(SteadyUtilisation.ceilings["A100 SXM"]), try #require(SteadyUtilisation.ceilings["H100 SXM"]),
      SteadyUtilisation.halfWidth, SteadyUtilisation.halfTokens,
    ]
    func squares(_ constants: [Double]) throws -> Double {
      try residuals(constants, rows).map { $0 * $0 }.reduce(0, +)
    }
    let best = try squares(stated)
    for index in stated.indices {
      for factor in [0.99, 1.01] {
        var other = stated
        other[index] *= factor
        #expect(try squares(other) > best, "constant \(index) times \(factor)")
      }
    }
    let spread = try #require(Utilisation.steady(of: rows[0].row.inputs)).spread
    #expect(spread.rows == rows.count && spread.constants == stated.count)
    #expect((deviation(try residuals(stated, rows), constants: 4) - spread.deviation).magnitude < 0.0006)
  }

  @Test func `half of every table is held out`() throws {
    var tables: [String: [Bool]] = [:]
    for known in try known() { tables[known.table, default: []].append(known.isFitted) }
    #expect(tables.count == 4)
    for (table, sides) in tables {
      #expect(sides == sides.indices.map { $0 % 2 == 0 }, "\(table)")
      #expect(sides.count > 5)
    }
  }

  @Test func `a row that was not fitted is not said to be`() throws {
    let rows = try Record.rows(
      of: """
        case,inputs,published_value,tolerance_rel,kind,eq,group
        mine,active_params=1e10;tokens=1e12;peak_dense_16bit_flops=1e15,1e5,0.5,forward,E6,runs
        mine,a=1,1,0,identity,E6,runs
        """, file: "own.csv")
    let bases = rows.map { row -> Prediction.Basis? in
      if case .published(let row) = row { Utilisation.basis(of: row) } else { nil }
    }
    #expect(bases == [.heldOut, nil])
  }

  @Test func `an interval widens with the spread and with what is not known of it`() {
    let many = Spread(deviation: 0.1, rows: 1_000_000, constants: 1).reach
    #expect((many - 0.1 * 1.6448536).magnitude < 1e-5)
    #expect(Spread(deviation: 0.1, rows: 5, constants: 1).reach > 1.4 * many)
    let interval = Spread(deviation: 0.1, rows: 5, constants: 1).interval(about: 10)
    #expect((interval.lowerBound * interval.upperBound - 100).magnitude < 1e-10)
  }
}
