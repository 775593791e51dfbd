import Sweeps
import Wire

extension Coordinator {
  /// Carries out an order. Said twice it is done once, and answered the same; but while the disk is full what was done
  /// at first may not be remembered yet.
  mutating func carryOut(
    _ order: SweepOrder, _ sweep: SweepID, reason: String, at now: Moment, emit: (Effect) -> Void
  ) -> ClientReply.Body {
    guard !isDiskFull else { return fullDisk }
    guard let work = sweeps[sweep] else {
      return order == .cancel && cancelled.all.contains(sweep) ? .done : unknown(sweep)
    }
    switch order {
    case .pause: return pause(work, emit: emit)
    case .resume: return goOn(work, at: now, emit: emit)
    case .stop: return stop(work, reason: reason, emit: emit)
    case .cancel:
      emit(.persist(.cancelled(sweep)))
      callBackAll(of: sweep, at: now, emit: emit)
      drop(sweep)
      return .done
    }
  }

  var fullDisk: ClientReply.Body {
    .refused(.full, explanation: "the disk of the coordinator's journal is full; make room, and ask again")
  }

  private mutating func pause(_ work: SweepWork, emit: (Effect) -> Void) -> ClientReply.Body {
    let sweep = work.ticket.id
    switch work.phase {
    case .paused: break
    case .running:
      emit(.persist(.paused(sweep)))
      markPaused(sweep)
    case .complete: return wrongPhase("\(sweep) is complete: there is nothing to pause")
    case .stopped: return wrongPhase("\(sweep) is stopped; resume it first")
    }
    return .done
  }

  private mutating func goOn(_ work: SweepWork, at now: Moment, emit: (Effect) -> Void) -> ClientReply.Body {
    let sweep = work.ticket.id
    switch work.phase {
    case .running: break
    case .complete: return wrongPhase("\(sweep) is complete: there is nothing left to do")
    case .stopped where work.isSpoilt: return wrongPhase("\(sweep) cannot go on: cancel it and submit it again")
    case .paused, .stopped:
      emit(.persist(.resumed(sweep)))
      resume(sweep, at: now)
    }
    return .done
  }

  private mutating func stop(_ work: SweepWork, reason: String, emit: (Effect) -> Void) -> ClientReply.Body {
    guard work.phase != .complete else {
      return wrongPhase("\(work.ticket.id) is complete: there is nothing to stop")
    }
    _ = stop(work.ticket.id, reason, emit: emit)
    return .done
  }

  private func wrongPhase(_ explanation: String) -> ClientReply.Body {
    .refused(.wrongPhase, explanation: explanation)
  }

  // MARK: What follows

  /// Leases no more of a sweep; what is leased may still finish, and counts. False: it has ended before.
  mutating func stop(_ sweep: SweepID, _ reason: String, emit: (Effect) -> Void) -> Bool {
    guard let phase = sweeps[sweep]?.phase, phase == .running || phase == .paused else { return false }
    emit(.persist(.stopped(sweep, reason: reason)))
    markStopped(sweep, reason)
    return true
  }

  mutating func markStopped(_ sweep: SweepID, _ reason: String) {
    guard let phase = sweeps[sweep]?.phase, phase != .complete else { return }
    sweeps[sweep]?.phase = .stopped(reason: reason)
    sweeps[sweep]?.stall = nil
    ended = true
    touch(sweep)
  }

  mutating func markPaused(_ sweep: SweepID) {
    guard sweeps[sweep]?.phase == .running else { return }
    sweeps[sweep]?.phase = .paused
    sweeps[sweep]?.stall = nil
    touch(sweep)
  }

  mutating func resume(_ sweep: SweepID, at now: Moment) {
    sweeps[sweep]?.resume()
    sweeps[sweep]?.progressAt = now
    takePart(sweep)
    renewAudits(at: now) { $0.sweep == sweep }
    watchProgress(at: now)
  }

  /// Lets a sweep start where the least served of its priority is, so that it neither starves nor takes all.
  mutating func takePart(_ sweep: SweepID) {
    guard let priority = sweeps[sweep]?.ticket.terms.priority else { return }
    let least = sweeps.values.lazy
      .filter { $0.ticket.id != sweep && $0.isAtWork && $0.ticket.terms.priority == priority }.map(\.virtualTime).min()
    sweeps[sweep]?.join(at: least)
    touch(sweep)
  }

  /// Forgets a sweep, of which nothing is leased.
  mutating func drop(_ sweep: SweepID) {
    turns.move(from: sweeps[sweep]?.turn, to: nil)
    touched.removeAll { $0.ticket.id == sweep }
    sweeps[sweep] = nil
    order.removeAll { $0 == sweep }
    if large?.whole.status.sweep == sweep { large = nil }
    for session in Array(sessions.keys) { sessions[session]?.forget(sweep) }
    for (number, audit) in audits where audit.sweep == sweep { audits[number] = nil }
    cancelled.append(sweep)
    if cancelled.count > policy.maxSweeps { _ = cancelled.popFirst() }
  }
}
