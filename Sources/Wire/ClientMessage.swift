import Sweeps

/// What a client asks of the coordinator. Every request may be repeated.
public struct ClientMessage: Hashable, Sendable {
  /// Chosen by the client; the reply carries it back.
  public var request: UInt64
  public var body: Body

  public enum Body: Hashable, Sendable {
    /// Submits a sweep's canonical text under a name; what a complete sweep of the farm has in common with it need not
    /// be computed again.
    case submit(SweepID, canonical: [UInt8], SweepTerms, reuse: SweepID? = nil)
    /// Progress of one sweep, or of all.
    case status(SweepID?)
    /// The merged state so far; of one that comes in pieces the next.
    case snapshot(SweepID, SnapshotPlace? = nil)
    /// Carry out an order; `reason` is that of a stop.
    case order(SweepOrder, SweepID, reason: String)
    /// Everybody who computes, and what was refused.
    case workers
    /// Lease no more to a worker, or lease to it again; `worker` is its host or the first digits of its name.
    case drain(worker: String, undo: Bool)
  }

  public init(request: UInt64, body: Body) {
    self.request = request
    self.body = body
  }
}

/// What shall become of a sweep.
public enum SweepOrder: Hashable, Sendable, CaseIterable {
  /// Lease no more of it for now; results of what is leased still count.
  case pause
  /// Go on after a pause or a stop.
  case resume
  /// End with what is leased; what counts by then is the result.
  case stop
  /// Drop the sweep and all that is computed of it.
  case cancel
}
