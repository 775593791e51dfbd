import Scheduling
import Sweeps
import Wire

/// A simulated worker host: at any time one life of a worker process, or none.
final class WorkerProcess {
  /// A job on a core.
  struct Computation {
    var lease: Lease
    var since: Moment
    var perBlock: Duration
    /// Where it dies or hangs, and how.
    var poison: Farm.Poison?
    /// Ended early; an answer is on its way.
    var isInterrupted = false

    /// Blocks done by now.
    func done(at now: Moment) -> UInt64 {
      let most = poison.map { $0.place.block - lease.blocks.lower } ?? lease.blocks.count
      return min(most, now.since(since).nanoseconds / max(perBlock.nanoseconds, 1))
    }
  }

  let index: Int
  let host: String
  let speed: Double
  var machine: Worker
  /// Counts the lives; events of an earlier one are void.
  var life = 0
  var isAlive = false
  /// The coordinator's address for the present connection.
  var connection: UInt32 = 0 { didSet { peer = Self.peer(index, connection) } }
  private(set) var peer: Peer
  var computations: [Lease.Key: Computation] = [:]
  /// No message passes before these.
  var cutTo = Moment(nanoseconds: 0)
  var cutFrom = Moment(nanoseconds: 0)
  /// Messages stay in order behind these, on the way to the coordinator and from it.
  var lastArrivalThere = Moment(nanoseconds: 0)
  var lastArrivalHere = Moment(nanoseconds: 0)
  var wakesAt: Moment?
  /// Takes nothing before this.
  var awayUntil = Moment(nanoseconds: 0)
  /// How far its clock is ahead of virtual time.
  var clockLead: UInt64 = 0
  /// Times slower than at first.
  var slowdown = 1.0

  init(index: Int, host: String, speed: Double, machine: consuming Worker) {
    self.index = index
    self.host = host
    self.speed = speed
    self.machine = machine
    peer = Self.peer(index, 0)
  }

  private static func peer(_ index: Int, _ connection: UInt32) -> Peer {
    Peer([UInt8(truncatingIfNeeded: index)] + (0..<4).map { UInt8(truncatingIfNeeded: connection >> UInt32($0 * 8)) })
  }
}
