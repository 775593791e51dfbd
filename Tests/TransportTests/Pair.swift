import Foundation
import Testing

@testable import Transport

/// A router and a dealer connected to it.
struct Pair: ~Copyable {
  let router: RouterSocket
  let dealer: DealerSocket
  let endpoint: Endpoint

  init(at address: String = "ipc://*", options: SocketOptions = .forTests) throws {
    let context = try Context()
    let router = try RouterSocket(in: context, options: options, security: .anyoneWhoConnects)
    let dealer = try DealerSocket(in: context, options: options)
    let bound = try router.bind(Endpoint(address))
    try dealer.connect(
      Endpoint(bound.description.replacing("[::]", with: "127.0.0.1").replacing("0.0.0.0", with: "127.0.0.1")))
    self.router = router
    self.dealer = dealer
    endpoint = bound
  }

  borrowing func routerNext() throws -> (peer: PeerAddress, body: [UInt8]) { try next(of: router) }

  borrowing func dealerNext() throws -> [UInt8] { try next(of: dealer) }
}

/// A message that should have come.
struct Late: Error {}

func next(of router: borrowing RouterSocket) throws -> (peer: PeerAddress, body: [UInt8]) {
  var poller = try Poller()
  poller.watch(router)
  while try poller.wait(atMost: .seconds(20)).readableSockets == 1 {
    if let message = try router.receive() { return message }
  }
  throw Late()
}

func next(of dealer: borrowing DealerSocket) throws -> [UInt8] {
  var poller = try Poller()
  poller.watch(dealer)
  while try poller.wait(atMost: .seconds(20)).readableSockets == 1 {
    if let body = try dealer.receive() { return body }
  }
  throw Late()
}

extension SocketOptions {
  /// Nothing outlives a test.
  static let forTests: SocketOptions = {
    var options = SocketOptions()
    options.linger = .zero
    options.reconnectFirst = .milliseconds(10)
    return options
  }()
}

/// Asks again for up to 20 seconds.
func eventually(_ holds: () throws -> Bool) rethrows -> Bool {
  let end = ContinuousClock.now + .seconds(20)
  repeat {
    if try holds() { return true }
    pause(.milliseconds(2))
  } while ContinuousClock.now < end
  return false
}

func untilSent(_ send: () throws -> Delivery) throws {
  let sent = try eventually { try send() == .sent }
  if !sent { throw Late() }
}

func pause(_ duration: Duration) { Thread.sleep(forTimeInterval: duration / .seconds(1)) }

/// Runs on a plain thread; a throw there fails the test that waits for its messages.
func onThread(_ body: @escaping @Sendable () throws -> Void) {
  Thread.detachNewThread {
    do { try body() } catch { Issue.record("on a thread: \(error)") }
  }
}

func bytes(of number: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(number).littleEndian) { Array($0) } }

func number(of bytes: some Sequence<UInt8>) -> Int {
  Int(bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
}

/// A TCP connection of a stranger that sends some bytes and stays open.
final class RawConnection {
  private let descriptor: Int32

  init(to endpoint: Endpoint, sending bytes: [UInt8]) throws {
    guard case .tcp(_, let port) = endpoint.place else { throw Late() }
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let code = withUnsafeBytes(of: &address) {
      connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t($0.count))
    }
    if code != 0 { throw Late() }
    send(bytes)
  }

  func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

  /// Its end will break the connection off (RST) instead of closing it.
  func resetAtEnd() {
    var atOnce = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  deinit { Glibc.close(descriptor) }
}

/// SplitMix64: a test's random choices, repeatable from its seed.
struct Splitmix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
