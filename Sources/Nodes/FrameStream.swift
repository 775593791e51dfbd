import Glibc
import Wire

/// Frames over a stream socket between a worker and its computing processes, each behind its length: four bytes, lowest
/// first. A frame longer than `WireLimits` allows closes the stream.
final class FrameStream {
  private static let headBytes = 4
  private static let frameLimit = WireLimits.standard.frameBytes
  // Nothing waits here, and a broken pipe is an answer and no signal.
  private static let receiveFlags = Int32(MSG_DONTWAIT)
  private static let sendFlags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)

  let descriptor: Int32
  /// Heads and frames that wait for room, and how much of the first is gone.
  private var outgoing: [[UInt8]] = []
  private var sent = 0
  /// What is being read: a head, or the frame behind it; and how much of it is here.
  private var incoming = [UInt8](repeating: 0, count: headBytes)
  private var isFrame = false
  private var received = 0
  /// The other side has gone, or does not keep to the form.
  private(set) var isClosed = false

  /// - Parameter descriptor: stays the caller's to close.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  var hasUnsent: Bool { !outgoing.isEmpty }

  /// Sends a frame; what finds no room goes with a later `flush`.
  func send(_ frame: [UInt8]) {
    precondition(frame.count <= Self.frameLimit, "The wire's limits hold for our own frames.")
    outgoing.append(withUnsafeBytes(of: UInt32(frame.count).littleEndian) { Array($0) })
    if !frame.isEmpty { outgoing.append(frame) }
    flush()
  }

  /// Sends what has waited for room.
  func flush() {
    while let first = outgoing.first, !isClosed {
      let count = first.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Self.sendFlags)
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        isClosed = true
      }
      guard sent == first.count else { continue }
      outgoing.removeFirst()
      sent = 0
    }
  }

  /// The next whole frame; nil if none has come.
  func next() -> [UInt8]? {
    while !isClosed {
      guard received == incoming.count else {
        guard read() else { return nil }
        continue
      }
      received = 0
      if isFrame {
        isFrame = false
        defer { incoming = [UInt8](repeating: 0, count: Self.headBytes) }
        return incoming
      }
      let length = incoming.reversed().reduce(0) { $0 << 8 | Int($1) }
      isClosed = length > Self.frameLimit
      isFrame = !isClosed
      if isFrame { incoming = Self.zeros(length) }
    }
    return nil
  }

  /// Waits until something can be read.
  func waitForFrames() { wait(for: POLLIN) }

  /// Waits until there is room for what is unsent, whatever lies unread meanwhile.
  func waitForRoom() { wait(for: POLLOUT) }

  private func wait(for events: Int32) {
    var item = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    poll(&item, 1, -1)
  }

  /// Millions of bytes, at the speed of memory in unoptimised builds too.
  private static func zeros(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
      if let start = bytes.baseAddress { memset(start, 0, count) }
      initialized = count
    }
  }

  /// - Returns: whether anything came.
  private func read() -> Bool {
    while true {
      let count = incoming.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress?.advanced(by: received), $0.count - received, Self.receiveFlags)
      }
      if count > 0 {
        received += count
        return true
      }
      if count < 0, errno == EINTR { continue }
      if count == 0 || errno != EAGAIN { isClosed = true }
      return false
    }
  }
}
