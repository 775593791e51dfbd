import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

/// A worker under test, with a clock to turn and a coordinator to speak for.
final class WorkerBench {
  var machine: Worker
  var now = Moment(nanoseconds: 5_000_000_000)
  var ordinal: UInt64 = 0
  let definition = SweepDefinition(sweep: CoordinatorBench.sweep, spec: CoordinatorBench.spec, canonical: [1])

  init(cores: Int = 1, timeLimit: Duration? = nil) {
    machine = Worker(
      worker: WorkerID(1), session: Person.a.session, build: "b", selfTest: hash(9), cores: cores, host: "tiger",
      timeLimit: timeLimit)
  }

  func handle(_ event: WorkerEvent) -> [WorkerEffect] {
    var effects: [WorkerEffect] = []
    machine.handle(event, at: now) { effects.append($0) }
    return effects
  }

  func wait(_ duration: Duration) -> [WorkerEffect] {
    now = now + duration
    return handle(.woken)
  }

  func receive(_ body: CoordinatorMessage.Body, epoch: UInt64 = 1, session: Session = Person.a.session)
    -> [WorkerEffect]
  {
    handle(.received(CoordinatorMessage(session: session, epoch: Epoch(epoch), body: body)))
  }

  /// Starts, and is welcomed.
  func join() {
    _ = handle(.started)
    _ = receive(welcome(answering: 1))
  }

  func welcome(answering: UInt64) -> CoordinatorMessage.Body {
    .welcome(
      Welcome(answering: answering, heartbeatNanoseconds: 1_000_000_000, silenceNanoseconds: 3_000_000_000))
  }

  func send(_ ordinal: UInt64, _ body: WorkerMessage.Body, epoch: UInt64 = 1) -> WorkerEffect {
    .send(WorkerMessage(session: Person.a.session, epoch: Epoch(epoch), ordinal: ordinal, body: body))
  }

  func hello(_ leases: [LeaseReport] = [], credit: Int = 2) -> WorkerMessage.Body {
    .hello(
      Hello(worker: WorkerID(1), build: "b", selfTest: hash(9), cores: 1, credit: credit, leases: leases, host: "tiger")
    )
  }

  func lease(_ number: UInt64, epoch: UInt64 = 1) -> Lease {
    let key = Lease.Key(job: JobID(epoch: Epoch(epoch), number: number), attempt: Attempt(1))
    let blocks = BlockRange(number * 10, number * 10 + 10)
    return Lease(sweep: CoordinatorBench.sweep, spec: CoordinatorBench.spec, key: key, blocks: blocks)
  }

  func finished(_ lease: Lease, _ blocks: BlockRange? = nil, nanoseconds: UInt64 = 0) -> Finished {
    Finished(lease: lease, blocks: blocks ?? lease.blocks, computeNanoseconds: nanoseconds, state: [42])
  }
}

@Suite struct WorkerTests {
  @Test func `a worker says hello again until it is answered, ever more slowly`() {
    let bench = WorkerBench()
    #expect(bench.handle(.started) == [bench.send(1, bench.hello(), epoch: 0)])
    var pauses: [Duration] = []
    for ordinal in UInt64(2)...9 {
      let wakeUp = bench.machine.wakeUp ?? bench.now
      pauses.append(wakeUp.since(bench.now))
      bench.now = wakeUp
      #expect(bench.handle(.woken) == [bench.send(ordinal, bench.hello(), epoch: 0)])
    }
    #expect((Duration.milliseconds(250)...Duration.milliseconds(375)).contains(pauses[0]))
    #expect((Duration.seconds(10)...Duration.seconds(15)).contains(pauses[7]))
    #expect(bench.receive(bench.welcome(answering: 1)) == [])
    #expect(bench.wait(.seconds(1)) == [bench.send(10, .heartbeat(credit: 2, []))])
  }

  @Test func `a lease without its definition waits and asks, and then is computed`() {
    let bench = WorkerBench()
    bench.join()
    let first = bench.lease(1)
    #expect(bench.receive(.lease(first)) == [bench.send(2, .askSweep(first.sweep))])
    #expect(bench.receive(.sweep(bench.definition)) == [.compute(first, bench.definition)])
  }

  @Test func `jobs run in order on free cores, and results are sent until they are acknowledged`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    let (first, second) = (bench.lease(1), bench.lease(2))
    #expect(bench.receive(.lease(first)) == [.compute(first, bench.definition)])
    #expect(bench.receive(.lease(second)) == [])
    bench.now = bench.now + .milliseconds(500)
    let result = bench.finished(first, nanoseconds: 500_000_000)
    #expect(
      bench.handle(.computed(first.key, blocks: first.blocks, state: [42])) == [
        bench.send(2, .finished(result)), .compute(second, bench.definition),
      ])
    let again = bench.now + .seconds(3)
    var sentAgain: [Moment] = []
    while bench.now < again + .seconds(2), let wakeUp = bench.machine.wakeUp {
      bench.now = wakeUp
      for case .send(let message) in bench.handle(.woken) where message.body == .finished(result) {
        sentAgain.append(bench.now)
      }
      _ = bench.receive(.alive)
    }
    #expect(sentAgain == [again])
    #expect(bench.receive(.acknowledge(first, .duplicate)) == [])
    #expect(bench.machine.leaseCount == 1)
  }

  @Test func `a worker computes on while the coordinator is away, and brings everything to the next one`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    let (first, second) = (bench.lease(1), bench.lease(2))
    _ = bench.receive(.lease(first))
    _ = bench.receive(.lease(second))
    _ = bench.wait(.seconds(3))
    let result = bench.finished(first, nanoseconds: 3_000_000_000)
    #expect(
      bench.handle(.computed(first.key, blocks: first.blocks, state: [42])) == [.compute(second, bench.definition)])
    let ordinal = bench.machine.ordinal
    let held = [LeaseReport(first, .finished, blocksDone: 10), LeaseReport(second, .running, blocksDone: 0)]
    bench.now = bench.machine.wakeUp ?? bench.now
    #expect(bench.handle(.woken) == [bench.send(ordinal + 1, bench.hello(held))])
    #expect(
      bench.receive(bench.welcome(answering: ordinal + 1), epoch: 2)
        == [bench.send(ordinal + 2, .finished(result), epoch: 2)])
  }

  @Test func `a request for hello is answered at once with what is held`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    let first = bench.lease(1)
    _ = bench.receive(.lease(first))
    _ = bench.handle(.progressed(first.key, blocksDone: 4, samplesDone: 0))
    #expect(
      bench.receive(.sayHello, epoch: 2)
        == [bench.send(2, bench.hello([LeaseReport(first, .running, blocksDone: 4)]))])
    #expect(bench.receive(.sayHello, epoch: 2) == [])
  }

  @Test func `words for another session or of an earlier life are ignored`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    #expect(bench.receive(.lease(bench.lease(1)), session: Person.b.session) == [])
    #expect(bench.receive(.lease(bench.lease(1)), epoch: 2) == [])
    #expect(bench.receive(bench.welcome(answering: 1), epoch: 3) == [])
    #expect(bench.machine.epoch == Epoch(1))
    #expect(bench.machine.leaseCount == 0)
  }

  @Test func `a worker never holds more than its credit`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    for number in UInt64(1)...5 { _ = bench.receive(.lease(bench.lease(number))) }
    _ = bench.receive(.lease(bench.lease(1)))
    #expect(bench.machine.leaseCount == 2)
  }

  @Test func `a cancelled job frees its core when it has ended, and its result goes nowhere`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    let (first, second) = (bench.lease(1), bench.lease(2))
    _ = bench.receive(.lease(first))
    _ = bench.receive(.lease(second))
    #expect(bench.receive(.cancel(first)) == [.interrupt(first.key)])
    #expect(
      bench.handle(.computed(first.key, blocks: BlockRange(10, 14), state: [42]))
        == [.compute(second, bench.definition)])
  }

  @Test func `a job that cannot be computed is reported`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    let first = bench.lease(1)
    _ = bench.receive(.lease(first))
    #expect(
      bench.handle(.computeFailed(first.key, JobFailure(.cannotStart, reason: "no memory")))
        == [bench.send(2, .failed(first, JobFailure(.cannotStart, reason: "no memory")))])
    #expect(bench.machine.leaseCount == 0)
  }

  @Test func `a worker told to leave sends what is done, gives back the rest and goes`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    let (first, second) = (bench.lease(1), bench.lease(2))
    _ = bench.receive(.lease(first))
    _ = bench.receive(.lease(second))
    #expect(bench.handle(.terminated) == [.interrupt(first.key)])
    let prefix = BlockRange(10, 14)
    #expect(
      bench.handle(.computed(first.key, blocks: prefix, state: [42]))
        == [bench.send(2, .finished(bench.finished(first, prefix)))])
    #expect(
      bench.receive(.acknowledge(first, .accepted)) == [
        bench.send(3, .goodbye(returned: [second], reason: "terminated")), .stop(.terminated),
      ])
    #expect(bench.machine.wakeUp == nil)
  }

  @Test func `a leaving worker does not wait for ever`() {
    let bench = WorkerBench()
    bench.join()
    _ = bench.receive(.sweep(bench.definition))
    _ = bench.receive(.lease(bench.lease(1)))
    _ = bench.handle(.terminated)
    #expect(bench.wait(.milliseconds(799)) == [])
    #expect(
      bench.wait(.milliseconds(1)) == [bench.send(2, .goodbye(returned: [], reason: "terminated")), .stop(.terminated)])
  }

  @Test func `a refused worker stops, unless there is only no room`() {
    let bench = WorkerBench()
    _ = bench.handle(.started)
    #expect(bench.receive(.refused(.full, explanation: "later")) == [])
    #expect(
      bench.receive(.refused(.otherBits, explanation: "no")) == [.stop(.refused(.otherBits, explanation: "no"))])
    #expect(bench.machine.wakeUp == nil)
  }
}
