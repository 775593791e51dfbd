import Foundation
import Testing

extension ProcessTests {
  /// The archive and the Debian package that `Scripts/package` makes of the program, on a host that has neither a Swift
  /// toolchain nor any library but glibc's own.
  struct Packages {
    private static let hasTools = ["patchelf", "strip", "readelf", "dpkg-deb"].allSatisfy {
      succeeds([$0, "--version"])
    }

    /// Runs another program than the one under test to its end.
    @discardableResult
    private func run(
      _ program: String, _ arguments: [String], in sandbox: Sandbox, environment: [String: String] = [:]
    ) throws -> Program.End {
      let end = try Program(arguments, in: sandbox, environment: environment, under: ["env"], running: program).end()
      try #require(end.code == 0, "\(program) \(arguments): \(end)")
      return end
    }

    /// Makes packages in a folder of the sandbox.
    private func package(
      into folder: String, in sandbox: Sandbox, _ options: [String] = [], environment: [String: String] = [:]
    ) throws -> String {
      let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "../../Scripts/package"
      ).standardized.path
      let arguments = ["--program", try Program.path(), "--output", sandbox.path(folder)] + options
      return try run(script, arguments, in: sandbox, environment: environment).output
    }

    @Test(
      .enabled(if: hasTools, "Scripts/setup --package installs the tools"),
      .enabled(if: BareHost.isPossible, "needs root, and the right to make mount and process namespaces"))
    func `the packages run on a host without toolchain and libraries, and give the same bytes`() throws {
      let sandbox = try Sandbox()
      // Compressing says nothing about what is in it, and takes long.
      let said = try package(
        into: "packages", in: sandbox, ["--deb"], environment: ["DPKG_DEB_COMPRESSOR_TYPE": "none"])
      let files = try FileManager.default.contentsOfDirectory(atPath: sandbox.path("packages")).sorted()
      try #require(files.count == 4, "\(files)")
      let archive = sandbox.path("packages/\(files[0])")
      let debianPackage = sandbox.path("packages/\(files[2])")
      #expect(said.contains("\(archive): ") && said.contains(/MB, for hosts with glibc 2\.\d+ or later/))
      try expectSums(of: files, in: sandbox)

      let host = try BareHost(at: sandbox.path("host"))
      // No library of the host's comes before the package's own.
      try host.write("not a library", to: "decoys/libzmq.so.5")
      try host.write(TestSweep.brief.text, to: "brief.yaml")
      try run("tar", ["-xzf", archive, "-C", host.path("opt")], in: sandbox)
      let name = String(files[0].dropLast(".tar.gz".count))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: host.path("opt/\(name)")).sorted() == [
          "Cluster", "README.md", "bin", "lib", "licences",
        ])
      try expectSameBytes(of: "/opt/\(name)/bin/sweepfarm", on: host, to: "archive", in: sandbox)

      try run("dpkg-deb", ["-x", debianPackage, host.root], in: sandbox)
      try expectSameBytes(of: "/usr/bin/sweepfarm", on: host, to: "deb", in: sandbox)
      sandbox.expectNothingLeft()
      try expectTheSameAgain(archive, in: sandbox)
    }

    /// Fails the test unless another day's packaging, by somebody else, gives this archive.
    private func expectTheSameAgain(_ archive: String, in sandbox: Sandbox) throws {
      _ = try package(into: "again", in: sandbox, environment: ["TZ": "Asia/Tokyo", "LC_ALL": "C"])
      let name = URL(fileURLWithPath: archive).lastPathComponent
      try run("cmp", [archive, sandbox.path("again/\(name)")], in: sandbox)
    }

    private func expectSums(of files: [String], in sandbox: Sandbox) throws {
      for file in files where file.hasSuffix(".sha256") {
        try run("sh", ["-c", "cd \"$0\" && sha256sum -c \"$1\"", sandbox.path("packages"), file], in: sandbox)
      }
    }

    /// Fails the test unless a run with two workers on the host writes what the program writes here.
    private func expectSameBytes(
      of program: String, on host: BareHost, to folder: String, in sandbox: Sandbox
    ) throws {
      let end = try Program(
        ["run", "/brief.yaml", "--workers", "2", "--output", "/\(folder)"], in: sandbox,
        environment: ["TMPDIR": "/tmp", "PATH": "/bin", "LD_LIBRARY_PATH": "/decoys"], under: host.inside,
        running: program
      ).end()
      try #require(end.code == 0, "\(end)")
      try sandbox.expectResult(of: .brief, in: "host/\(folder)")
    }
  }
}

/// The root of a host that has glibc, a shell and the kernel's file systems, and nothing else.
private struct BareHost {
  /// What glibc brings itself, and a shell needs.
  private static let libraries = [
    "libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libresolv.so.2",
  ]
  /// In new namespaces, so that nothing stays mounted and no process outlives the command.
  private static let apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]

  let root: String

  static let isPossible = geteuid() == 0 && succeeds(apart + ["true"])

  init(at root: String) throws {
    self.root = root
    for folder in ["bin", "proc", "dev", "tmp", "opt", "decoys"] {
      try FileManager.default.createDirectory(atPath: path(folder), withIntermediateDirectories: true)
    }
    let machine = Self.machine
    for name in Self.libraries { try copy("/lib/\(machine)-linux-gnu/\(name)") }
    try copy(machine == "x86_64" ? "/lib64/ld-linux-x86-64.so.2" : "/lib/ld-linux-aarch64.so.1")
    try copy("/bin/sh")
  }

  /// A command that starts a program there.
  var inside: [String] {
    let script = #"mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && exec /usr/sbin/chroot "$0" "$@""#
    return Self.apart + ["sh", "-c", script, root]
  }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  private static var machine: String {
    #if arch(x86_64)
      return "x86_64"
    #else
      return "aarch64"
    #endif
  }

  /// Copies a file of this host, links followed, to the same place.
  private func copy(_ file: String) throws {
    let place = URL(fileURLWithPath: path(String(file.dropFirst())))
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: URL(fileURLWithPath: file).resolvingSymlinksInPath(), to: place)
  }
}
