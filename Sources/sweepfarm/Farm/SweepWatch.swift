import Foundation
import Nodes
import Results
import Sweeps
import Wire

/// Shows how far a sweep on a coordinator is until it ends.
struct SweepWatch {
  private static let pause: UInt32 = 300_000
  private let id: SweepID

  init(_ id: SweepID) { self.id = id }

  /// Returns when the sweep is complete.
  ///
  /// - Returns: what became of it.
  /// - Throws: `Failure` when it was stopped or paused; what a `FarmClient` throws.
  func run(_ client: inout FarmClient) throws -> SweepStatus {
    let first = try client.start(of: id)
    let sweep = try CompiledSweep(canonical: first.canonical)
    let started = MonotonicClock.now
    var bar = ProgressBar(sweep.plan)
    var noted: SweepStatus.Stall?
    // A state so large that it comes in pieces is not fetched before the end.
    var isLarge = first.piece != nil
    defer { bar.clear() }
    while true {
      let status = try status(&client)
      switch status.phase {
      case .complete: return status
      case .paused:
        throw Failure(.tryAgain, "\(id) is paused; `sweepfarm resume \(id)` goes on with it")
      case .stopped(let reason):
        throw Failure(.tryAgain, "\(id) was stopped: \(reason); `sweepfarm result \(id)` fetches what counts")
      case .running: break
      }
      if status.stall != noted {
        bar.clear()
        if let stall = status.stall { Terminal.note("\(id): no progress: \(stall.sentence)\n") }
        noted = status.stall
      }
      // The state may be large: it is fetched only when there is somebody to see it.
      let tables = Terminal.isInteractive && !isLarge ? try partial(&client, &isLarge) : []
      bar.show(
        LocalRun.Progress(
          status: status, resumedBlocks: first.status.closedBlocks, elapsed: MonotonicClock.now.since(started)
        ) { tables })
      usleep(Self.pause)
    }
  }

  private func status(_ client: inout FarmClient) throws -> SweepStatus {
    guard let status = try client.status(of: id).first else { throw OddAnswer() }
    return status
  }

  /// The answer so far; none of a large state.
  private func partial(_ client: inout FarmClient, _ isLarge: inout Bool) throws -> [Table] {
    let snapshot = try client.start(of: id)
    isLarge = snapshot.piece != nil
    return isLarge ? [] : try FetchedResult(snapshot).result.tables
  }
}
