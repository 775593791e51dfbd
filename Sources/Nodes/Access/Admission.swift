import Scheduling
import Transport

/// What a worker makes of a coordinator that refuses it.
///
/// Anybody on the way can say no in the coordinator's name, and a coordinator is sometimes started without its keys by
/// mistake. So whoever was let in before asks again over new connections, as libzmq gives one up that was refused. Who
/// was never let in has a wrong token more likely, and is told at once.
struct Admission {
  enum Advice: Hashable {
    case goOn
    /// Ask over a new connection.
    case askAnew
    case leave
  }

  private static let pause = Duration.seconds(1.5)
  /// For so long a key must be refused, again and again, before its holder believes it. Where no key is asked for, or one
  /// is that the other side has not got, it is believed never.
  static let patience = Duration.seconds(5)

  private var wasAdmitted: Bool
  private var refusedSince: Moment?
  /// When to ask anew; nil while nobody refuses.
  private(set) var asksAt: Moment?

  init(wasAdmitted: Bool = false) { self.wasAdmitted = wasAdmitted }

  /// - Parameter handshakes: of the present connection.
  mutating func advice(after handshakes: Handshakes, at now: Moment) -> Advice {
    guard handshakes.isRefused else {
      if handshakes.completed > 0 { self = Admission(wasAdmitted: true) }
      return .goOn
    }
    guard wasAdmitted || handshakes.completed > 0 else { return .leave }
    wasAdmitted = true
    if handshakes.failures[.notAdmitted] != nil {
      let since = refusedSince ?? now
      refusedSince = since
      if since + Self.patience <= now { return .leave }
    } else {
      refusedSince = nil
    }
    guard let due = asksAt else {
      asksAt = now + Self.pause
      return .goOn
    }
    guard due <= now else { return .goOn }
    asksAt = nil
    return .askAnew
  }
}
