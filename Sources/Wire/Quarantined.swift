import Sweeps

/// A sample that ends or halts every process which evaluates it; the rest of its block counts.
public struct Quarantined: Hashable, Sendable {
  public var place: SamplePlace
  public var reason: String
  /// Where it was tried.
  public var hosts: [String]

  public init(place: SamplePlace, reason: String, hosts: [String]) {
    self.place = place
    self.reason = reason
    self.hosts = hosts
  }
}
