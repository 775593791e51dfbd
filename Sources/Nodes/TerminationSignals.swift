import Foundation
import Synchronization

/// SIGTERM, SIGINT and SIGHUP, taken by a thread of their own, so that no code runs inside a signal handler.
public final class TerminationSignals: Sendable {
  private struct State {
    var count = 0
    var handlers: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// Call before any other thread starts: the signals are blocked from here on and waited for.
  ///
  /// A hang-up that is ignored already, as under `nohup`, stays ignored.
  public init() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGINT, SIGTERM] { sigaddset(&set, signal) }
    if !Self.isIgnored(SIGHUP) { sigaddset(&set, SIGHUP) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
    let waited = set
    Thread.detachNewThread { [self] in
      var set = waited
      var signal: Int32 = 0
      while true {
        if sigwait(&set, &signal) == 0 { raise() }
      }
    }
  }

  /// How many came.
  public var count: Int { state.withLock(\.count) }

  /// Whether one came.
  public var isRaised: Bool { count > 0 }

  /// Runs with every signal from now on, and at once if one came already.
  public func onSignal(_ handler: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.handlers.append(handler)
      return state.count > 0
    }
    if isLate { handler() }
  }

  /// Does what a signal does.
  public func raise() {
    let handlers = state.withLock { state in
      state.count += 1
      return state.handlers
    }
    for handler in handlers { handler() }
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
  }
}
