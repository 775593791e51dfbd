import Foundation
import Models

/// What `validate` prints for people: a table by group and kind, rows that are not within, and what to make of it.
struct ValidationSummary {
  let report: ValidationReport

  func text(listsRows: Bool) -> String {
    var lines = table + ["", counts(listsRows: listsRows)]
    if listsRows { lines += (outside + missing).map(Self.sentence) }
    return (lines + [predictions, verdict].compactMap(\.self)).joined(separator: "\n")
  }

  private var outside: [ValidationRow] { report.rows.filter { $0.status == .outside } }
  private var missing: [ValidationRow] { report.rows.filter { $0.status == .notModelled } }

  // MARK: Table

  private var table: [String] {
    let groupWidth = max(5, report.summary.map(\.group.count).max() ?? 0) + 2
    func line(_ group: String, _ kind: String, _ figures: [String]) -> String {
      group.padding(toLength: groupWidth, withPad: " ", startingAt: 0)
        + kind.padding(toLength: 11, withPad: " ", startingAt: 0) + figures.map { Self.right($0, 13) }.joined()
    }
    return [line("group", "kind", ["rows", "modelled", "within", "median error", "worst error", "held out", "in 90%"])]
      + report.summary.map { part in
        line(
          part.group, part.kind,
          [
            String(part.rows), String(part.modelled), String(part.within), Self.percent(part.medianError),
            Self.percent(part.worstError), Self.percent(part.heldOutMedianError), Self.percent(part.intervalShare),
          ])
      }
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func percent(_ error: Double?) -> String {
    error.map { String(format: "%.3g%%", $0 * 100) } ?? "-"
  }

  // MARK: Sentences

  private func counts(listsRows: Bool) -> String {
    let within = report.rows.count - outside.count - missing.count
    let text =
      "\(report.rows.count) rows: \(within) within tolerance, \(outside.count) outside, "
      + "\(missing.count) not modelled"
    return text + (listsRows || outside.isEmpty && missing.isEmpty ? "" : "; --rows lists those two")
  }

  private static func sentence(_ row: ValidationRow) -> String {
    var text = "  \(row.status.rawValue)  \(row.name)"
    if !row.detail.isEmpty { text += " [\(row.detail)]" }
    text += " (\(row.group)\(row.kind.isEmpty ? "" : " " + row.kind))"
    if let error = row.relativeError { text += ", error \(percent(error)), tolerance \(percent(row.tolerance))" }
    return row.reason.isEmpty ? text : text + ": \(row.reason)"
  }

  /// How many predictions are of rows that nothing was fitted on; nil where there are none.
  private var predictions: String? {
    let forward = report.rows.filter { $0.kind == "forward" && $0.status != .notModelled }
    guard !forward.isEmpty else { return nil }
    let heldOut = forward.filter { $0.basis != .fitted }
    let within = heldOut.count { $0.status == .within }
    let inside = forward.compactMap(\.isInInterval)
    let share =
      inside.isEmpty ? nil : "\(inside.count { $0 }) of \(inside.count) published figures lie in the 90% interval"
    return "forward rows are predictions: \(forward.count - heldOut.count) were part of a fit, "
      + "\(heldOut.count) were not, and \(within) of those are within tolerance"
      + (share.map { "; \($0)" } ?? "")
  }

  /// Whether everything that must agree does: equations that are known exactly, and known answers.
  private var verdict: String {
    let due = report.rows.filter { ["identity", ""].contains($0.kind) && $0.status != .notModelled }
    let failed = due.filter { $0.status == .outside }
    guard !due.isEmpty else { return "no row is an identity or a known answer" }
    guard !failed.isEmpty else { return "all \(due.count) modelled identities and known answers are within tolerance" }
    return "\(failed.count) of \(due.count) modelled identities and known answers are OUTSIDE their tolerance: "
      + failed.map(\.name).joined(separator: ", ")
  }
}
