import Synchronization
import Transport

/// Hands values from any thread to the one that owns the sockets, and wakes it.
public final class Inbox<Element: Sendable>: Sendable {
  private let waiting = Mutex<[Element]>([])
  private let waker: Waker

  public init(waker: Waker) { self.waker = waker }

  public func put(_ element: Element) {
    waiting.withLock { $0.append(element) }
    waker.wake()
  }

  /// Everything put since the last call, oldest first.
  public func takeAll() -> [Element] {
    waiting.withLock { elements in
      defer { elements.removeAll() }
      return elements
    }
  }
}
