import Scheduling

/// Many runs of farms, one from each seed, on several threads.
public struct Campaign: Hashable, Sendable {
  /// Runs that ended.
  public var schedules = 0
  /// Steps of all machines.
  public var steps = 0
  /// Lives of the coordinators.
  public var lives: UInt64 = 0
  /// Seconds of virtual time.
  public var virtualSeconds = 0.0
  public var faults = FaultCounts()
  /// What was broken, by seed.
  public var violations: [Violation] = []

  /// Runs the farms of these seeds, each thread every so many-th; a thread ends at its first violation.
  public static func run(_ seeds: Range<UInt64>, on threads: Int, farm: @escaping @Sendable (UInt64) -> Farm) async
    -> Campaign
  {
    await withTaskGroup(of: Campaign.self) { group in
      for thread in 0..<UInt64(max(threads, 1)) {
        group.addTask {
          var part = Campaign()
          for seed in stride(from: seeds.lowerBound + thread, to: seeds.upperBound, by: max(threads, 1)) {
            guard part.runs(farm(seed)) else { break }
          }
          return part
        }
      }
      var all = Campaign()
      for await part in group { all.add(part) }
      all.violations.sort { $0.seed < $1.seed }
      return all
    }
  }

  /// The first seed, beginning with `seed`, whose farm breaks something, and what; nil if so many do not.
  public static func find(_ bug: PlantedBug, from seed: UInt64, within schedules: UInt64) -> Violation? {
    for seed in seed..<seed + schedules {
      do throws(Violation) { _ = try Farm.with(bug, seed: seed).run() } catch { return error }
    }
    return nil
  }

  private mutating func runs(_ farm: Farm) -> Bool {
    schedules += 1
    do throws(Violation) {
      let outcome = try farm.run()
      steps += outcome.steps
      lives += outcome.lives
      virtualSeconds += Double(outcome.elapsed.nanoseconds) / 1e9
      faults += outcome.faults
      return true
    } catch {
      violations.append(error)
      return false
    }
  }

  private mutating func add(_ other: Self) {
    schedules += other.schedules
    steps += other.steps
    lives += other.lives
    virtualSeconds += other.virtualSeconds
    faults += other.faults
    violations += other.violations
  }
}
