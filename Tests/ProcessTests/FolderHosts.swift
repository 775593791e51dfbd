import Foundation
import Testing

/// Hosts that `farm` reaches by an `ssh` of the test's own: each is a home on this machine, in which the commands run.
/// They need no root and no sshd, and show which words ssh is given.
struct FolderHosts {
  private let sandbox: Sandbox

  /// - Parameter names: of the hosts that are there.
  init(_ names: [String], in sandbox: Sandbox) throws {
    self.sandbox = sandbox
    let files = FileManager.default
    for name in names { try files.createDirectory(atPath: home(name), withIntermediateDirectories: true) }
    try files.createDirectory(atPath: sandbox.path("bin"), withIntermediateDirectories: true)
    // The words in one write: calls come at the same time.
    let ssh = """
      #!/bin/bash
      printf '%s\\n' "$(printf '[%s]' "$@")" >>\(sandbox.path("words"))
      while :; do
        case ${1-} in
          -[iop]) shift 2 ;;
          -*) shift ;;
          *) break ;;
        esac
      done
      host=${1#*@}
      [ -n "$host" ] && cd "\(sandbox.path("hosts.d"))/$host" 2>/dev/null ||
        { echo "ssh: Could not resolve hostname $host" >&2; exit 255; }
      shift
      # As over a network, what is started gets no file of the caller's, by which the test would wait for its end. In
      # one piece, as this script is such a file.
      {
        for file in /proc/$$/fd/*; do
          case ${file##*/} in [012]) ;; *) eval "exec ${file##*/}>&-" ;; esac
        done
        HOME=$PWD exec sh -c "$*"
      }

      """
    let isWritten = files.createFile(
      atPath: sandbox.path("bin/ssh"), contents: Data(ssh.utf8), attributes: [.posixPermissions: 0o755])
    try #require(isWritten)
  }

  private func home(_ name: String) -> String { sandbox.path("hosts.d/\(name)") }

  /// Where `farm` keeps a host's files.
  func folder(_ name: String) -> String { home(name) + "/.local/share/sweepfarm/\(name)" }

  /// Where `farm` keeps the programs of a host.
  func versions(_ name: String) -> String { home(name) + "/.local/share/sweepfarm/versions" }

  /// The person's token.
  var token: String { sandbox.path("person/sweepfarm/hosts.token") }

  /// What ssh was called with so far: `[WORD][WORD]...` for each call.
  var calls: [String] {
    get throws {
      try String(contentsOfFile: sandbox.path("words"), encoding: .utf8).split(separator: "\n").map(String.init)
    }
  }

  /// Writes the list of hosts.
  func list(_ lines: String) throws {
    try lines.write(toFile: sandbox.path("hosts"), atomically: true, encoding: .utf8)
  }

  /// Runs `farm`.
  func farm(_ words: String..., script: String = SSHHosts.script) throws -> Program.End {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try Program(
      command: [script] + words + ["--hosts", sandbox.path("hosts")], in: sandbox,
      environment: ["PATH": "\(sandbox.path("bin")):\(path)", "XDG_CONFIG_HOME": sandbox.path("person")]
    ).end(within: 120)
  }
}
