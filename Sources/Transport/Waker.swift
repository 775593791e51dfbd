import CZeroMQ
import Glibc

/// Ends a `Poller`'s wait from any thread. Many wakes before the next wait count as one.
public final class Waker: Sendable {
  /// An eventfd, so that a wake costs one write and never blocks.
  let descriptor: Int32

  /// - Throws: `outOfDescriptors`.
  init() throws(TransportError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    if descriptor == -1 { throw .last("opening an event counter", at: "Waker") }
  }

  deinit { Glibc.close(descriptor) }

  /// Makes the current wait return, or the next one if none is under way.
  public func wake() {
    var one: UInt64 = 1
    // EAGAIN means the counter is full: the poller is woken already.
    while write(descriptor, &one, 8) == -1, errno == EINTR {}
  }

  /// Forgets the wakes so far.
  func reset() {
    var count: UInt64 = 0
    while read(descriptor, &count, 8) == -1, errno == EINTR {}
  }
}
