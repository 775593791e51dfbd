import Sweeps
import Wire

extension Coordinator {
  /// Workers that could not be served in one event; the others come at the next.
  private static var mostPasses: Int { 64 }
  /// Sweeps and audits that are looked at for one worker.
  private static var lookAhead: Int { 8 }

  /// Leases work while there is some and somebody with credit, one job to each worker in turn.
  ///
  /// Audits go first: they are few, and so none is left when a sweep ends. Then the sweep whose turn it is; and when no
  /// sweep has work to lease, the slowest lease is given to a second worker.
  mutating func assign(at now: Moment, emit: (Effect) -> Void) {
    if let check = idleCheck, check <= now { idleCheck = nil }
    takeTurns()
    guard !isDiskFull, !hungry.isEmpty else { return }
    // Whoever waits is asked once; a worker that comes to wait meanwhile is served, or asked at the next event.
    let mostPasses = min(Self.mostPasses, hungry.count)
    var passes = 0
    while leases.count < policy.maxLeases, passes < mostPasses, hasSomething(at: now) {
      guard let session = hungry.popFirst() else { return }
      guard let book = sessions[session], book.isQueued else { continue }
      book.isQueued = false
      guard hasCredit(book), hasTime(book, at: now) else { continue }
      if !serve(session, book.host, at: now, emit: emit) { passes += 1 }
      queue(session)
    }
  }

  /// Brings the order of turns up to date.
  mutating func takeTurns() {
    guard !touched.isEmpty else { return }
    for work in touched {
      work.isTouched = false
      reconsider(work)
    }
    touched.removeAll(keepingCapacity: true)
  }

  private mutating func reconsider(_ work: SweepWork) {
    let due = work.dueTurn
    turns.move(from: work.turn, to: due)
    work.turn = due
  }

  private mutating func hasSomething(at now: Moment) -> Bool {
    !turns.isEmpty || !waitingAudits.isEmpty || findTail(at: now)
  }

  private func hasCredit(_ book: SessionBook) -> Bool {
    book.leases.count + book.withheld.count < min(book.credit, policy.maxLeasesPerWorker) && !book.isDrained
      && hosts[book.host]?.drained == nil
  }

  /// Puts a worker in the queue for work if it has credit and is not there.
  mutating func queue(_ session: Session) {
    if let book = sessions[session] { queue(session, book) }
  }

  mutating func queue(_ session: Session, _ book: SessionBook) {
    guard !book.isQueued, hasCredit(book) else { return }
    book.isQueued = true
    hungry.append(session)
  }

  /// Drops names of workers that are gone, and those that stand there twice as their worker was gone for a while.
  mutating func tidyHungry() {
    var known: Set<Session> = []
    hungry.tidy(wanted: sessions.count) { sessions[$0]?.isQueued == true && known.insert($0).inserted }
  }

  // MARK: One worker

  /// Leases something to a worker. False: there is nothing for it.
  private mutating func serve(
    _ session: Session, _ host: String, at now: Moment, emit: (Effect) -> Void
  ) -> Bool {
    if leaseAudit(to: session, of: host, at: now, emit: emit) { return true }
    if turns.isEmpty { return leaseCopy(to: session, of: host, at: now, emit: emit) }
    if leaseEarlyCopy(to: session, of: host, at: now, emit: emit) { return true }
    var looked = 0
    var full: [Turns.Turn] = []
    for turn in turns.all where looked < Self.lookAhead {
      guard hasRoom(turn.sweep, for: session) else {
        full.append(turn)
        continue
      }
      looked += 1
      guard canStart(turn.sweep, on: host) else { continue }
      if leaseWork(of: turn.sweep, to: session, of: host, at: now, emit: emit) {
        bringForward(full, to: turn)
        return true
      }
    }
    // All the work is for others.
    return looked == 0 && findTail(at: now) && leaseCopy(to: session, of: host, at: now, emit: emit)
  }

  /// Sweeps that were passed over as they have their most workers are owed little for it: they would take all as soon as
  /// others leave.
  private mutating func bringForward(_ full: [Turns.Turn], to turn: Turns.Turn) {
    for late in full where late.priority == turn.priority {
      guard late.virtualTime + policy.mostSecondsOwed < turn.virtualTime else { continue }
      guard let work = sweeps[late.sweep] else { continue }
      work.join(at: turn.virtualTime - policy.mostSecondsOwed)
      reconsider(work)
    }
  }

  /// Whether a worker will be there long enough for anything new.
  private func hasTime(_ book: SessionBook, at now: Moment) -> Bool {
    book.leavesAt.map { now + policy.leastTimeLeft <= $0 } ?? true
  }

  func hasRoom(_ sweep: SweepID, for session: Session) -> Bool { sweeps[sweep]?.hasRoom(for: session) ?? false }

  func canStart(_ sweep: SweepID, on host: String) -> Bool {
    guard let unable = sweeps[sweep]?.unable, !unable.isEmpty else { return true }
    return unable[host, default: 0] < policy.maxAttempts
  }

  private mutating func leaseWork(
    of sweep: SweepID, to session: Session, of host: String, at now: Moment, emit: (Effect) -> Void
  ) -> Bool {
    let size = jobSize(on: sweep, for: session, at: now)
    let id = JobID(epoch: epoch, number: jobNumber + 1)
    var patience: Moment?
    let (hosts, eligible, policy) = (hosts, eligibleHosts, policy)
    let found = sweeps[sweep]?.nextJob(size: size, id: id) { job in
      guard job.isKept(from: host, among: hosts, eligible: eligible) else { return true }
      let until = job.waitsSince + (job.isCareful ? policy.carefulPatience : policy.hostPatience)
      guard until > now else { return true }
      patience = patience.map { min($0, until) } ?? until
      return false
    }
    if let patience { idleCheck = idleCheck.map { min($0, patience) } ?? patience }
    guard var job = found else { return false }
    if job.id == id { jobNumber += 1 }
    job.leasedAt = now
    lease(job, of: sweep, to: session, at: now, emit: emit)
    takeTurns()
    return true
  }

  /// Leases a job, to its first holder or to one more.
  mutating func lease(_ job: Job, of sweep: SweepID, to session: Session, at now: Moment, emit: (Effect) -> Void) {
    guard let work = sweeps[sweep] else { return }
    var job = job
    job.attempts = job.attempts.next
    let lease = Lease(
      sweep: sweep, spec: work.ticket.spec, key: Lease.Key(job: job.id, attempt: job.attempts), blocks: job.blocks,
      isCareful: job.isCareful, without: work.without(job.blocks))
    job.holders.append(lease.key)
    work.leased[job.id] = job
    hold(lease, by: session, for: .work, at: now)
    tell(lease, to: session, emit: emit)
  }

  /// Sends a lease, after the definition of its sweep.
  mutating func tell(_ lease: Lease, to session: Session, emit: (Effect) -> Void) {
    guard let book = sessions[session] else { return }
    if book.defined.insert(lease.sweep).inserted, let ticket = sweeps[lease.sweep]?.ticket {
      say(.sweep(ticket.definition), to: session, at: book.peer, emit: emit)
    }
    say(.lease(lease), to: session, at: book.peer, emit: emit)
  }
}
