import Foundation
import Synchronization

/// SIGTERM and SIGINT, taken by a thread of their own, so that no code runs inside a signal handler.
public final class TerminationSignals: Sendable {
  private let handlers = Mutex<[@Sendable () -> Void]>([])
  private let count = Mutex(0)

  /// Call before any other thread starts: the signals are blocked from here on and waited for.
  public init() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
    let waited = set
    Thread.detachNewThread { [self] in
      var set = waited
      var signal: Int32 = 0
      while sigwait(&set, &signal) == 0 { raise() }
    }
  }

  /// Whether a signal came.
  public var isRaised: Bool { count.withLock { $0 > 0 } }

  /// Runs with every signal, and at once if one came already.
  public func onSignal(_ handler: @escaping @Sendable () -> Void) {
    handlers.withLock { $0.append(handler) }
    if isRaised { handler() }
  }

  /// Does what a signal does.
  public func raise() {
    count.withLock { $0 += 1 }
    for handler in handlers.withLock({ $0 }) { handler() }
  }
}
