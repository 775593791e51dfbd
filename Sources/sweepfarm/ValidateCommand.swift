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
    let report = Validation.run(try record(), statistics: StatisticsAnswers.answer)
    if format.json {
      print(report.json.text)
    } else {
      print(report.text(listsRows: rows))
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

extension ValidationReport {
  /// The summary by group and kind, and what is not within.
  func text(listsRows: Bool) -> String {
    func percent(_ error: Double?) -> String { error.map { String(format: "%.3g%%", $0 * 100) } ?? "-" }
    func column(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let groupWidth = (summary.map(\.group.count).max() ?? 5) + 2
    var out = "group".padding(toLength: groupWidth, withPad: " ", startingAt: 0)
    out += "kind        " + ["rows", "modelled", "within", "median error", "worst error"].map { column($0, 13) }.joined() + "\n"
    for line in summary {
      out += line.group.padding(toLength: groupWidth, withPad: " ", startingAt: 0)
      out += line.kind.padding(toLength: 12, withPad: " ", startingAt: 0)
      out += [
        String(line.rows), String(line.modelled), String(line.within), percent(line.medianError), percent(line.worstError),
      ].map { column($0, 13) }.joined() + "\n"
    }
    let outside = rows.filter { $0.status == .outside }
    let missing = rows.filter { $0.status == .notModelled }
    out += "\n\(rows.count) rows: \(rows.count - outside.count - missing.count) within tolerance, "
    out += "\(outside.count) outside, \(missing.count) not modelled"
    guard listsRows else { return out + (outside.isEmpty && missing.isEmpty ? "" : "; --rows lists those two") }
    for row in outside + missing {
      out += "\n  \(row.status.rawValue)  \(row.name) (\(row.group) \(row.kind))"
      if let error = row.relativeError { out += ", error \(percent(error)), tolerance \(percent(row.tolerance))" }
      if !row.reason.isEmpty { out += ": \(row.reason)" }
    }
    return out
  }
}
