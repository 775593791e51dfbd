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
  /// Leases given back by leaving workers.
  var returned: UInt64 = 0
  /// Leases of an earlier life or a lost session that were taken up again.
  var adopted: UInt64 = 0

  mutating func note(_ verdict: Verdict) {
    for (index, other) in Verdict.allCases.enumerated() where other == verdict { verdicts[index] += 1 }
  }

  /// By name, those that are not zero.
  var counts: [SweepStatus.Count] {
    var counts = zip(Verdict.allCases, verdicts).map { SweepStatus.Count("\($0)", $1) }
    counts += [
      .init("late", late), .init("expired", expired), .init("lost", lost), .init("failed", failed),
      .init("returned", returned), .init("adopted", adopted),
    ]
    return counts.filter { $0.count > 0 }
  }
}

/// What happened to the farm as a whole since the coordinator started.
public struct FarmCounters: Hashable, Sendable {
  /// Messages of sessions that are not known; answered `sayHello`.
  public var unknownSessions: UInt64 = 0
  /// Messages meant for an earlier life of the coordinator.
  public var staleEpochs: UInt64 = 0
  /// Heartbeats overtaken by newer ones.
  public var staleHeartbeats: UInt64 = 0
  public var refusedWorkers: UInt64 = 0
  /// Workers given up: silent or unreachable.
  public var lostWorkers: UInt64 = 0
  /// Results of sweeps that are not known.
  public var unknownSweeps: UInt64 = 0
  /// Times that the coordinator itself came back late.
  public var ownStalls: UInt64 = 0
}
