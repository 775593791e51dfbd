import Scheduling
import Wire

/// Counts frames that were refused, and says which of them to log: a flood of them must not become one of lines.
struct RefusedFrames {
  private static let pause = Duration.seconds(1)
  private var known: [String: (count: UInt64, loggedAt: Moment)] = [:]

  /// Notes a refusal.
  ///
  /// - Returns: whether it shall be logged: the first of its kind, and at most one a second.
  mutating func note(_ error: WireError, at now: Moment) -> Bool {
    let kind = error.kind
    guard let entry = known[kind] else {
      known[kind] = (1, now)
      return true
    }
    let isDue = entry.loggedAt + Self.pause <= now
    known[kind] = (entry.count + 1, isDue ? now : entry.loggedAt)
    return isDue
  }

  /// By kind; `drained` are messages of several frames, which the socket drops.
  func counts(drained: Int) -> [SweepStatus.Count] {
    var counts = known.map { SweepStatus.Count($0.key, $0.value.count) }.sorted { $0.name < $1.name }
    if drained > 0 { counts.append(.init("frames_of_many_parts", UInt64(drained))) }
    return counts
  }
}

extension WireError {
  /// A name for the counter of such errors.
  fileprivate var kind: String {
    switch self {
    case .unreadable: "frames_unreadable"
    case .otherProtocol: "frames_of_other_protocol"
    case .missing: "frames_incomplete"
    case .invalid: "frames_with_bad_values"
    case .tooLong: "frames_too_long"
    case .damaged: "frames_damaged"
    }
  }
}
