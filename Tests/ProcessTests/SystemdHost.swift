import Foundation
import Testing

/// A host whose first process is systemd: namespaces over this machine's /usr, with the program under test and the units of
/// Cluster/systemd in it. All ends with the last reference.
final class SystemdHost {
  /// Why there can be none here; nil where there can.
  static let lack: String? = {
    guard geteuid() == 0 else { return "it takes root to make namespaces" }
    for tool in ["systemctl", "systemd-sysusers", "unshare", "nsenter", "setpriv", "pivot_root", "ip"]
    where !succeeds(["sh", "-c", "PATH=$PATH:/usr/sbin command -v \(tool)"]) {
      return "\(tool) is not installed: Scripts/setup --tests"
    }
    guard FileManager.default.isExecutableFile(atPath: "/usr/lib/systemd/systemd") else {
      return "systemd is not installed: Scripts/setup --tests"
    }
    let mounts = "mount -t tmpfs none /srv && mkdir /srv/a /srv/b /srv/c && mount -t cgroup2 none /srv/c"
    let overlay = "mount -t overlay none -o lowerdir=/usr,upperdir=/srv/a,workdir=/srv/b /srv/c"
    guard succeeds(["unshare", "--cgroup", "--mount", "--pid", "--fork", "sh", "-c", "\(mounts) && \(overlay)"]) else {
      return "this system lets nobody mount control groups and overlays"
    }
    return nil
  }()

  static let units = Bundled.root + "/Cluster/systemd"

  private let sandbox: Sandbox
  private let group: String
  private let starter: Program
  /// The first process, as this machine numbers it.
  private let first: Int32

  init(in sandbox: Sandbox) throws {
    self.sandbox = sandbox
    let mount = try #require(Self.groups, "no control groups of the second version")
    group = "\(mount)/swf-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: group, withIntermediateDirectories: false)
    let script = sandbox.path("boot")
    try Self.boot.write(toFile: script, atomically: true, encoding: .utf8)
    // Other namespaces than this machine's, and no right to set its clock or its modules.
    let words = """
      echo $$ >\(group)/cgroup.procs && exec unshare --cgroup --mount --uts --ipc --pid --net --fork --kill-child \
      setpriv --bounding-set -sys_time,-sys_module,-sys_boot,-sys_rawio,-syslog \
      bash \(script) \(sandbox.path("root")) \(try Program.path()) \(Self.units)
      """
    let starter = try Program(command: ["bash", "-c", words], in: sandbox)
    self.starter = starter
    var found: Int32?
    let isUp = waitUntil(20) {
      found = Self.children(of: starter.identifier).first
      guard let found else { return !starter.isRunning }
      return (try? String(contentsOfFile: "/proc/\(found)/comm", encoding: .utf8)) == "systemd\n"
    }
    first = try #require(isUp ? found : nil, "systemd did not start: \(starter.output)\(starter.errors)")
    let answers = try waitUntil(20) { try run("systemctl", "start", "systemd-journald.service").code == 0 }
    try #require(answers, "systemd does not answer: \(starter.output)\(starter.errors)")
  }

  deinit {
    kill(first, SIGKILL)
    _ = try? starter.end(within: 10)
    // systemd made groups within, and the kernel needs a moment to see that they are empty.
    let isGone = waitUntil(5) {
      _ = succeeds(["find", group, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"])
      return !FileManager.default.fileExists(atPath: group)
    }
    if !isGone { Issue.record("\(group) is left; remove it with rmdir, the inner folders first") }
  }

  /// A file of the host, as this machine sees it.
  func path(_ file: String) -> String { "/proc/\(first)/root\(file)" }

  /// Runs a command in it to its end.
  @discardableResult
  func run(_ words: String..., within seconds: Double = 60) throws -> Program.End {
    try Program(command: inside + words, in: sandbox).end(within: seconds)
  }

  /// Runs the program in it as the coordinator's user.
  @discardableResult
  func farm(_ words: [String], within seconds: Double = 90) throws -> Program.End {
    let user = ["setpriv", "--reuid=sweepfarm", "--regid=sweepfarm", "--clear-groups", "env", "TMPDIR=/tmp"]
    return try Program(command: inside + user + [Self.program] + words, in: sandbox).end(within: seconds)
  }

  /// Where the units look for the program.
  private static let program = "/opt/sweepfarm/bin/sweepfarm"

  private var inside: [String] { ["nsenter", "-t", "\(first)", "-m", "-p", "-n", "-u", "-i", "-C", "-r", "-w", "--"] }

  /// A property of a unit.
  func property(_ name: String, of unit: String) throws -> String {
    try run("systemctl", "show", "--value", "-p", name, unit).output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What a unit has said.
  func log(of unit: String) throws -> String { try run("journalctl", "--no-pager", "-u", unit).output }

  /// Where control groups of the second version are mounted.
  private static var groups: String? {
    let lines = (try? String(contentsOfFile: "/proc/mounts", encoding: .utf8))?.split(separator: "\n") ?? []
    let mounts = lines.map { $0.split(separator: " ").map(String.init) }
    return mounts.first { $0.count > 2 && $0[2] == "cgroup2" }?[1]
  }

  private static func children(of process: Int32) -> [Int32] {
    let path = "/proc/\(process)/task/\(process)/children"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { Int32($0) }
  }

  /// Lays the host out and becomes its systemd: ROOT PROGRAM UNITS. Only the units of this repository and the journal are
  /// started; of this machine it writes nothing.
  private static let boot = #"""
    set -eu
    R=$1 program=$2 units=$3
    mkdir "$R" && mount --make-rprivate / && mount -t tmpfs root "$R" && cd "$R"
    mkdir -p usr etc proc sys dev run tmp old var/lib var/log var/tmp opt/sweepfarm/bin
    chmod 1777 tmp var/tmp
    for link in bin sbin lib lib64; do [ ! -L /$link ] || ln -s usr/$link $link; done
    mount -t tmpfs over "$R/old" && mkdir old/up old/work
    mount -t overlay over -o "lowerdir=/usr,upperdir=$R/old/up,workdir=$R/old/work" "$R/usr"
    umount -l "$R/old"
    cp "$program" opt/sweepfarm/bin/sweepfarm
    # Libraries that are not below /usr, those of Swift.
    ldd "$program" | sed -n 's/.* => \(\/opt\/[^ ]*\) .*/\1/p' | while read -r file; do cp "$file" usr/lib/; done
    rm -rf usr/lib/systemd/system/*.wants usr/lib/systemd/system-generators
    cp "$units"/*.service usr/lib/systemd/system/
    cp "$units/sweepfarm.conf" usr/lib/sysusers.d/
    : >etc/machine-id
    echo root:x:0:0:root:/:/bin/sh >etc/passwd
    echo root:x:0: >etc/group
    systemd-sysusers --root="$R" sweepfarm.conf
    mount -t proc proc "$R/proc"
    mount --bind "$R/proc/sys" "$R/proc/sys" && mount -o remount,ro,bind "$R/proc/sys"
    mount -t sysfs -o ro sys "$R/sys" && mount -t cgroup2 group "$R/sys/fs/cgroup"
    mount -t tmpfs -o mode=755 dev "$R/dev" && mount -t tmpfs -o mode=755 run "$R/run"
    for name in null zero full random urandom tty; do touch dev/$name && mount --bind /dev/$name "$R/dev/$name"; done
    mkdir dev/pts dev/shm dev/mqueue dev/hugepages
    mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 pts "$R/dev/pts" && ln -s pts/ptmx dev/ptmx
    mount -t tmpfs shm "$R/dev/shm" && ln -s /proc/self/fd dev/fd
    ip link set lo up
    pivot_root . old && umount -l /old && mount --make-rshared /
    exec env -i container=other PATH=/usr/sbin:/usr/bin SWEEPFARM_TEST="$SWEEPFARM_TEST" \
      /usr/lib/systemd/systemd --unit=basic.target --show-status=no </dev/null
    """#
}
