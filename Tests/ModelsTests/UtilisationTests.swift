import Formulas
import Testing

@testable import Models

@Suite struct UtilisationTests {
  /// Predicted rows with the utilisation at which the prediction would be exact.
  private func exact() throws -> [(row: PublishedRow, utilisation: Double)] {
    try Record.builtIn().compactMap { row in
      guard case .published(let row) = row, Utilisation.table(of: row) != nil, row.kind == "forward",
        case .numbers(let numbers, _) = TrainingAnswers(row).answer
      else { return nil }
      // Chip-hours fall with the utilisation, rates rise with it.
      let ratio = row.unit == "chip-hour" ? numbers[0] / row.published : row.published / numbers[0]
      return (row, ratio * assumed(row))
    }
  }

  private func assumed(_ row: PublishedRow) -> Double {
    if let steady = Utilisation.steady(of: row.inputs) { return steady.share }
    let input = RowReader(row: row)
    guard let parameters = try? input("active_params"), let tokens = try? input("tokens") else { return .nan }
    return Utilisation.wholeRun(parameters: parameters.value, tokens: tokens.value)
  }

  private func geometricMean(_ values: [Double]) -> Double {
    Elementary.exp(values.map(Elementary.log).reduce(0, +) / Double(values.count))
  }

  @Test func `every share is the geometric mean over the rows it was fitted on`() throws {
    var shares: [Double: [Double]] = [:]
    for (row, utilisation) in try exact() where Utilisation.fitted.contains(row.name) {
      shares[assumed(row), default: []].append(utilisation)
    }
    #expect(shares.keys.sorted() == [0.238, 0.346, 0.395, 0.398, 0.498])
    for (share, utilisations) in shares {
      #expect((geometricMean(utilisations) - share).magnitude < 0.0006, "\(share): \(geometricMean(utilisations))")
    }
  }

  @Test func `half of every table is held out`() throws {
    var tables: [String: [Bool]] = [:]
    for (row, _) in try exact() {
      tables[Utilisation.table(of: row) ?? "", default: []].append(Utilisation.fitted.contains(row.name))
    }
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
}
