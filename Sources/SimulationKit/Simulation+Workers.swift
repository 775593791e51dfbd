import Scheduling
import Sweeps
import Wire

extension Simulation {
  func startWorker(_ index: Int) throws(Violation) {
    let worker = workers[index]
    worker.machine = Self.machine(farm, using: &random)
    worker.life += 1
    worker.connection += 1
    worker.isAlive = true
    worker.computations = [:]
    worker.wakesAt = nil
    work(.started, at: index)
  }

  /// One step of a worker; it may die before any of the effects.
  func work(_ event: WorkerEvent, at index: Int) {
    let worker = workers[index]
    guard worker.isAlive else { return }
    if case .woken = event { worker.wakesAt = nil }
    var effects: [WorkerEffect] = []
    worker.machine.handle(event, at: now) { effects.append($0) }
    let dies = strikes(\.workerCrash)
    let survived = dies ? Int.random(in: 0...effects.count, using: &random) : effects.count
    for effect in effects.prefix(survived) { perform(effect, at: worker) }
    if dies { end(worker) }
    guard worker.isAlive else { return }
    if strikes(\.drain) { enter(.terminated, at: worker, after: .zero) }
    scheduleWakeUp(of: worker)
  }

  private func scheduleWakeUp(of worker: WorkerProcess) {
    guard let wakeUp = worker.machine.wakeUp else { return }
    if let planned = worker.wakesAt, planned > now, planned <= wakeUp { return }
    let moment = max(wakeUp, now + .microseconds(1))
    worker.wakesAt = moment
    agenda.enter(.workerEvent(worker.index, life: worker.life, .woken), at: moment)
  }

  private func perform(_ effect: WorkerEffect, at worker: WorkerProcess) {
    switch effect {
    case .send(let message): send(message, from: worker)
    case .compute(let lease, _): compute(lease, at: worker)
    case .interrupt(let key): interrupt(key, at: worker)
    case .stop: end(worker)
    }
  }

  private func end(_ worker: WorkerProcess) {
    worker.isAlive = false
    worker.life += 1
    agenda.enter(.startWorker(worker.index), at: now + random.duration(in: 50...4000))
  }

  private func enter(_ event: WorkerEvent, at worker: WorkerProcess, after delay: Duration) {
    agenda.enter(.workerEvent(worker.index, life: worker.life, event), at: now + delay)
  }

  // MARK: Computing

  private func compute(_ lease: Lease, at worker: WorkerProcess) {
    let perBlock = random.duration(in: 0.9...1.1) * farm.blockMilliseconds * worker.speed
    let key = lease.key
    worker.computations[key] = WorkerProcess.Computation(lease: lease, since: now, perBlock: perBlock)
    if strikes(\.failure) {
      enter(.computeFailed(key, JobFailure(.cannotStart, reason: "bad luck")), at: worker, after: perBlock)
    } else {
      enter(result(of: lease, blocks: lease.blocks), at: worker, after: perBlock * Int(lease.blocks.count))
    }
    enter(
      .progressed(key, blocksDone: lease.blocks.count / 2, samplesDone: 0), at: worker,
      after: perBlock * Int(lease.blocks.count / 2))
  }

  /// The job ends at the next block with what is done. Its earlier planned end comes too late to matter.
  private func interrupt(_ key: Lease.Key, at worker: WorkerProcess) {
    guard let computation = worker.computations[key], !computation.isInterrupted else { return }
    worker.computations[key]?.isInterrupted = true
    let first = computation.lease.blocks.lower
    let blocks = BlockRange(first, first + computation.done(at: now))
    enter(result(of: computation.lease, blocks: blocks), at: worker, after: computation.perBlock / 2)
  }

  private func result(of lease: Lease, blocks: BlockRange) -> WorkerEvent {
    blocksComputed += blocks.count
    return .computed(lease.key, blocks: blocks, state: BlockTally(of: blocks, sizes: ticket.sizes).encode())
  }
}
