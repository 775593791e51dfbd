import Logging
import Models
import Scheduling
import Transport
import Wire

/// A worker process: one thread owns the socket and the pure machine, the pool computes.
public struct WorkerNode {
  public struct Configuration: Sendable {
    public var endpoint: Endpoint
    public var cores: Int
    public var instructionSet: InstructionSet

    public init(endpoint: Endpoint, cores: Int, instructionSet: InstructionSet) {
      self.endpoint = endpoint
      self.cores = cores
      self.instructionSet = instructionSet
    }
  }

  /// Messages handled in one turn, so that time is kept under load.
  private static let messagesPerTurn = 64

  private let configuration: Configuration
  private let logger: Logger

  public init(_ configuration: Configuration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  /// Serves a coordinator until told to leave; `signals` ends it.
  ///
  /// - Returns: why it ended.
  /// - Throws: `TransportError` when the socket cannot be had.
  public func run(signals: TerminationSignals) throws -> WorkerEnd {
    let context = try Context()
    var options = SocketOptions()
    options.maximumMessageBytes = WireLimits.standard.frameBytes
    let socket = try DealerSocket(in: context, options: options)
    var poller = try Poller()
    poller.watch(socket)
    try socket.connect(configuration.endpoint)
    let inbox = Inbox<WorkerEvent>(waker: poller.waker)
    signals.onSignal { inbox.put(.terminated) }
    let pool = ComputePool(cores: configuration.cores, instructionSet: configuration.instructionSet, inbox: inbox)
    var random = SystemRandomNumberGenerator()
    var machine = Worker(
      worker: WorkerID(UInt128.random(in: 1 ... .max, using: &random)), session: Session(.random(in: 1 ... .max)),
      build: Build.version, selfTest: try SelfTest.hash(configuration.instructionSet), cores: configuration.cores)
    var end: WorkerEnd?
    var events: [WorkerEvent] = [.started]
    while true {
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
        for message in outgoing { _ = try socket.send(message.encode()) }
      }
      if let end { return end }
      let now = MonotonicClock.now
      _ = try poller.wait(atMost: machine.wakeUp.map { $0.since(now) })
      events = inbox.takeAll() + [.woken]
      for _ in 0..<Self.messagesPerTurn {
        guard let frame = try socket.receive() else { break }
        do {
          events.append(.received(try CoordinatorMessage(decoding: frame)))
        } catch {
          logger.warning("frame refused", metadata: ["reason": "\(error)"])
        }
      }
    }
  }
}
