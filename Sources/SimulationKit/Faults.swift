/// A kind of thing that goes wrong in a simulated farm. Chances are per message, per effect, per event or per turn of the
/// coordinator (what it commits at once), as named.
public enum Fault: Int, Hashable, Sendable, CaseIterable {
  /// A message is lost.
  case loss
  /// A message arrives twice.
  case doubling
  /// A message is overtaken by others for up to five seconds.
  case straying
  /// At a message, its worker is cut off, one way or both, for up to ten seconds.
  case partition
  /// At a message of a worker, it reconnects under another address.
  case reconnect
  /// A worker dies between any two effects of an event.
  case workerCrash
  /// After an event, a worker stands still for up to eight seconds.
  case workerStall
  /// Before an event, a worker's clock jumps ahead by up to an hour.
  case workerClockJump
  /// After an event, a worker is told to leave.
  case drain
  /// A job fails where it is computed.
  case failure
  /// The coordinator dies in a turn: before it commits, after, or between any two messages.
  case coordinatorCrash
  /// After an event, the coordinator stands still for up to eight seconds.
  case stall
  /// Before an event, the coordinator hears that it is behind in reading, for up to ten seconds.
  case backlog
  /// Before an event, the coordinator's clock jumps ahead by up to an hour.
  case clockJump
  /// After a turn, the journal is compacted.
  case compaction
  /// In a turn, the disk is full, for up to five seconds.
  case fullDisk
  /// When the coordinator dies, the disk forgets the last turns although it had said that they are safe.
  case forgetfulDisk
  /// Up to four times a second, a client submits, pauses, resumes, stops or cancels a sweep, or asks for one.
  case order
}

/// What goes wrong in a simulated farm, and how often.
public struct Faults: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  private var chances = [Double](repeating: 0, count: Fault.allCases.count)

  public init(dictionaryLiteral elements: (Fault, Double)...) {
    for (fault, chance) in elements { self[fault] = chance }
  }

  /// Its chance, from 0 to 1.
  public subscript(fault: Fault) -> Double {
    get { chances[fault.rawValue] }
    set { chances[fault.rawValue] = newValue }
  }

  /// A mixture drawn at random: in some farms everything breaks, in others only a few things.
  ///
  /// - Parameter density: factor of those that are rare, for farms that live shortly.
  public static func random(density: Double, using random: inout SeededRandom) -> Faults {
    var faults: Faults = [:]
    for (fault, most) in [
      (Fault.loss, 0.3), (.doubling, 0.3), (.straying, 0.2), (.failure, 0.1), (.forgetfulDisk, 0.5),
    ] {
      if random.chance(0.5) { faults[fault] = random.fraction() * most }
    }
    let rare: [(Fault, Double)] = [
      (.workerCrash, 0.02), (.drain, 0.01), (.coordinatorCrash, 0.04), (.stall, 0.01), (.backlog, 0.01),
      (.partition, 0.01),
      (.reconnect, 0.03), (.compaction, 0.05), (.fullDisk, 0.03), (.workerStall, 0.005), (.clockJump, 0.01),
      (.workerClockJump, 0.005), (.order, 0.1),
    ]
    for (fault, most) in rare where random.chance(0.5) { faults[fault] = random.fraction() * most * density }
    return faults
  }
}

/// How often each kind of fault struck.
public struct FaultCounts: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: Fault.allCases.count)

  public init() {}

  public subscript(fault: Fault) -> Int {
    get { counts[fault.rawValue] }
    set { counts[fault.rawValue] = newValue }
  }

  public static func += (a: inout Self, b: Self) {
    for place in a.counts.indices { a.counts[place] += b.counts[place] }
  }

  /// All kinds together.
  public var total: Int { counts.reduce(0, +) }
}
