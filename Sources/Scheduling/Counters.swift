import Wire

/// What happened to a sweep since the coordinator started. Refusals have one counter each.
struct SweepCounters: Hashable, Sendable {
  private var verdicts = [UInt64](repeating: 0, count: Verdict.allCases.count)
  /// Results counted although their lease was gone.
  var late: UInt64 = 0
  /// Leases that were not listed for the silence limit.
  var expired: UInt64 = 0
  /// Leases whose worker was lost.
  var lost: UInt64 = 0
  /// Jobs that a worker could not compute.
  var failed: UInt64 = 0
  /// Leases that did not come on.
  var stuck: UInt64 = 0
  /// Leases that were computed, as their holder said, and whose result did not come.
  var withheld: UInt64 = 0
  /// Leases given back by leaving workers.
  var returned: UInt64 = 0
  /// Leases of an earlier life or a lost session that were taken up again.
  var adopted: UInt64 = 0
  /// Leases of jobs that somebody else was slow with.
  var copies: UInt64 = 0
  /// Results that another computed to the same bytes.
  var audited: UInt64 = 0
  /// Results that were to be audited and nobody could.
  var unaudited: UInt64 = 0
  /// Results that another computed to other bytes.
  var disagreed: UInt64 = 0

  mutating func note(_ verdict: Verdict) { verdicts[place(of: verdict)] += 1 }

  /// By name, those that are not zero.
  var counts: [SweepStatus.Count] {
    var counts: [SweepStatus.Count] = []
    for (name, count) in zip(Self.verdictNames, verdicts) where count > 0 { counts.append(.init(name, count)) }
    let others: [(String, UInt64)] = [
      ("late", late), ("expired", expired), ("lost", lost), ("failed", failed), ("stuck", stuck),
      ("withheld", withheld), ("returned", returned), ("adopted", adopted), ("copies", copies), ("audited", audited),
      ("unaudited", unaudited), ("disagreed", disagreed),
    ]
    for (name, count) in others where count > 0 { counts.append(.init(name, count)) }
    return counts
  }

  /// Made once: the name of a case is dear, and snapshots are frequent.
  private static let verdictNames = Verdict.allCases.map { "\($0)" }
}

/// What happened to the farm as a whole since the coordinator started.
public struct FarmCounters: Hashable, Sendable {
  /// Messages of sessions that are not known; answered `sayHello`.
  public var unknownSessions: UInt64 = 0
  /// Messages of sessions that another key opened; not answered.
  public var foreignSessions: UInt64 = 0
  /// Messages meant for an earlier life of the coordinator.
  public var staleEpochs: UInt64 = 0
  /// Heartbeats overtaken by newer ones.
  public var staleHeartbeats: UInt64 = 0
  /// Workers given up: silent or unreachable.
  public var lostWorkers: UInt64 = 0
  /// Hosts drained because their jobs failed where others finished them.
  public var drainedHosts: UInt64 = 0
  /// Results of sweeps that are not known.
  public var unknownSweeps: UInt64 = 0
  /// Times that the coordinator itself came back late.
  public var ownStalls: UInt64 = 0
  /// Times that the journal's disk was full.
  public var fullDisks: UInt64 = 0
  private var refusals = [UInt64](repeating: 0, count: WorkerRefusal.allCases.count)
  private var clientRefusals = [UInt64](repeating: 0, count: ClientRefusal.allCases.count)

  public init() {}

  /// Workers that were refused.
  public var refusedWorkers: UInt64 { refusals.reduce(0, +) }

  mutating func note(_ reason: WorkerRefusal) { refusals[place(of: reason)] += 1 }
  mutating func note(_ reason: ClientRefusal) { clientRefusals[place(of: reason)] += 1 }

  /// By name, those that are not zero.
  public var counts: [SweepStatus.Count] {
    var counts: [SweepStatus.Count] = [
      .init("unknownSessions", unknownSessions), .init("foreignSessions", foreignSessions),
      .init("staleEpochs", staleEpochs),
      .init("staleHeartbeats", staleHeartbeats), .init("lostWorkers", lostWorkers),
      .init("drainedHosts", drainedHosts), .init("unknownSweeps", unknownSweeps), .init("ownStalls", ownStalls),
      .init("fullDisks", fullDisks),
    ]
    counts += zip(WorkerRefusal.allCases, refusals).map { .init("refusedWorkers.\($0)", $1) }
    counts += zip(ClientRefusal.allCases, clientRefusals).map { .init("refusedRequests.\($0)", $1) }
    return counts.filter { $0.count > 0 }
  }
}

/// The place of a case among all.
private func place<Reason: CaseIterable & Equatable>(of reason: Reason) -> Int {
  var place = 0
  for other in Reason.allCases {
    if other == reason { return place }
    place += 1
  }
  return place
}
