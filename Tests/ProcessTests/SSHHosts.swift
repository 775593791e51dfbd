import Foundation
import Testing

/// Hosts that a person reaches by ssh: each a network namespace on a bridge with an sshd, a name, a home and processes of
/// its own. Programs and libraries are those of this machine. All ends with the last reference.
final class SSHHosts {
  /// Why there can be none here; nil where there can.
  static let lack: String? = {
    guard geteuid() == 0 else { return "it takes root to make network namespaces" }
    for tool in ["ip", "unshare", "ssh", "ssh-keygen", "tcpdump", "tar", "gzip"]
    where !succeeds(["sh", "-c", "command -v \(tool)"]) { return "\(tool) is not installed: Scripts/setup --tests" }
    guard FileManager.default.isExecutableFile(atPath: daemon) else {
      return "sshd is not installed: Scripts/setup --tests"
    }
    guard succeeds(["unshare", "--net", "--mount", "--pid", "--fork", "true"]) else {
      return "this system makes no namespaces"
    }
    return nil
  }()

  static let script =
    URL(filePath: #filePath).pathComponents.dropLast(3).joined(separator: "/")
    .replacing("//", with: "/") + "/Cluster/ssh/farm"
  private static let daemon = "/usr/sbin/sshd"
  /// The host whose line has no options: `~/.ssh/config` knows it.
  private static let plain = 2

  let network: TestNetwork
  private let sandbox: Sandbox
  private let environment: [String: String]
  private var daemons: [Int: Program] = [:]

  /// Lays out the hosts; none runs yet.
  ///
  /// - Parameter environment: what programs find that are started by ssh.
  init(_ count: Int, in sandbox: Sandbox, environment: [String: String] = [:]) throws {
    self.sandbox = sandbox
    self.environment = environment
    network = try #require(try TestNetwork(hosts: count), "no network namespaces")
    try #require(succeeds(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", sandbox.path("id")]))
    var known = ""
    for host in 0..<count {
      try FileManager.default.createDirectory(atPath: home(host) + "/.ssh", withIntermediateDirectories: true)
      let key = sandbox.path("host-\(host)")
      try #require(succeeds(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key]))
      let words = try String(contentsOfFile: key + ".pub", encoding: .utf8).split(separator: " ")
      known += "\(network.address(host)) \(words[0]) \(words[1])\n"
      try #require(chmod(home(host) + "/.ssh", 0o700) == 0)
      try FileManager.default.copyItem(atPath: sandbox.path("id.pub"), toPath: home(host) + "/.ssh/authorized_keys")
    }
    try known.write(toFile: sandbox.path("known_hosts"), atomically: true, encoding: .utf8)
    try writeConfiguration()
  }

  /// What a person has in `~/.ssh/config`, and an `ssh` that reads it: the real one looks for its home in the system's
  /// list of users.
  private func writeConfiguration() throws {
    let configuration = """
      Host h\(Self.plain)
        HostName \(network.address(Self.plain))
        User root
        IdentityFile \(sandbox.path("id"))
        IdentitiesOnly yes
        UserKnownHostsFile \(sandbox.path("known_hosts"))

      """
    try configuration.write(toFile: sandbox.path("ssh_config"), atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: sandbox.path("bin"), withIntermediateDirectories: true)
    let ssh = "#!/bin/sh\nPATH=${PATH#*:}\nexec ssh -F \(sandbox.path("ssh_config")) \"$@\"\n"
    let isWritten = FileManager.default.createFile(
      atPath: sandbox.path("bin/ssh"), contents: Data(ssh.utf8), attributes: [.posixPermissions: 0o755])
    try #require(isWritten)
  }

  deinit { for host in daemons.keys { end(host) } }

  /// The home of the host's user, as this machine sees it.
  func home(_ host: Int) -> String { sandbox.path("home-\(host)") }

  /// Where `farm` keeps a host's files, as this machine sees it.
  func folder(_ host: Int) -> String { home(host) + "/.local/share/sweepfarm/h\(host)" }

  /// Boots a host.
  func start(_ host: Int) throws {
    let variables = environment.merging(["TMPDIR": sandbox.temporary, "SWEEPFARM_TEST": sandbox.root]) { $1 }
    let configuration = """
      HostKey \(sandbox.path("host-\(host)"))
      PidFile none
      UsePAM no
      PasswordAuthentication no
      PermitRootLogin prohibit-password
      SetEnv \(variables.map { "\($0)=\($1)" }.joined(separator: " "))

      """
    let file = sandbox.path("sshd-\(host)")
    try configuration.write(toFile: file, atomically: true, encoding: .utf8)
    // The daemon wants a folder under /run, and the home is where the list of users says.
    let boot = """
      hostname h\(host) && mount --bind \(home(host)) /root && mount -t tmpfs none /run && mkdir /run/sshd \
      && exec \(Self.daemon) -D -e -f \(file)
      """
    let apart = ["unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", boot]
    let daemon = try Program(command: network.inside(host) + apart, in: sandbox)
    daemons[host] = daemon
    try #require(waitUntil(10) { daemon.errors.contains("listening") }, "no sshd: \(daemon.errors)")
  }

  /// Ends all processes of a host at once, as a power cut does.
  func end(_ host: Int) {
    guard let daemon = daemons.removeValue(forKey: host) else { return }
    daemon.send(SIGKILL)
    _ = try? daemon.end(within: 10)
  }

  /// Writes the list of hosts; the first is the coordinator too.
  ///
  /// - Parameter cores: of each host.
  func list(cores: [Int]) throws -> String {
    let ssh =
      "identity=\(sandbox.path("id")) option=UserKnownHostsFile=\(sandbox.path("known_hosts")) option=ConnectTimeout=2"
    let lines = cores.enumerated().map { host, cores in
      guard host != Self.plain else { return "h\(host) cores=\(cores)" }
      let serves = host == 0 ? " coordinator=tcp://\(network.address(0)):7100" : ""
      return "root@\(network.address(host)) name=h\(host) cores=\(cores) \(ssh)\(serves)"
    }
    let file = sandbox.path("hosts")
    try ("# the hosts of a test\n" + lines.joined(separator: "\n")).write(
      toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  /// Runs `farm` as the person at a host does.
  func farm(_ words: String..., at host: Int) throws -> Program.End {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try Program(
      command: network.inside(host) + [Self.script] + words + ["--hosts", sandbox.path("hosts")], in: sandbox,
      environment: ["HOME": home(host), "TMPDIR": "/tmp", "PATH": "\(sandbox.path("bin")):\(path)"]
    ).end(within: 60)
  }
}

extension Sandbox {
  /// Packs the program under test as `Scripts/package` does, but for its libraries, which all hosts have.
  ///
  /// - Parameter note: makes an archive of other bytes.
  func archive(_ note: String) throws -> String {
    let name = "sweepfarm-\(note)-linux-\(ProcessInfo.machine)"
    let inside = path("\(name)/bin")
    try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
    try note.write(toFile: path("\(name)/README"), atomically: true, encoding: .utf8)
    try FileManager.default.copyItem(atPath: try Program.path(), toPath: inside + "/sweepfarm")
    let file = path("\(name).tar.gz")
    try #require(succeeds(["tar", "-I", "gzip -1", "-cf", file, "-C", root, name]), "no archive")
    try FileManager.default.removeItem(atPath: path(name))
    return file
  }
}

extension ProcessInfo {
  /// The processor's name as `uname -m` gives it.
  fileprivate static var machine: String {
    var facts = utsname()
    uname(&facts)
    return withUnsafeBytes(of: facts.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// All that goes over a port on a host, as tcpdump sees it.
final class Capture {
  private let program: Program
  private let file: String

  init(port: Int, on host: Int, of network: TestNetwork, in sandbox: Sandbox) throws {
    file = sandbox.path("\(UUID().uuidString.prefix(8)).pcap")
    let words = ["tcpdump", "-i", "any", "-s", "0", "-B", "32768", "-U", "-Z", "root", "-w", file, "port", "\(port)"]
    let started = try Program(command: network.inside(host) + words, in: sandbox)
    program = started
    try #require(waitUntil(10) { started.errors.contains("listening on") }, "no capture: \(started.errors)")
  }

  /// Stops, and fails the test if a packet was missed.
  func bytes() throws -> Data {
    program.send(SIGTERM)
    let end = try program.end(within: 10)
    #expect(end.errors.contains("0 packets dropped by kernel"), "\(end)")
    return try Data(contentsOf: URL(filePath: file))
  }
}
