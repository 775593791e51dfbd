import Wire

extension SweepStatus.Phase {
  /// The phase as commands and logs name it.
  public var word: String {
    switch self {
    case .running: "running"
    case .complete: "complete"
    case .stopped: "stopped"
    case .paused: "paused"
    }
  }
}

extension SweepStatus.Stall {
  /// The cause as scripts read it.
  public var word: String {
    switch self {
    case .noWorkers: "no_workers"
    case .workersRefused: "workers_refused"
    case .workersDrained: "workers_drained"
    case .noCredit: "no_credit"
    case .workersSilent: "workers_silent"
    case .slowJobs: "slow_jobs"
    case .otherSweeps: "other_sweeps"
    case .diskFull: "disk_full"
    }
  }

  /// The cause, and what to do about it.
  public var sentence: String {
    switch self {
    case .noWorkers: "there are no workers; start some with `sweepfarm worker --connect ADDRESS`"
    case .workersRefused: "workers were refused and none is left; `sweepfarm workers` counts them, their logs say why"
    case .workersDrained:
      "all workers are drained; `sweepfarm workers` says why, `sweepfarm drain WORKER --undo` ends it"
    case .noCredit: "all workers are busy with other sweeps"
    case .workersSilent:
      "all work is leased to workers that are silent; it goes to others when the silence limit is over"
    case .slowJobs: "all work is leased and under way, but takes longer than it did before"
    case .otherSweeps: "sweeps of higher priority take all workers"
    case .diskFull: "the disk of the coordinator's journal is full; make room there"
    }
  }
}
