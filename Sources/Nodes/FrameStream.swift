import Glibc
import Scheduling
import Wire

/// Frames over a stream socket between a worker and its computing processes, each behind its length: four bytes, lowest
/// first. A frame longer than `WireLimits` allows closes the stream.
final class FrameStream {
  private static let headBytes = 4
  private static let chunkBytes = 1 << 18
  private static let frameLimit = WireLimits.standard.frameBytes

  // Nothing waits here, and a broken pipe is an answer and no signal.
  private static let receiveFlags = Int32(MSG_DONTWAIT)
  private static let sendFlags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)

  let descriptor: Int32
  private var incoming: [UInt8] = []
  private var taken = 0
  private var outgoing: [UInt8] = []
  private var sent = 0
  private var chunk = [UInt8](repeating: 0, count: chunkBytes)
  /// The other side has gone, or does not keep to the form.
  private(set) var isClosed = false

  /// - Parameter descriptor: stays the caller's to close.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  var hasUnsent: Bool { sent < outgoing.count }

  /// Sends a frame; what finds no room goes with a later `flush`.
  func send(_ frame: [UInt8]) {
    precondition(frame.count <= Self.frameLimit, "The wire's limits hold for our own frames.")
    withUnsafeBytes(of: UInt32(frame.count).littleEndian) { outgoing.append(contentsOf: $0) }
    outgoing += frame
    flush()
  }

  /// Sends what has waited for room.
  func flush() {
    while hasUnsent, !isClosed {
      let count = outgoing.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Self.sendFlags)
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        isClosed = true
      }
    }
    outgoing.removeAll(keepingCapacity: outgoing.count <= Self.chunkBytes)
    sent = 0
  }

  /// The next whole frame; nil if none has come.
  func next() -> [UInt8]? {
    while true {
      if let frame = takeFrame() { return frame }
      guard !isClosed, read() else { return nil }
    }
  }

  /// Waits until something can be read or, where something is unsent, written.
  func wait() {
    var item = pollfd(fd: descriptor, events: Int16(hasUnsent ? POLLIN | POLLOUT : POLLIN), revents: 0)
    poll(&item, 1, -1)
  }

  private func takeFrame() -> [UInt8]? {
    guard incoming.count - taken >= Self.headBytes else { return nil }
    let length = (0..<Self.headBytes).reduce(0) { $0 | Int(incoming[taken + $1]) << (8 * $1) }
    guard length <= Self.frameLimit else {
      isClosed = true
      return nil
    }
    let start = taken + Self.headBytes
    guard incoming.count - start >= length else { return nil }
    let frame = Array(incoming[start..<start + length])
    taken = start + length
    if taken == incoming.count {
      incoming.removeAll(keepingCapacity: incoming.count <= Self.chunkBytes)
      taken = 0
    }
    return frame
  }

  /// - Returns: whether anything came.
  private func read() -> Bool {
    while true {
      let count = recv(descriptor, &chunk, Self.chunkBytes, Self.receiveFlags)
      if count > 0 {
        incoming += chunk[..<count]
        return true
      }
      if count < 0, errno == EINTR { continue }
      if count == 0 || errno != EAGAIN { isClosed = true }
      return false
    }
  }
}
