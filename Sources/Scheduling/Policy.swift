import Wire

/// Every limit and timing of the coordinator in one place.
public struct Policy: Hashable, Sendable {
  // MARK: Who may join

  /// The program's version; workers of another are refused.
  public var build: String
  /// SHA-256 of the numeric self-test; a host whose bits differ is refused.
  public var selfTest: SpecHash
  public var maxWorkers = 10_000
  /// Leases one worker may hold, whatever credit it grants.
  public var maxLeasesPerWorker = 1024
  /// Leases of all workers together.
  public var maxLeases = 1 << 18
  public var maxSweeps = 1024
  /// Jobs of one sweep that keep their history while they wait; those beyond are cut anew.
  public var maxWaitingJobs = 1 << 16

  // MARK: Time

  /// How often workers say that they live.
  public var heartbeat: Duration = .seconds(1)
  /// A worker or a lease not heard of for so long is given up: three heartbeats.
  public var silence: Duration { heartbeat * 3 }
  /// The shell came back this much later than asked: the coordinator itself stalled, and every deadline moves by the
  /// delay.
  public var stallSlack: Duration = .milliseconds(250)
  /// Snapshots are published at most this often, and at once when a sweep ends.
  public var publishInterval: Duration = .milliseconds(200)
  /// A life on a journal with a past leases nothing of the sweeps it found there for so long, so that workers can bring
  /// what they hold of them. Sweeps submitted in this life do not wait.
  public var restartGrace: Duration = .zero
  /// A sweep with open work of which nothing was counted for so long says why.
  public var stallAfter: Duration = .seconds(10)
  /// How often stalls and audits are looked at anew.
  public var reviewInterval: Duration = .seconds(1)

  // MARK: Large states

  /// A client gets a state of so many bytes in one message, and a larger one
  public var wholeStateBytes = WireLimits.standard.stateBytes
  /// in pieces of so many. A slow network takes a piece before the client loses patience.
  public var pieceBytes = 8 << 20
  /// A large state of which nobody asks for a piece for so long is forgotten.
  public var piecePatience: Duration = .seconds(60)
  /// The journal's records hold states in pieces of so many bytes.
  public var recordedPieceBytes = 32 << 20

  // MARK: Size of jobs

  /// The wall time a job shall take on one core, as long as the coordinator can take what all of them send.
  public var targetJobSeconds = 1.0
  /// Results that all workers together shall send in a second, at most: with more cores jobs take longer.
  public var resultsPerSecond = 10_000.0
  /// Bytes of their states, likewise: half of what one core merges and remembers. A state grows far less than its job.
  public var resultBytesPerSecond = 32e6
  /// No job takes longer, however many cores there are.
  public var longestJobSeconds = 300.0
  /// Blocks of a job of a worker whose rate is not known yet.
  public var firstJobBlocks: UInt64 = 8
  /// A job is at most so many times the largest one its worker has finished.
  public var maxJobGrowth: UInt64 = 16
  /// Near the end a job is 1 / (this x total rate) of what is left.
  public var guidedShare = 3.0
  /// A job is cut so that its state stays under this many bytes, as far as finished jobs tell.
  public var targetStateBytes = 4 << 20
  /// Every job has this many blocks (fewer at a hole or the end), whatever was measured.
  public var forcedJobBlocks: UInt64?
  /// Weight of the newest measurement in a worker's rate.
  public var rateWeight = 0.3

  /// A worker that leaves before this is over gets nothing new.
  public var leastTimeLeft: Duration = .seconds(1)
  /// Compute seconds, by weight, that a sweep with its most workers may be behind others.
  public var mostSecondsOwed = 60.0

  // MARK: The tail

  /// Workers that may compute the same job at once, when nothing else is left to do.
  public var maxCopies = 2
  /// A second worker starts on a job only if the first needs at least this share of the second's time for it.
  public var copyShare = 0.25
  /// How often the slowest leases are looked for anew.
  public var tailPause: Duration = .milliseconds(250)

  // MARK: Failure

  /// A host that could not start a sweep so often gets no more of it; a job whose results were refused so often stops
  /// its sweep.
  public var maxAttempts = 3
  /// A job that was running on so many workers when they failed or were lost stops its sweep.
  public var maxLosses = 20
  /// A block that failed or was lost more often than this is computed sample after sample.
  public var lossesBeforeCareful = 3
  /// A sweep with more quarantined samples than this stops.
  public var maxQuarantined = 16
  /// How long a job that failed on one host waits for another.
  public var hostPatience: Duration = .seconds(5)
  /// The same for a careful job: longer than a hanging evaluation is waited for, or two hosts that each hang on a block
  /// of their own would take up the same one for ever.
  public var carefulPatience: Duration = .seconds(120)
  /// A host is drained when so many of its jobs failed that others then finished,
  public var maxHostFailures: UInt64 = 5
  /// and when these are more than this share of what it finished.
  public var hostFailureShare = 0.1
  /// A running lease that does not come on for this long is stuck,
  public var stuckFloor: Duration = .seconds(10)
  /// or for so many times the seconds its worker needs for a block, whichever is longer;
  public var stuckFactor = 20.0
  /// and for this long where that is not known yet.
  public var stuckUnknown: Duration = .seconds(60)
  /// A lease whose holder says for so long that it is computed, and does not send the result, is called back. Workers
  /// send what is not acknowledged several times in it.
  public var resultPatience: Duration = .seconds(60)

  // MARK: Audit

  /// The share of results that another host computes once more.
  public var auditShare = 0.001
  /// Chooses which; drawn at random by the shell and told to nobody, so that no worker can know.
  public var auditSeed: UInt64 = 0
  /// Another worker of the same host may audit where no other host is connected.
  public var auditsWithinHost = false
  /// Audits open at once; results beyond are not audited.
  public var maxAudits = 256
  /// An audit that waits for so long, or for twice the time of its job, and is not taken up is given up;
  public var auditPatience: Duration = .seconds(60)
  /// and so is one of which so many leases came to nothing.
  public var maxAuditTries = 10
  /// Hosts of a sweep that are kept in mind in case one of them turns out a liar; with more, none is above suspicion.
  public var maxContributors = 1 << 16

  public init(build: String, selfTest: SpecHash) {
    self.build = build
    self.selfTest = selfTest
  }
}

/// Every limit and timing of a worker; the coordinator's welcome brings the rest.
public struct WorkerPolicy: Hashable, Sendable {
  /// Leases held ahead for each core, the running one included.
  public var leasesPerCore = 2
  /// Pause before a hello is repeated: the first, and the longest after doubling. Each is stretched by up to half at random.
  public var firstHelloRetry: Duration = .milliseconds(250)
  public var lastHelloRetry: Duration = .seconds(10)
  /// Pause before an unacknowledged result is sent again: the first, and the longest after doubling.
  public var firstResend: Duration = .seconds(3)
  public var lastResend: Duration = .seconds(60)
  /// A worker told to leave is gone after this, acknowledged or not.
  public var drainLimit: Duration = .milliseconds(800)
  /// A worker with a limit of time leaves so long before it, or a tenth of it before where that is less.
  public var mostTimeToLeave: Duration = .seconds(5)
  /// Sweep definitions kept besides those that leases need.
  public var maxDefinitions = 8

  public init() {}
}
