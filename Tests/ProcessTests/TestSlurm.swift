import Foundation
import Testing

/// A Slurm of one test: a controller and nodes of two CPUs each, all on this host, with ports, keys and folders of their
/// own. All of it is in the sandbox and ends with it. The folder of submission is an archive as people unpack it.
final class TestSlurm {
  /// Why there can be none here; nil where there can.
  static let lack: String? = {
    guard geteuid() == 0 else { return "it takes root to run Slurm's daemons" }
    for tool in ["munged", "slurmctld", "slurmd", "sbatch", "scp"]
    where !succeeds(["sh", "-c", "PATH=$PATH:/usr/sbin; command -v \(tool)"]) {
      return "\(tool) is not installed: Scripts/setup --tests"
    }
    return nil
  }()

  private let sandbox: Sandbox
  private var daemons: [Program] = []

  /// Starts it, with a partition `low` whose jobs those of the partition `high` preempt.
  init(nodes: Int, in sandbox: Sandbox) throws {
    self.sandbox = sandbox
    let ports = try freePorts(nodes + 1)
    let files = FileManager.default
    for folder in ["work/bin", "state"] + (1...nodes).map({ "spool/n\($0)" }) {
      try files.createDirectory(atPath: sandbox.path(folder), withIntermediateDirectories: true)
    }
    try files.copyItem(atPath: Bundled.root + "/Cluster", toPath: sandbox.path("work/Cluster"))
    try files.createSymbolicLink(
      atPath: sandbox.path("work/bin/sweepfarm"), withDestinationPath: try Program.path())
    try configuration(ports: ports).write(toFile: sandbox.path("slurm.conf"), atomically: true, encoding: .utf8)
    let key = Data((0..<128).map { _ in UInt8.random(in: 0 ... .max) })
    let isWritten = files.createFile(
      atPath: sandbox.path("key"), contents: key, attributes: [.posixPermissions: 0o600])
    try #require(isWritten)
    let own = ["socket", "pid-file", "log-file", "seed-file"].map { "--\($0)=\(sandbox.path("munge-\($0)"))" }
    try start(["munged", "--foreground", "--force", "--num-threads=2", "--key-file=\(sandbox.path("key"))"] + own)
    try #require(waitUntil(10) { files.fileExists(atPath: sandbox.path("munge-socket")) }, "\(errors)")
    try start(["slurmctld", "-D", "-c"])
    for node in 1...nodes { try start(["slurmd", "-D", "-N", "n\(node)"]) }
    let areReady = try waitUntil(20) {
      usleep(50_000)
      return try run("sinfo", "--noheader", "--states=idle", "--format=%D").output.hasPrefix("\(nodes)")
    }
    try #require(areReady, "Slurm does not start: \(errors)")
  }

  private func configuration(ports: [UInt16]) -> String {
    let nodes = ports.dropFirst().enumerated().map { "NodeName=n\($0 + 1) Port=\($1) \(Self.node)" }
    // A requeued job waits for as long as its last credential is good, which is two minutes unless told otherwise.
    return """
      ClusterName=test
      SlurmctldHost=localhost
      SlurmctldPort=\(ports[0])
      SlurmUser=root
      AuthType=auth/munge
      AuthInfo=socket=\(sandbox.path("munge-socket")),cred_expire=5
      StateSaveLocation=\(sandbox.path("state"))
      SlurmdSpoolDir=\(sandbox.path("spool"))/%n
      SlurmctldPidFile=\(sandbox.path("slurmctld.pid"))
      SlurmdPidFile=\(sandbox.path("slurmd-%n.pid"))
      ProctrackType=proctrack/linuxproc
      TaskPlugin=task/none
      JobAcctGatherType=jobacct_gather/none
      MpiDefault=none
      SelectType=select/cons_tres
      SelectTypeParameters=CR_CPU
      SlurmdParameters=config_overrides
      SchedulerType=sched/backfill
      SchedulerParameters=sched_interval=1,bf_interval=1,sched_min_interval=0,batch_sched_delay=0
      PreemptType=preempt/partition_prio
      PreemptMode=REQUEUE
      KillWait=10
      \(nodes.joined(separator: "\n"))
      PartitionName=low Nodes=ALL Default=YES PriorityTier=1 PreemptMode=REQUEUE
      PartitionName=high Nodes=ALL PriorityTier=10 PreemptMode=OFF

      """
  }

  private static let node = "NodeHostname=localhost NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN"

  /// What jobs and commands find. Where the program is the scripts find out.
  private var environment: [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return ["SLURM_CONF": sandbox.path("slurm.conf"), "PATH": path + ":/usr/sbin"]
  }

  /// Starts a daemon below a shell. The daemons close every file they inherit, and Foundation, which sees by one of those
  /// that a process has ended, would wait for them at once and notice no other end.
  private func start(_ words: [String]) throws {
    let shell = ["sh", "-c", "\"$@\"; exit $?", "sh"]
    daemons.append(try Program(command: shell + words, in: sandbox, environment: environment))
  }

  private var errors: String { daemons.map { $0.output + $0.errors }.joined(separator: "\n") }

  // MARK: Commands

  /// Runs a command in the folder of submission.
  func run(_ words: String..., environment: [String: String] = [:]) throws -> Program.End {
    try run(words, environment: environment)
  }

  private func run(_ words: [String], environment: [String: String]) throws -> Program.End {
    let chdir = ["env", "--chdir=\(sandbox.path("work"))"]
    let own = self.environment.merging(environment) { $1 }
    return try Program(command: chdir + words, in: sandbox, environment: own).end(within: 30)
  }

  /// Runs one of the scripts of `Cluster/slurm` as a person does.
  func script(_ name: String, _ words: String..., environment: [String: String] = [:]) throws {
    let end = try run(["Cluster/slurm/" + name] + words, environment: environment)
    try #require(end.code == 0, "\(end)")
  }

  /// Gives a node to a job that is more important, for a moment, and waits until it has it.
  func preempt(_ node: String) throws {
    let end = try run(
      "sbatch", "--parsable", "--partition=high", "--nodelist=\(node)", "--exclusive", "--wrap=sleep 0.5")
    try #require(end.code == 0, "\(end)")
    let job = end.output.trimmingCharacters(in: .whitespacesAndNewlines)
    try #require(try waitUntil(30) { try !["PENDING", "CONFIGURING"].contains(jobs(of: job).first?.state) })
  }

  /// A task as the controller knows it.
  struct Job {
    var state: String
    var code: String
    var restarts: Int
    var node: String
  }

  /// All tasks of a job, or of all jobs of a name.
  func jobs(of job: String) throws -> [Job] {
    usleep(100_000)
    return try run("scontrol", "show", "job", "--oneliner").output.split(separator: "\n").compactMap { line in
      var facts: [Substring: Substring] = [:]
      for word in line.split(separator: " ") {
        let parts = word.split(separator: "=", maxSplits: 1)
        if parts.count == 2 { facts[parts[0]] = parts[1] }
      }
      guard [facts["JobId"], facts["ArrayJobId"], facts["JobName"]].contains(Substring(job)),
        let state = facts["JobState"], let code = facts["ExitCode"], let restarts = Int(facts["Restarts"] ?? "")
      else { return nil }
      return Job(state: String(state), code: String(code), restarts: restarts, node: String(facts["NodeList"] ?? ""))
    }
  }

  /// What the jobs have printed to a file in the folder of submission.
  func output(_ name: String) -> String {
    (try? String(contentsOfFile: sandbox.path("work/\(name)"), encoding: .utf8)) ?? ""
  }

  // MARK: The end

  /// Cancels all jobs, tells the daemons to leave, and fails the test if anything is left.
  func end(_ place: SourceLocation = #_sourceLocation) throws {
    _ = try run("scancel", "--user=root")
    let isEmpty = try waitUntil(15) {
      usleep(50_000)
      return try run("squeue", "--noheader").output.isEmpty
    }
    #expect(isEmpty, "jobs are left", sourceLocation: place)
    // They ask munged until they have ended.
    for names in [["slurmctld", "slurmd"], ["munged"]] {
      for process in sandbox.processes where names.contains(process.arguments.first ?? "") {
        kill(process.identifier, SIGTERM)
      }
      _ = waitUntil(10) { !sandbox.processes.contains { names.contains($0.arguments.first ?? "") } }
    }
    for daemon in daemons {
      let end = try daemon.end(within: 10, place)
      #expect(end.code == 0 && !end.wasKilled, "\(end)", sourceLocation: place)
    }
    sandbox.expectNothingLeft(place)
  }
}

/// Ports of this host that nobody listens at.
func freePorts(_ count: Int) throws -> [UInt16] {
  var sockets: [Int32] = []
  defer { for socket in sockets { close(socket) } }
  return try (0..<count).map { _ in
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    sockets.append(descriptor)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isBound, "no free port")
    return UInt16(bigEndian: address.sin_port)
  }
}
