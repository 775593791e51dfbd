import Foundation
import Synchronization
import Transport

/// Stands between workers and a coordinator and ill-treats the frames that pass: loses, doubles, delays and reorders
/// them, and replays old ones.
///
/// Each worker that connects gets a connection of its own to the coordinator, so the coordinator tells them apart.
final class FrameProxy: Sendable {
  /// Chances for each frame, both ways.
  struct Faults: Sendable {
    var loss = 0.0
    var doubling = 0.0
    /// A frame is held back for up to a second, so that later ones overtake it.
    var straying = 0.0
    /// A frame that passed some time ago comes again.
    var replay = 0.0
  }

  /// What was done.
  struct Deeds: Hashable, Sendable {
    var passed = 0
    var lost = 0
    var doubled = 0
    var strayed = 0
    var replayed = 0
  }

  /// Where workers connect.
  let address: String
  private let stop = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)
  private let record = Mutex(Deeds())

  /// Starts to stand before a coordinator.
  init(before coordinator: String, _ faults: Faults, seed: UInt64) throws {
    let context = try Context()
    let front = try RouterSocket(in: context, options: Self.options)
    address = try front.bind(try Endpoint("tcp://127.0.0.1:*")).description
    let back = try Endpoint(coordinator)
    let relay = Relay(context, front, back, faults, Splitmix(state: seed))
    Thread.detachNewThread { [self] in
      while !stop.load(ordering: .relaxed) {
        relay.turn()
        record.withLock { $0 = relay.deeds }
        usleep(500)
      }
      relay.close()
      ended.signal()
    }
  }

  var deeds: Deeds { record.withLock { $0 } }

  func close() {
    stop.store(true, ordering: .relaxed)
    ended.wait()
  }

  static var options: SocketOptions {
    var options = SocketOptions()
    options.maximumMessageBytes = 72 << 20
    options.linger = .zero
    return options
  }
}

/// The sockets of a proxy, used by its thread alone after the start.
private final class Relay: @unchecked Sendable {
  /// A way through the proxy.
  private enum Way: Hashable {
    case forth(PeerAddress)
    case back(PeerAddress)
  }
  private let context: Context
  private var front: RouterSocket?
  private let coordinator: Endpoint
  private let faults: FrameProxy.Faults
  private var random: Splitmix
  private var backs: [PeerAddress: BackSocket] = [:]
  private var strays: [(at: ContinuousClock.Instant, way: Way, frame: [UInt8])] = []
  private var past: [(way: Way, frame: [UInt8])] = []
  private(set) var deeds = FrameProxy.Deeds()

  init(
    _ context: consuming Context, _ front: consuming RouterSocket, _ coordinator: Endpoint,
    _ faults: FrameProxy.Faults, _ random: Splitmix
  ) {
    self.context = context
    self.front = consume front
    self.coordinator = coordinator
    self.faults = faults
    self.random = random
  }

  func turn() {
    while let (peer, frame) = try? front?.receive() { pass(frame, .forth(peer)) }
    for (peer, back) in backs {
      while let frame = try? back.socket.receive() { pass(frame, .back(peer)) }
    }
    let now = ContinuousClock.now
    for stray in strays where stray.at <= now { deliver(stray.frame, stray.way) }
    strays.removeAll { $0.at <= now }
  }

  func close() {
    backs.removeAll()
    front = nil
  }

  private func pass(_ frame: [UInt8], _ way: Way) {
    deeds.passed += 1
    if chance(faults.loss) {
      deeds.lost += 1
      return
    }
    if chance(faults.replay), let old = past.randomElement(using: &random) {
      deeds.replayed += 1
      deliver(old.frame, old.way)
    }
    past.append((way, frame))
    if past.count > 256 { past.removeFirst() }
    if chance(faults.straying) {
      deeds.strayed += 1
      strays.append((.now + .milliseconds(Int.random(in: 1...1000, using: &random)), way, frame))
      return
    }
    deliver(frame, way)
    if chance(faults.doubling) {
      deeds.doubled += 1
      deliver(frame, way)
    }
  }

  private func deliver(_ frame: [UInt8], _ way: Way) {
    switch way {
    case .forth(let peer): _ = try? back(of: peer)?.socket.send(frame)
    case .back(let peer): _ = try? front?.send(frame, to: peer)
    }
  }

  private func back(of peer: PeerAddress) -> BackSocket? {
    if backs[peer] == nil { backs[peer] = try? BackSocket(context, coordinator) }
    return backs[peer]
  }

  private func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &random) < probability }
}

private final class BackSocket {
  let socket: DealerSocket

  init(_ context: borrowing Context, _ coordinator: Endpoint) throws {
    socket = try DealerSocket(in: context, options: FrameProxy.options)
    try socket.connect(coordinator)
  }
}
