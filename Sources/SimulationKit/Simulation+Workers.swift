import Scheduling
import Sweeps
import Wire

extension Simulation {
  func startWorker(_ index: Int) {
    let worker = workers[index]
    worker.machine = Self.machine(farm, host: worker.host, using: &random)
    worker.life += 1
    worker.connection += 1
    worker.isAlive = true
    worker.clockLead = random.next() >> 14
    worker.computations = [:]
    worker.wakesAt = nil
    work(.started, at: index)
  }

  /// One step of a worker; it may die before any of the effects.
  func work(_ event: WorkerEvent, at index: Int) {
    let worker = workers[index]
    guard worker.isAlive else { return }
    guard worker.awayUntil <= now else {
      agenda.enter(.workerEvent(index, life: worker.life, event), at: worker.awayUntil)
      return
    }
    if strikes(.workerStall) { worker.awayUntil = now + random.duration(in: 100...8000) }
    if strikes(.workerClockJump) { worker.clockLead += random.duration(in: 100...3_600_000).nanoseconds }
    if case .woken = event { worker.wakesAt = nil }
    var effects: [WorkerEffect] = []
    worker.machine.handle(event, at: ahead(now, by: worker.clockLead)) { effects.append($0) }
    let dies = strikes(.workerCrash)
    let survived = dies ? Int.random(in: 0...effects.count, using: &random) : effects.count
    for effect in effects.prefix(survived) { perform(effect, at: worker) }
    if dies { end(worker) }
    guard worker.isAlive else { return }
    if strikes(.drain) { enter(.terminated, at: worker, after: .zero) }
    scheduleWakeUp(of: worker)
  }

  private func scheduleWakeUp(of worker: WorkerProcess) {
    guard let shown = worker.machine.wakeUp else { return }
    let wakeUp = behind(shown, by: worker.clockLead)
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
    if worker.index == 0, farm.slowdown > 1, now > begin + .seconds(2) { worker.slowdown = farm.slowdown }
    let noise = farm.equalSpeed == nil ? random.duration(in: 0.9...1.1) : .milliseconds(1)
    let perBlock = noise * farm.blockMilliseconds * worker.speed * worker.slowdown
    let key = lease.key
    let poison = poison.first {
      $0.sweep == lease.sweep && lease.blocks.contains($0.place.block) && !lease.without.contains($0.place)
    }
    worker.computations[key] = WorkerProcess.Computation(
      lease: lease, since: now, perBlock: perBlock, poison: poison)
    let most = poison.map { $0.place.block - lease.blocks.lower } ?? lease.blocks.count
    for part in Set([most / 4, most / 2, most * 3 / 4, most]).sorted() where part > 0 && part < lease.blocks.count {
      enter(.progressed(key, blocksDone: part, samplesDone: 0), at: worker, after: perBlock * Int(part))
    }
    if strikes(.failure) {
      enter(.computeFailed(key, failure(of: lease)), at: worker, after: perBlock)
    } else if let poison {
      fall(on: poison, lease, at: worker, after: perBlock * Int(most))
    } else {
      enter(result(of: lease, blocks: lease.blocks, at: worker), at: worker, after: perBlock * Int(lease.blocks.count))
    }
  }

  /// Bad luck: of one block in a job, or, where the sample would be believed, of the whole program.
  private func failure(of lease: Lease) -> JobFailure {
    guard !lease.isCareful, random.chance(0.5) else { return JobFailure(.cannotStart, reason: "bad luck") }
    return JobFailure(
      .died, reason: "bad luck", blocksDone: UInt64.random(in: 0..<lease.blocks.count, using: &random))
  }

  /// The computation comes upon poison: the process ends there, or never comes on.
  private func fall(on poison: Farm.Poison, _ lease: Lease, at worker: WorkerProcess, after delay: Duration) {
    let blocksDone = poison.place.block - lease.blocks.lower
    var samplesDone = lease.isCareful ? UInt64(poison.place.sample) : 0
    if lease.isCareful, farm.bug == .namesWrongly { samplesDone += 1 }
    let event =
      poison.hangs
      ? WorkerEvent.progressed(lease.key, blocksDone: blocksDone, samplesDone: samplesDone)
      : .computeFailed(
        lease.key, JobFailure(.died, reason: "signal 6", blocksDone: blocksDone, samplesDone: samplesDone))
    enter(event, at: worker, after: delay + .milliseconds(1))
  }

  /// The job ends at the next block with what is done. Its earlier planned end comes too late to matter.
  private func interrupt(_ key: Lease.Key, at worker: WorkerProcess) {
    guard let computation = worker.computations[key], !computation.isInterrupted else { return }
    worker.computations[key]?.isInterrupted = true
    let first = computation.lease.blocks.lower
    let blocks = BlockRange(first, first + computation.done(at: now))
    enter(result(of: computation.lease, blocks: blocks, at: worker), at: worker, after: computation.perBlock / 2)
  }

  private func result(of lease: Lease, blocks: BlockRange, at worker: WorkerProcess) -> WorkerEvent {
    blocksComputed += blocks.count
    let without = lease.without.filter { blocks.contains($0.block) }
    var state = BlockTally(of: blocks, sizes: sizes[lease.sweep] ?? tickets[0].sizes, without: without)
      .encode()
    if isLiar(worker) {
      touched.insert(lease.sweep)
      if random.chance(0.3) {
        falsified.insert(lease.sweep)
        state[20] ^= 1
      }
    }
    return .computed(lease.key, blocks: blocks, state: state)
  }
}
