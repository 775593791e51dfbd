import ArgumentParser
import Foundation
import Models
import Sweeps

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Compare what the models compute with what was published, row by row.",
    discussion: """
      Example:
        sweepfarm validate
        sweepfarm validate my-rows.csv --json
      """)

  @Argument(help: "CSV files with the columns of the built-in record. Default: the built-in record.")
  var files: [String] = []

  @Flag(help: "List every row that is outside its tolerance or not modelled, with the reason.")
  var rows = false

  @OptionGroup var format: FormatOptions

  mutating func run() throws {
    let report = Validation.run(try record(), statistics: StatisticsAnswers.answer, sweeps: MonteCarloAnswers.answer)
    if format.json {
      print(report.json.text)
    } else {
      print(ValidationSummary(report: report).text(listsRows: rows))
    }
  }

  private func record() throws -> [RecordRow] {
    guard !files.isEmpty else { return try Record.builtIn() }
    return try files.flatMap { file in
      guard let bytes = FileManager.default.contents(atPath: file) else {
        throw Failure(.badSweep, "\(file): cannot be read; check the path and its permissions")
      }
      return try Record.rows(of: String(decoding: bytes, as: UTF8.self), file: file)
    }
  }
}
