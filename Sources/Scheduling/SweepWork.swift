import Sweeps
import Wire

/// The books of one sweep: every block is either closed, or pending, or in exactly one job that waits or is leased.
///
/// A class, so that no event copies them, and of no kind of state, so that nothing is specialised for one: both cost more
/// than what an event does. One coordinator alone refers to it.
final class SweepWork {
  var ticket: SweepTicket
  /// Number of its submission.
  let number: UInt64
  var state: any MergedState
  var closed = BlockSet()
  /// Open blocks in no job.
  var pending: BlockSet
  /// Jobs given back, first to be leased again; those that were taken out meanwhile have only their name left here.
  var waiting: [JobID: Job] = [:]
  var waitingOrder = Queue<JobID>()
  /// Jobs with leases in force.
  var leased: [JobID: Job] = [:]
  var phase = SweepStatus.Phase.running
  /// What it counted cannot be trusted: it stays stopped.
  var isSpoilt = false
  /// In order.
  var quarantined: [Quarantined] = []

  // MARK: Sharing

  /// Leases in force, audits included.
  var leaseCount: UInt64 = 0
  /// Workers that compute it, with the number of their leases; audits are not counted.
  private var holders: [Session: Int] = [:]
  /// Compute seconds charged so far, divided by its weight, from where it joined.
  private(set) var virtualTime = 0.0
  /// Its place among those with work.
  var turn: Turns.Turn?
  /// Was found in the journal, and nothing of it is leased yet.
  var isHeldBack = false
  /// Stands among those whose turn is looked at.
  var isTouched = false
  /// Was not published as it is now.
  var isChanged = false
  /// Hosts that could not start it, and how often in a row.
  var unable: [String: Int] = [:]
  /// What the last of them said.
  var unableReason = ""
  /// Since when it is seen that whoever could start it is gone.
  var strandedSince: Moment?

  // MARK: Measured

  var counters = SweepCounters()
  /// Measured blocks per second of all workers together.
  var totalRate = 0.0
  /// Seconds that one core needed for a block, lately.
  var secondsPerBlock: Double?
  /// Of the last result.
  var stateBytesPerJob = 0.0
  var stateBytesPerBlock = 0.0
  /// Of results that count, since this life began.
  var computeNanoseconds: UInt64 = 0
  /// When something was last counted, or it began to wait for that.
  var progressAt: Moment
  var stall: SweepStatus.Stall?
  /// Hosts, by hash, that computed what is counted.
  private(set) var contributors: Set<Int> = []
  /// Something counted came from hosts that are not in mind.
  private(set) var hasStrangers = false

  init(_ ticket: SweepTicket, of state: any MergedState, number: UInt64, at now: Moment) {
    self.ticket = ticket
    self.number = number
    self.state = state
    pending = BlockSet(BlockRange(0, ticket.sizes.blockCount))
    progressAt = now
  }

  var isComplete: Bool { closed.count == ticket.sizes.blockCount }
  /// Whether it competes with other sweeps.
  var isAtWork: Bool { phase == .running && !isHeldBack }
  var hasWork: Bool { isAtWork && !(waiting.isEmpty && pending.isEmpty) }
  /// Blocks in jobs that wait.
  var waitingBlocks: UInt64 { waiting.values.reduce(0) { $0 + $1.blocks.count } }

  /// Where it shall stand among those with work.
  var dueTurn: Turns.Turn? {
    guard hasWork else { return nil }
    return Turns.Turn(
      priority: ticket.terms.priority, virtualTime: virtualTime, number: number, sweep: ticket.id)
  }

  /// Notes a lease more or less of a worker.
  func note(holder: Session, leases change: Int) {
    let count = holders[holder, default: 0] + change
    holders[holder] = count == 0 ? nil : count
  }

  /// Workers that compute it.
  var holderCount: Int { holders.count }

  /// Whether a worker may get a lease: it computes the sweep already, or there is room for one more.
  func hasRoom(for worker: Session) -> Bool {
    guard let most = ticket.terms.maxWorkers else { return true }
    return holders.count < most || holders[worker] != nil
  }

  /// Charges compute seconds, or gives some back.
  func charge(_ seconds: Double) { virtualTime += seconds / Double(ticket.terms.weight) }

  /// Starts among others where the least served of them is.
  func join(at least: Double?) { if let least { virtualTime = least } }

  /// Takes in that a result was counted.
  func note(_ finished: Finished, spent: Double, on host: String, limit: Int, at now: Moment) {
    computeNanoseconds += UInt64(max(0, spent) * 1e9)
    progressAt = now
    stall = nil
    strandedSince = nil
    if !unable.isEmpty { unable[host] = nil }
    if contributors.count < limit { contributors.insert(host.hashValue) } else { hasStrangers = true }
  }

  func noteStrangers() { hasStrangers = true }

  /// Whether something counted may come from a host.
  func mayStem(from host: String) -> Bool { contributors.contains(host.hashValue) || (hasStrangers && !closed.isEmpty) }

  // MARK: Quarantine

  /// Quarantined samples of these blocks, in order.
  func without(_ blocks: BlockRange) -> [SamplePlace] {
    quarantined.isEmpty ? [] : quarantined.map(\.place).filter { blocks.contains($0.block) }
  }

  /// Scenarios of these blocks that count. A block belongs to one cell, so one sample of it is one scenario.
  func scenarios(in blocks: BlockRange) -> UInt64 {
    ticket.sizes.scenarios(in: blocks) - UInt64(without(blocks).count)
  }

  /// Leaves a sample out, unless it is out already.
  func quarantine(_ sample: Quarantined) {
    let place = quarantined.firstIndex { $0.place >= sample.place } ?? quarantined.endIndex
    guard place == quarantined.endIndex || quarantined[place].place != sample.place else { return }
    quarantined.insert(sample, at: place)
  }

  // MARK: Going on

  /// Goes on after a pause or a stop, with nothing held against jobs or hosts.
  func resume() {
    guard phase != .complete, !isSpoilt else { return }
    phase = .running
    unable = [:]
    strandedSince = nil
    for id in waiting.keys {
      waiting[id]?.failures = 0
      waiting[id]?.losses = 0
      waiting[id]?.refusals = 0
      waiting[id]?.forgiveHosts()
    }
  }
}
