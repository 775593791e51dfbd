/// Why bytes are not a message.
public enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are no frame of this kind at all.
  case unreadable
  /// The peer speaks another version; `address` is the session or request number to answer.
  case otherProtocol(UInt32, address: UInt64)
  case missing(String)
  /// A value that the field cannot have.
  case invalid(String)
  case tooLong(String, count: Int, limit: Int)
  /// A checksum differs.
  case damaged(String)

  public var description: String {
    switch self {
    case .unreadable: "the bytes are not a frame of the protocol; check that the peer is sweepfarm"
    case .otherProtocol(let version, _):
      "the peer speaks protocol \(version), this program \(WireLimits.protocolVersion); install the same version on both"
    case .missing(let field): "\(field) is missing; the peer is broken or of another build"
    case .invalid(let field): "\(field) has a value it cannot have; the peer is broken or of another build"
    case .tooLong(let field, let count, let limit):
      "\(field) has length \(count), over the limit of \(limit); send less at once"
    case .damaged(let field): "the checksum of \(field) differs; it was damaged on its way and must be sent again"
    }
  }
}

/// The limits of what is read from a peer.
public struct WireLimits: Hashable, Sendable {
  /// Version of the frames.
  public static let protocolVersion: UInt32 = 1
  /// Version of the journal's records.
  public static let recordFormat: UInt32 = 1

  public var frameBytes = 72 << 20
  public var stateBytes = 64 << 20
  public var canonicalBytes = 4 << 20
  /// Leases named in one frame.
  public var leases = 4096
  /// Bytes of a reason or an explanation.
  public var textBytes = 4096
  public var cores = 4096
  /// Bytes of the name of a host.
  public var hostBytes = 255
  /// Quarantined samples of a lease or a snapshot, and hosts of one of them.
  public var quarantined = 4096
  /// Workers in one status.
  public var workers = 1 << 16
  /// Sweeps in one status.
  public var sweeps = 1024
  /// Runs of blocks in a snapshot or record.
  public var runs = 1 << 22

  public init() {}

  public static let standard = WireLimits()
}
