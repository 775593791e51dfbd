import Foundation
import Testing

/// A folder of its own for one test, and the processes that were started in it.
final class Sandbox {
  /// The variable that marks every process of this test, and so tells them from all others of the host.
  private static let mark = "SWEEPFARM_TEST"

  let root: String

  init() throws {
    // Short, because the farm's socket lies below it.
    root = "/tmp/swf-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path("t"), withIntermediateDirectories: true)
  }

  deinit {
    for process in processes { kill(process.identifier, SIGKILL) }
    try? FileManager.default.removeItem(atPath: root)
  }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  /// Where the farm puts what is temporary.
  var temporary: String { path("t") }

  var environment: [String: String] {
    ProcessInfo.processInfo.environment.merging([Self.mark: root, "TMPDIR": temporary]) { $1 }
  }

  // MARK: Running

  /// Starts `sweepfarm run` on a sweep.
  func start(
    _ sweep: TestSweep, to folder: String = "out", _ options: String..., environment: [String: String] = [:]
  ) throws -> Program {
    let file = path("\(sweep.name).yaml")
    try sweep.text.write(toFile: file, atomically: true, encoding: .utf8)
    return try Program(["run", file, "--output", path(folder)] + options, in: self, environment: environment)
  }

  /// Waits until some of the run that writes to a folder is in its journal.
  func awaitWork(of program: Program, in folder: String = "out", bytes: Int = 200_000) -> Bool {
    waitUntil(30) { !program.isRunning || journalBytes(in: folder) > bytes } && program.isRunning
  }

  private func journalBytes(in folder: String) -> Int {
    journalFiles(in: folder).reduce(0) { total, file in
      let size = (try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? Int
      return total + (size ?? 0)
    }
  }

  /// The files of the journal in a result folder.
  func journalFiles(in folder: String = "out") -> [String] {
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []
    return inside.filter { $0.hasPrefix(".journal-") }.flatMap { journal in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: path("\(folder)/\(journal)"))) ?? []
      return files.filter { $0.hasPrefix("journal.sqlite") }.map { path("\(folder)/\(journal)/\($0)") }
    }
  }

  // MARK: Results

  /// Every file of a result folder but the log, by name.
  func result(in folder: String = "out") throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path(folder)) where name != "log.jsonl" {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: path("\(folder)/\(name)")))
    }
    return files
  }

  /// The lines of a run's log.
  func log(in folder: String = "out") throws -> [LogLine] {
    let text = try String(contentsOfFile: path("\(folder)/log.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONDecoder().decode(LogLine.self, from: Data($0.utf8)) }
  }

  /// The farm's sockets under this test's temporary folder.
  var sockets: [String] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: temporary)) ?? []
    return folders.map { "\(temporary)/\($0)/farm" }.filter { FileManager.default.fileExists(atPath: $0) }
  }

  // MARK: Processes

  struct RunningProcess: Hashable {
    var identifier: Int32
    var arguments: [String]
  }

  /// All processes that carry this test's mark, zombies not counted.
  var processes: [RunningProcess] {
    let wanted = Data("\(Self.mark)=\(root)".utf8)
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
    return numbers.compactMap { number in
      guard let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ"),
        environment.split(separator: 0).contains(wanted),
        let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline")
      else { return nil }
      let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return RunningProcess(identifier: number, arguments: words)
    }
  }

  /// The workers at work in this test.
  var workers: [Int32] { processes.filter { $0.arguments.dropFirst().first == "worker" }.map(\.identifier) }

  /// The processes in which workers compute: all of them, or those of one worker.
  func computing(for worker: Int32? = nil) -> [Int32] {
    let children = processes.filter { $0.arguments.dropFirst().first == "compute-child" }.map(\.identifier)
    guard let worker else { return children }
    return children.filter { ProcessFacts($0)?.parent == worker }
  }

  /// Processor time that a worker's computing processes have had, in ticks of a hundredth of a second.
  func computingTicks(for worker: Int32) -> Int {
    computing(for: worker).reduce(0) { $0 + (ProcessFacts($1)?.ticks ?? 0) }
  }

  /// Fails the test if a process or a temporary file of it is left.
  func expectNothingLeft(_ place: SourceLocation = #_sourceLocation) {
    // The kernel needs a moment to clear away what was killed.
    _ = waitUntil(2) { processes.isEmpty }
    #expect(processes.isEmpty, "processes are left", sourceLocation: place)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: temporary)) ?? []
    #expect(files.isEmpty, "temporary files are left", sourceLocation: place)
  }
}

/// What the system says of a process.
struct ProcessFacts {
  var parent: Int32
  /// Processor time in ticks of a hundredth of a second.
  var ticks: Int

  /// Nil where there is no such process.
  init?(_ process: Int32) {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let fields = text.split(separator: ")").last?.split(separator: " "), fields.count > 12,
      let parent = Int32(fields[1]), let user = Int(fields[11]), let system = Int(fields[12])
    else { return nil }
    self.parent = parent
    ticks = user + system
  }
}

/// A line of `log.jsonl`, as far as tests read it.
struct LogLine: Decodable {
  var event: String
  var closedBlocks: UInt64
  var workerRestarts: Int?
  var counts: [String: UInt64]?

  private enum CodingKeys: String, CodingKey {
    case event, counts
    case closedBlocks = "closed_blocks"
    case workerRestarts = "worker_restarts"
  }
}
