import Sweeps
import Wire

extension Coordinator {
  /// Notes the sample at which a careful run ended. True: that was proof enough, the sample is out, and the job waits
  /// to be computed without it.
  mutating func quarantined(
    _ failure: JobFailure, of lease: Lease, on host: String, at now: Moment, emit: (Effect) -> Void
  ) -> Bool {
    let sweep = lease.sweep
    guard let work = sweeps[sweep], let sample = UInt32(exactly: failure.samplesDone) else { return false }
    let place = SamplePlace(block: lease.blocks.lower, sample: sample)
    guard UInt64(sample) < work.ticket.sizes.scenarios(in: lease.blocks), !lease.without.contains(place) else {
      return false
    }
    let id = lease.key.job
    let naming = Job.Naming(sample: sample, host: host)
    sweeps[sweep]?.leased[id]?.namings.append(naming)
    let namings = sweeps[sweep]?.leased[id]?.namings.filter { $0.sample == sample } ?? []
    guard isProof(namings) else { return false }
    let reason = String(failure.reason.prefix(200))
    quarantine(
      Quarantined(place: place, reason: reason, hosts: Set(namings.map(\.host)).sorted()), of: sweep, lease.key,
      at: now, emit: emit)
    return true
  }

  /// Two attempts named the sample: on two hosts, or on one where no other can take part.
  private func isProof(_ namings: [Job.Naming]) -> Bool {
    let named = Set(namings.map(\.host))
    guard namings.count > 1, named.count == 1 else { return named.count > 1 }
    return named.count { hosts[$0]?.isEligible == true } >= eligibleHosts
  }

  private mutating func quarantine(
    _ sample: Quarantined, of sweep: SweepID, _ key: Lease.Key, at now: Moment, emit: (Effect) -> Void
  ) {
    emit(.persist(.quarantined(sweep, sample)))
    sweeps[sweep]?.quarantine(sample)
    sweeps[sweep]?.progressAt = now
    callBackHolders(of: key.job, in: sweep, but: key, at: now, emit: emit)
    guard var job = sweeps[sweep]?.takeWaiting(key.job) else { return }
    job.forgiveHosts()
    job.failures = 0
    job.losses = 0
    giveBack(job, of: sweep, at: now)
    guard let all = sweeps[sweep]?.quarantined, all.count > policy.maxQuarantined else { return }
    let first = all.prefix(4).map { "block \($0.place.block) sample \($0.place.sample) (\($0.reason))" }
    halt(
      sweep,
      "\(all.count) samples end or halt every process that evaluates them, the first: "
        + first.joined(separator: "; "), at: now, emit: emit)
  }

  /// Ends all leases of a job, so that it waits; all holders but the one who reported are told.
  private mutating func callBackHolders(
    of id: JobID, in sweep: SweepID, but reporter: Lease.Key, at now: Moment, emit: (Effect) -> Void
  ) {
    for key in sweeps[sweep]?.leased[id]?.holders ?? [] {
      if key != reporter {
        callBack(key, at: now, emit: emit)
      } else if let (_, job) = release(key, at: now), let job {
        giveBack(job, of: sweep, at: now)
      }
    }
  }
}
