import Logging
import Models
import Scheduling
import Transport
import Wire

/// A worker process: one thread owns the socket, the pure machine and the processes that compute.
public struct WorkerNode {
  public struct Configuration: Sendable {
    public var way: FarmWay
    public var cores: Int
    /// The host's name, as people know it.
    public var host: String
    public var instructionSet: InstructionSet
    /// How long after its start it has to be gone; nil where nobody limits it.
    public var timeLimit: Duration?

    /// Belongs to a program that computes for itself, and that says what there is to say.
    public var isLocal: Bool

    public init(
      way: FarmWay, cores: Int, host: String, instructionSet: InstructionSet, timeLimit: Duration? = nil,
      isLocal: Bool = false
    ) {
      self.isLocal = isLocal
      self.timeLimit = timeLimit
      self.host = host
      self.way = way
      self.cores = cores
      self.instructionSet = instructionSet
    }
  }

  /// Messages handled in one turn, so that time is kept under load.
  private static let messagesPerTurn = 64
  /// Nothing heard for so long makes a worker look whether another address answers: three heartbeats.
  private static let silence = Duration.seconds(15)
  /// A worker that nobody ever answered says so after this.
  private static let firstAnswer = Duration.seconds(10)

  private let configuration: Configuration
  private let logger: Logger

  public init(_ configuration: Configuration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  /// Serves a coordinator until told to leave; `signals` ends it.
  ///
  /// - Returns: why it ended.
  /// - Throws: `KeyRefused`, `TransportError` when the socket cannot be had or a result is larger than a message may be,
  ///   `TooFewOpenFiles` and `CannotStart` when the system does not give what the computing processes need.
  public func run(signals: TerminationSignals) throws -> WorkerEnd {
    try OpenFiles.allow(processes: configuration.cores, askedWith: "--cores")
    let context = try Context()
    var endpoint = try configuration.way.address(in: context) { !signals.isRaised }
    // Connecting goes on in the background while the self-test runs.
    var socket = try socket(to: endpoint, in: context)
    var poller = try Poller()
    poller.watch(socket)
    var heardAt = MonotonicClock.now
    var admission = Admission()
    let inbox = Inbox<WorkerEvent>(waker: poller.waker)
    signals.onSignal { inbox.put(.terminated) }
    // The processes start while the self-test runs.
    let pool = try ComputePool(cores: configuration.cores, instructionSet: configuration.instructionSet)
    defer { pool.end() }
    var events = pool.turn() + [.started]
    var random = SystemRandomNumberGenerator()
    var machine = Worker(
      worker: WorkerID(UInt128.random(in: 1 ... .max, using: &random)),
      session: Session(.random(in: 1 ... .max, using: &random)), build: Build.version,
      selfTest: try SelfTest.hash(configuration.instructionSet), cores: configuration.cores,
      host: configuration.host, timeLimit: configuration.timeLimit)
    // Nil once somebody answered, or it was said that nobody does.
    var complainsAt = configuration.isLocal ? nil : MonotonicClock.now + Self.firstAnswer
    while true {
      if let end = try turn(&machine, events, socket, pool) { return end }
      let wakeUp = [machine.wakeUp, pool.wakeUp, admission.asksAt, complainsAt].compactMap(\.self).min()
      _ = try poller.wait(atMost: wakeUp.map { $0.since(MonotonicClock.now) }, also: pool.polled)
      events = inbox.takeAll() + pool.turn() + [.woken]
      if try receive(from: socket, into: &events) { (heardAt, complainsAt) = (MonotonicClock.now, nil) }
      let now = MonotonicClock.now
      switch admission.advice(after: socket.handshakes, at: now) {
      case .goOn: break
      case .leave: throw KeyRefused(endpoint: endpoint)
      case .askAnew:
        logger.warning("refused, asking again", metadata: ["address": "\(endpoint)"])
        socket = try self.socket(to: endpoint, in: context)
        poller.watch(socket)
      }
      if let due = complainsAt, due <= now {
        complainsAt = nil
        logger.warning("no coordinator answers; trying on", metadata: Self.remedy(endpoint, socket.handshakes))
      }
      if now.since(heardAt) >= Self.silence {
        heardAt = now
        guard let other = try configuration.way.address(otherThan: endpoint, in: context) else { continue }
        logger.notice("nothing heard, going on elsewhere", metadata: ["silent": "\(endpoint)", "address": "\(other)"])
        endpoint = other
        // What the old one has not sent is sent anew: nobody answered it.
        socket = try self.socket(to: other, in: context)
        poller.watch(socket)
      }
    }
  }

  private static func remedy(_ endpoint: Endpoint, _ handshakes: Handshakes) -> Logger.Metadata {
    let remedy =
      handshakes.completed > 0
      ? "something listens there and does not answer: check that it is a coordinator of this version"
      : "start one there with `sweepfarm coordinator`, or name another address with --connect or a token"
    return ["address": "\(endpoint)", "remedy": "\(remedy)"]
  }

  private func socket(to endpoint: Endpoint, in context: borrowing Context) throws(TransportError) -> DealerSocket {
    let socket = try DealerSocket(
      in: context, options: Self.options(at: endpoint), security: configuration.way.security)
    try socket.connect(endpoint)
    return socket
  }

  private static func options(at endpoint: Endpoint) -> SocketOptions {
    var options = SocketOptions()
    options.maximumMessageBytes = WireLimits.standard.frameBytes
    // What is unsent when a worker leaves is its goodbye; it has less than a second for all of it.
    options.linger = .milliseconds(100)
    // Nobody is troubled by knocking on this host's own door.
    if endpoint.isLoopback { options.reconnectFirst = .milliseconds(20) }
    return options
  }

  /// Lets the machine decide and does what it says.
  ///
  /// - Returns: why the worker ends, when it does.
  private func turn(
    _ machine: inout Worker, _ events: [WorkerEvent], _ socket: borrowing DealerSocket, _ pool: ComputePool
  ) throws -> WorkerEnd? {
    var end: WorkerEnd?
    for event in events {
      var outgoing: [WorkerMessage] = []
      machine.handle(event, at: MonotonicClock.now) { effect in
        switch effect {
        case .send(let message): outgoing.append(message)
        case .compute(let lease, let definition): pool.start(lease, definition)
        case .interrupt(let key): pool.interrupt(key)
        case .stop(let reason): end = reason
        }
      }
      // A full queue drops the message; the machine sends anew what is not answered.
      for message in outgoing { _ = try socket.send(message.encode()) }
    }
    return end
  }

  /// - Returns: whether anything came.
  private func receive(from socket: borrowing DealerSocket, into events: inout [WorkerEvent]) throws -> Bool {
    var hasHeard = false
    for _ in 0..<Self.messagesPerTurn {
      guard let frame = try socket.receive() else { break }
      hasHeard = true
      do {
        events.append(.received(try CoordinatorMessage(decoding: frame)))
      } catch {
        logger.warning("frame refused", metadata: ["reason": "\(error)"])
      }
    }
    return hasHeard
  }
}
