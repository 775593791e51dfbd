import Logging
import Scheduling
import Transport
import Wire

/// Who may connect to a coordinator.
public enum FarmAccess {
  /// Programs of this host, without keys.
  case thisHostOnly
  /// Anybody who reaches the address, without keys.
  case anyoneWhoConnects
  /// Holders of tokens of this folder.
  case holders(KeyFolder)

  var keys: KeyFolder? { if case .holders(let keys) = self { keys } else { nil } }

  var withoutKeys: RouterSecurity {
    if case .anyoneWhoConnects = self { .anyoneWhoConnects } else { .thisHostOnly }
  }
}

/// The coordinator's keys at work: who is let in, and what their role lets them say.
struct Guardian {
  private static let pause = Duration.milliseconds(200)

  private var keys: KeyFolder
  private let authenticator: Authenticator
  private let logger: Logger
  private var refreshAt = MonotonicClock.now
  private var complaint = ""

  /// - Throws: `authenticatorFailed` when the self-test lets a stranger in.
  init(_ keys: KeyFolder, in context: borrowing Context, logger: Logger) throws(TransportError) {
    self.keys = keys
    self.logger = logger
    authenticator = try Authenticator(in: context, keyRing: keys.ring)
  }

  var security: RouterSecurity { .curve(server: keys.server, authenticator, admitting: Set(Role.allCases)) }

  /// Takes up tokens that were made or revoked meanwhile, a few times a second.
  mutating func refresh(at now: Moment) {
    guard now >= refreshAt else { return }
    refreshAt = now + Self.pause
    do throws(AccessError) {
      if try keys.refresh() { logger.info("tokens read again", metadata: ["tokens": "\(keys.records.count)"]) }
      complaint = ""
    } catch {
      // The old list stays in force.
      guard "\(error)" != complaint else { return }
      complaint = "\(error)"
      logger.error("the list of tokens cannot be read", metadata: ["reason": "\(error)"])
    }
  }

  /// Connections and messages refused for their keys, by reason.
  var counts: [SweepStatus.Count] {
    authenticator.refusals.map { refusal, count in
      SweepStatus.Count("keys_\(refusal.rawValue.lowercased().replacing(" ", with: "_"))", UInt64(count))
    }.sorted { $0.name < $1.name }
  }

  /// Whether a holder of this role may say this.
  static func allows(_ role: Role, _ message: PeerMessage) -> Bool {
    switch (role, message) {
    case (.worker, .worker), (.client, .client): true
    case (.viewer, .client(let message)):
      switch message.body {
      case .status, .snapshot, .workers: true
      case .submit, .order, .drain: false
      }
    case (.worker, .client), (.client, .worker), (.viewer, .worker): false
    }
  }
}
