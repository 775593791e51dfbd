/// A reading of a monotonic clock, in nanoseconds since an arbitrary start. Only the shell reads clocks.
public struct Moment: Hashable, Sendable, Comparable {
  public var nanoseconds: UInt64

  public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Later by a duration; stays at the end of time instead of wrapping.
  public static func + (moment: Self, duration: Duration) -> Self {
    let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(duration.nanoseconds)
    return Moment(nanoseconds: overflow ? .max : sum)
  }

  /// The time since `earlier`; zero if that lies ahead.
  public func since(_ earlier: Moment) -> Duration {
    .nanoseconds(Int64(clamping: nanoseconds(since: earlier)))
  }

  /// The same in seconds.
  func seconds(since earlier: Moment) -> Double { Double(nanoseconds(since: earlier)) / 1e9 }

  private func nanoseconds(since earlier: Moment) -> UInt64 {
    nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
  }
}

extension Duration {
  /// Whole nanoseconds; negative durations give 0, those beyond 292 years their end.
  public var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let nanoseconds = product.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
    return overflow || nanoseconds.overflow ? UInt64(Int64.max) : min(nanoseconds.partialValue, UInt64(Int64.max))
  }
}

/// Where a message came from: the transport's address of a connection, opaque to the machines.
public struct Peer: Hashable, Sendable {
  public var address: [UInt8]
  /// The key that it proved, opaque too; nil where the transport asks for none.
  public var key: String?

  public init(_ address: [UInt8], key: String? = nil) {
    self.address = address
    self.key = key
  }
}
