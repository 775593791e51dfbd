import Aggregates
import Glibc
import Models
import Scheduling
import Sweeps
import Wire

/// What a worker starts for each core: computes the jobs that come over its standard input, one at a time.
///
/// An evaluation that ends this process costs the job and no more. The worker sends the definition and the lease, and
/// gets a result, a failure or the lease back; a cancelled lease ends at the next block. Between blocks, and between the
/// samples of a careful job, the progress goes into the shared page.
public final class ComputeProcess {
  /// The two know whom they speak to, so these fields of the messages say nothing.
  static let session = Session(1)
  static let epoch = Epoch(1)

  /// What is kept of a sweep.
  private struct Compiled {
    var spec: SpecHash
    var engine: any BlockEngine
    var layout: StateLayout
    var faults: InjectedFaults
  }

  /// How often a running job looks whether it is cancelled.
  private static let lookInterval = Duration.milliseconds(1)
  /// Sweeps that are kept compiled.
  private static let keptSweeps = 4

  private let instructionSet: InstructionSet
  private let injection: Injection
  private let stream = FrameStream(STDIN_FILENO)
  private let page: ProgressPage
  private var definition: SweepDefinition?
  private var kept: [Compiled] = []
  private var ordinal: UInt64 = 0
  private var looksAt = MonotonicClock.now

  /// - Throws: `CannotStart` where no worker started this process.
  public init(instructionSet: InstructionSet, injection: Injection) throws {
    self.instructionSet = instructionSet
    self.injection = injection
    page = try ProgressPage(mapping: ChildProcess.firstGiven)
  }

  /// Computes until the worker has gone.
  public func run() {
    while let body = awaitMessage() {
      switch body {
      case .sweep(let definition): self.definition = definition
      case .lease(let lease): answer(lease)
      // The job had ended by itself.
      case .cancel: break
      case .welcome, .refused, .acknowledge, .sayHello, .alive: return
      }
    }
  }

  // MARK: Speaking

  /// Nil when the worker has gone, or says what it should not.
  private func awaitMessage() -> CoordinatorMessage.Body? {
    while true {
      if let frame = stream.next() { return try? CoordinatorMessage(decoding: frame).body }
      guard !stream.isClosed else { return nil }
      stream.waitForFrames()
    }
  }

  private func say(_ body: WorkerMessage.Body) {
    ordinal += 1
    send(WorkerMessage(session: Self.session, epoch: Self.epoch, ordinal: ordinal, body: body).encode())
  }

  private func send(_ frame: [UInt8]) {
    stream.send(frame)
    while stream.hasUnsent, !stream.isClosed {
      stream.waitForRoom()
      stream.flush()
    }
  }

  /// Whether a job shall go on; ends the process when the worker has gone.
  private func goesOn(_ lease: Lease) -> Bool {
    let now = MonotonicClock.now
    guard now >= looksAt else { return true }
    looksAt = now + Self.lookInterval
    while let frame = stream.next() {
      guard case .cancel(lease) = try? CoordinatorMessage(decoding: frame).body else { continue }
      return false
    }
    if stream.isClosed { _exit(0) }
    return true
  }

  // MARK: Computing

  private func answer(_ lease: Lease) {
    let started = MonotonicClock.now
    do {
      let sweep = try compiled(lease)
      var state = SweepState(layout: sweep.layout)
      let end = compute(lease, sweep, into: &state)
      guard end > lease.blocks.lower else {
        say(.goodbye(returned: [lease], reason: "cancelled"))
        return
      }
      let bytes = sweep.faults.told(state.encode(), layout: sweep.layout)
      say(
        .finished(
          Finished(
            lease: lease, blocks: BlockRange(lease.blocks.lower, end),
            computeNanoseconds: MonotonicClock.now.since(started).nanoseconds, state: [])))
      send(bytes)
    } catch {
      let reason = "the sweep does not compile here: \(error)"
      say(.failed(lease, JobFailure(.cannotStart, reason: String(reason.prefix(1000)))))
    }
  }

  /// The engine of a lease's sweep, kept for the next job.
  private func compiled(_ lease: Lease) throws -> Compiled {
    if let known = kept.first(where: { $0.spec == lease.spec }) { return known }
    guard let definition, definition.spec == lease.spec else { throw NoDefinition() }
    let sweep = try CompiledSweep(canonical: definition.canonical)
    let workload = sweep.workload
    let new = Compiled(
      spec: lease.spec, engine: instructionSet.engine(workload), layout: workload.layout,
      faults: InjectedFaults(injection, in: sweep.plan))
    kept = kept.suffix(Self.keptSweeps - 1) + [new]
    return new
  }

  /// - Returns: the end of the blocks that are in the state.
  private func compute(_ lease: Lease, _ sweep: Compiled, into state: inout SweepState) -> UInt64 {
    let first = lease.blocks.lower
    var brake = sweep.faults.brake
    guard !lease.isCareful else {
      let isDone = sweep.engine.runCarefully(first, without: lease.without, into: &state) { sample in
        page.progress = UInt64(sample)
        sweep.faults.meet(SamplePlace(block: first, sample: sample))
        return goesOn(lease)
      }
      return isDone ? lease.blocks.upper : first
    }
    page.progress = 0
    sweep.faults.meet(first, without: lease.without)
    return sweep.engine.run(lease.blocks, without: lease.without, into: &state) { end in
      page.progress = end - first
      brake?.slow()
      if end < lease.blocks.upper { sweep.faults.meet(end, without: lease.without) }
      return goesOn(lease)
    }
  }
}

/// A lease came before what it refers to.
private struct NoDefinition: Error, CustomStringConvertible {
  var description: String { "the worker sent no definition of the sweep" }
}
