import Sweeps

/// What the coordinator answers to a client.
public struct ClientReply: Hashable, Sendable {
  public var request: UInt64
  public var epoch: Epoch
  public var body: Body

  public enum Body: Hashable, Sendable {
    /// `known`: the sweep was known before this request.
    case accepted(SweepID, known: Bool)
    case refused(ClientRefusal, explanation: String)
    case status([SweepStatus])
    case snapshot(SweepSnapshot)
    /// The order was carried out.
    case done
    /// `counts`: what happened to the farm so far, by name.
    case workers([WorkerStatus], counts: [SweepStatus.Count])
  }

  public init(request: UInt64, epoch: Epoch, body: Body) {
    self.request = request
    self.epoch = epoch
    self.body = body
  }
}

/// Why a request was refused.
public enum ClientRefusal: Hashable, Sendable, CaseIterable {
  case otherProtocol
  case unknownSweep
  /// The name belongs to a sweep with another text.
  case nameTaken
  /// The text is not a sweep this coordinator can run; the explanation lists the faults.
  case badSweep
  case full
  case unknownWorker
  /// The order does not fit where the sweep is: a complete one cannot be paused.
  case wrongPhase
  /// The requester's key is not for this.
  case notAllowed
}

/// A byte of a state, which is named by its checksum.
public struct SnapshotPlace: Hashable, Sendable {
  public var firstByte: UInt64
  /// `checksum` of the whole state.
  public var wholeCRC: UInt32

  public init(firstByte: UInt64, wholeCRC: UInt32) {
    self.firstByte = firstByte
    self.wholeCRC = wholeCRC
  }

  /// CRC-32C of a state but for its last four bytes. These are a CRC-32C themselves: with them all states have the same.
  public static func checksum(of state: [UInt8]) -> UInt32 {
    CRC32C.checksum(of: state.span.extracting(..<max(0, state.count - 4)))
  }
}

/// What is counted of a sweep.
public struct SweepSnapshot: Hashable, Sendable {
  public var status: SweepStatus
  /// The canonical text.
  public var canonical: [UInt8]
  /// The blocks in the state: sorted, disjoint, not touching.
  public var closed: [BlockRange]
  /// Samples of closed or open blocks that are left out, in order.
  public var quarantined: [Quarantined]
  /// The canonical bytes of the merged state, or a piece of them.
  public var state: [UInt8]
  /// Which piece `state` is; nil where it is the whole.
  public var piece: Piece?

  /// Some bytes of a state that is too large for a message.
  public struct Piece: Hashable, Sendable {
    /// Where they stand in the whole.
    public var place: SnapshotPlace
    public var wholeBytes: UInt64

    public init(place: SnapshotPlace, wholeBytes: UInt64) {
      self.place = place
      self.wholeBytes = wholeBytes
    }
  }

  public init(
    status: SweepStatus, canonical: [UInt8], closed: [BlockRange], quarantined: [Quarantined], state: [UInt8],
    piece: Piece? = nil
  ) {
    self.piece = piece
    self.status = status
    self.canonical = canonical
    self.closed = closed
    self.quarantined = quarantined
    self.state = state
  }
}

/// How a worker does.
public struct WorkerStatus: Hashable, Sendable {
  public var worker: WorkerID
  public var host: String
  public var cores: Int
  public var leases: Int
  /// All sweeps together, since it joined.
  public var closedBlocks: UInt64
  public var failures: UInt64
  public var heardNanosecondsAgo: UInt64
  /// Why it gets no more leases; nil where it does.
  public var drained: String?

  public init(
    worker: WorkerID, host: String, cores: Int, leases: Int, closedBlocks: UInt64, failures: UInt64,
    heardNanosecondsAgo: UInt64, drained: String?
  ) {
    self.worker = worker
    self.host = host
    self.cores = cores
    self.leases = leases
    self.closedBlocks = closedBlocks
    self.failures = failures
    self.heardNanosecondsAgo = heardNanosecondsAgo
    self.drained = drained
  }
}
