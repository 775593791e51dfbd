import Foundation
import Nodes
import Results
import Scheduling
import Sweeps

/// One line on the terminal: how far, how fast, how long still, and the answer so far.
struct ProgressBar {
  private static let width = 24
  private let plan: Plan
  private let blocks: Double
  private var shownAt: Duration?
  private var partialAt: Duration?
  private var answer = ""

  init(_ plan: Plan) {
    self.plan = plan
    blocks = Double(plan.blockCount)
  }

  mutating func show(_ progress: LocalRun.Progress) {
    guard Terminal.isInteractive else { return }
    if let shownAt, progress.elapsed < shownAt + .milliseconds(200) { return }
    shownAt = progress.elapsed
    if partialAt.map({ progress.elapsed >= $0 + .seconds(2) }) ?? (progress.elapsed > .milliseconds(500)) {
      partialAt = progress.elapsed
      answer = progress.partial().first?.headline ?? ""
    }
    let status = progress.status
    let share = Double(status.closedBlocks) / blocks
    let filled = Int(share * Double(Self.width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    let seconds = Double(progress.elapsed.nanoseconds) / 1e9
    let fresh = Double(status.closedBlocks - progress.resumedBlocks)
    let rate = seconds > 0 ? fresh / seconds : 0
    let perBlock = Double(plan.scenarioCount) / blocks
    var line = "[\(bar)] \(String(format: "%.1f", share * 100))%  \(Self.rate(rate * perBlock))"
    if rate > 0 { line += "  \(Self.time((blocks - Double(status.closedBlocks)) / rate)) left" }
    if !answer.isEmpty { line += "  so far: \(answer)" }
    Terminal.note("\r\u{1B}[K" + line.prefix(Terminal.width(of: STDERR_FILENO) - 1))
  }

  func clear() {
    if shownAt != nil { Terminal.note("\r\u{1B}[K") }
  }

  private static func rate(_ perSecond: Double) -> String {
    switch perSecond {
    case 1e6...: String(format: "%.1f million scenarios/s", perSecond / 1e6)
    default: String(format: "%.0f scenarios/s", perSecond)
    }
  }

  private static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<100: String(format: "%.0f s", seconds)
    case ..<6000: String(format: "%.0f min", seconds / 60)
    default: String(format: "%.1f h", seconds / 3600)
    }
  }
}
