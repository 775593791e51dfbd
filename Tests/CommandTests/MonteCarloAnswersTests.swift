import Models
import Testing

@testable import sweepfarm

@Suite struct MonteCarloAnswersTests {
  private func rows() throws -> [PublishedRow] {
    try Record.builtIn().compactMap { row in
      guard case .published(let row) = row, row.kind == "montecarlo" else { return nil }
      return row
    }
  }

  @Test func `sweeps give every published quantile and share within its tolerance`() throws {
    let rows = try rows()
    #expect(rows.count == 29)
    let report = Validation.run(rows.map(RecordRow.published), sweeps: MonteCarloAnswers.answer)
    for row in report.rows { #expect(row.status == .within, "\(row.name): \(row.relativeError ?? .nan) \(row.reason)") }
  }

  @Test func `a quantile of a product of lognormals is found to two parts in a hundred thousand`() throws {
    let rows = try rows().filter { $0.name.hasPrefix("closed_form") }
    #expect(rows.count == 8)
    let report = Validation.run(rows.map(RecordRow.published), sweeps: MonteCarloAnswers.answer)
    for row in report.rows { #expect((row.relativeError ?? 1) < 5e-4, "\(row.name): \(row.relativeError ?? .nan)") }
  }

  @Test func `a row that lacks a distribution is not modelled and says which`() throws {
    let text = """
      case,inputs,published_value,tolerance_rel,kind,eq
      acq_p05,"quantity=lognormal90(0.8,1.25)",0.46,0.07,montecarlo,E10
      acq,"quantity=lognormal90(0.8,1.25)",0.46,0.07,montecarlo,E10
      """
    let report = Validation.run(try Record.rows(of: text, file: "own.csv"), sweeps: MonteCarloAnswers.answer)
    #expect(
      report.rows.map(\.reason) == [
        "the row does not give server_overhead", "the row does not give a percentile at the end of its name",
      ])
  }
}
