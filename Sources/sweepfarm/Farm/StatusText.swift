import Foundation
import Nodes
import Sweeps
import Wire

extension SweepStatus {
  /// Where the sweep is, in one line.
  var line: String {
    let share = totalBlocks == 0 ? 0 : Double(closedBlocks) / Double(totalBlocks) * 100
    var line = "\(sweep)  \(phase.word)  \(String(format: "%.1f", share))%  \(closedBlocks) of \(totalBlocks) blocks"
    line += "  weight \(terms.weight)  priority \(terms.priority)"
    if let most = terms.maxWorkers { line += "  max workers \(most)" }
    if quarantined > 0 { line += "  \(quarantined) quarantined" }
    return line
  }

  /// The same with everything that is known.
  var text: String {
    var lines = [line]
    if case .stopped(let reason) = phase { lines.append("stopped because: \(reason)") }
    if let stall { lines.append("no progress: \(stall.sentence)") }
    lines.append(
      "\(workers) workers, \(leases) jobs under way, the oldest for "
        + String(format: "%.1f s, %.4g blocks/s", Double(oldestLeaseNanoseconds) / 1e9, blocksPerSecond))
    lines.append(String(format: "%.1f core seconds in results that count", Double(computeNanoseconds) / 1e9))
    lines += counts.map { "\($0.name) \($0.count)" }
    return lines.joined(separator: "\n")
  }

  var json: JSON {
    var reason = JSON.null
    if case .stopped(let why) = phase { reason = .string(why) }
    return .object([
      .init("sweep", .string(sweep.text)), .init("spec_sha256", .string(spec.description)),
      .init("phase", .string(phase.word)), .init("stop_reason", reason),
      .init("stall", stall.map { .string($0.word) } ?? .null), .init("closed_blocks", .unsigned(closedBlocks)),
      .init("total_blocks", .unsigned(totalBlocks)), .init("closed_runs", .unsigned(closedRuns)),
      .init("leases", .unsigned(leases)), .init("workers", .unsigned(workers)),
      .init("blocks_per_second", .number(blocksPerSecond)),
      .init("oldest_lease_seconds", .number(Double(oldestLeaseNanoseconds) / 1e9)),
      .init("weight", .integer(Int64(terms.weight))), .init("priority", .integer(Int64(terms.priority))),
      .init("max_workers", terms.maxWorkers.map { .integer(Int64($0)) } ?? .null),
      .init("quarantined", .unsigned(quarantined)),
      .init("compute_seconds", .number(Double(computeNanoseconds) / 1e9)), .init("counts", Count.json(counts)),
    ])
  }
}

extension SweepStatus.Count {
  static func json(_ counts: [SweepStatus.Count]) -> JSON {
    .object(counts.map { .init($0.name, .unsigned($0.count)) })
  }
}
