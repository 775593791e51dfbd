import Foundation
import Testing

/// A coordinator, workers and clients of one test, all real processes that talk over TCP.
final class TestFarm {
  let sandbox: Sandbox
  private let options: [String]
  private let wrapper: [String]
  private let journal: String
  private(set) var coordinator: Program
  private(set) var workers: [Program] = []
  /// Where the coordinator listens; the same in every life.
  private(set) var address: String

  /// Starts a coordinator.
  ///
  /// - Parameters:
  ///   - options: of `sweepfarm coordinator`, besides address and journal.
  ///   - journal: its folder, in the sandbox.
  ///   - address: port 0 is any; each further life listens where the first did.
  ///   - wrapper: a command that starts it.
  init(
    in sandbox: Sandbox, address: String = "tcp://127.0.0.1:0", journal: String = "journal", _ options: [String] = [],
    under wrapper: [String] = []
  ) throws {
    self.sandbox = sandbox
    self.options = options
    self.wrapper = wrapper
    self.journal = journal
    self.address = address
    coordinator = try Self.coordinator(in: sandbox, address, journal, options, wrapper)
    self.address = try Self.awaitAddress(of: coordinator)
  }

  /// The next life of the coordinator, on the same journal and address.
  func restartCoordinator(environment: [String: String] = [:]) throws {
    coordinator = try Self.coordinator(in: sandbox, address, journal, options, wrapper, environment)
    _ = try Self.awaitAddress(of: coordinator)
  }

  /// Ends the coordinator without a warning.
  func killCoordinator() throws {
    coordinator.send(SIGKILL)
    _ = try coordinator.end(within: 10)
  }

  private static func coordinator(
    in sandbox: Sandbox, _ address: String, _ journal: String, _ options: [String], _ wrapper: [String],
    _ environment: [String: String] = [:]
  ) throws -> Program {
    try Program(
      ["coordinator", "--listen", address, "--journal", sandbox.path(journal)] + options, in: sandbox,
      environment: environment, under: wrapper)
  }

  private static func awaitAddress(of coordinator: Program) throws -> String {
    let mark = "listening on "
    _ = waitUntil(20) { coordinator.output.contains(mark) || !coordinator.isRunning }
    let line = coordinator.output.split(separator: "\n").first { $0.hasPrefix(mark) }
    let found = try #require(line, "no coordinator: \(coordinator.output)\(coordinator.errors)")
    return String(found.dropFirst(mark.count))
  }

  // MARK: Workers

  /// Starts a worker on a host of this name.
  @discardableResult
  func addWorker(
    _ name: String = "host", cores: Int = 1, at address: String? = nil, environment: [String: String] = [:],
    under wrapper: [String] = []
  ) throws -> Program {
    let worker = try Program(
      ["worker", "--connect", address ?? self.address, "--cores", "\(cores)", "--name", name], in: sandbox,
      environment: environment, under: wrapper)
    workers.append(worker)
    return worker
  }

  // MARK: Clients

  /// Runs a client command to its end.
  @discardableResult
  func command(_ words: String..., within seconds: Double = 60) throws -> Program.End {
    try run(words, within: seconds)
  }

  func run(_ words: [String], within seconds: Double = 60) throws -> Program.End {
    try Program(words + ["--connect", address], in: sandbox, under: wrapper).end(within: seconds)
  }

  /// Submits a sweep, under its own name unless another is given.
  func submit(_ sweep: TestSweep, as id: String? = nil, _ options: String...) throws {
    let file = sandbox.path("\(sweep.name).yaml")
    try sweep.text.write(toFile: file, atomically: true, encoding: .utf8)
    let words = ["submit", file, "--id", id ?? sweep.name, "--connect", address] + options
    let end = try Program(words, in: sandbox, under: wrapper).end()
    try #require(end.code == 0, "\(end)")
  }

  /// Where a sweep is.
  func status(_ id: String) throws -> FarmStatus {
    let end = try command("status", id, "--json")
    try #require(end.code == 0, "\(end)")
    return try JSONDecoder().decode(FarmStatus.self, from: Data(end.output.utf8))
  }

  /// Where all sweeps are, in order of submission.
  func statuses() throws -> [FarmStatus] {
    struct Answer: Decodable { var sweeps: [FarmStatus] }
    let end = try command("list", "--json")
    try #require(end.code == 0, "\(end)")
    return try JSONDecoder().decode(Answer.self, from: Data(end.output.utf8)).sweeps
  }

  /// What happened in the farm as a whole.
  func counts() throws -> [String: UInt64] {
    struct Answer: Decodable { var counts: [String: UInt64] }
    let end = try command("workers", "--json")
    try #require(end.code == 0, "\(end)")
    return try JSONDecoder().decode(Answer.self, from: Data(end.output.utf8)).counts
  }

  /// Waits for a sweep to end and fetches its result.
  ///
  /// - Returns: how the command that fetched it ended.
  @discardableResult
  func result(_ id: String, to folder: String = "out", within seconds: Double = 120) throws -> Program.End {
    let ended = try waitUntil(seconds) {
      usleep(100_000)
      return try status(id).phase != "running"
    }
    #expect(ended, "the sweep \(id) did not end in \(seconds) s")
    return try command("result", id, "--output", sandbox.path(folder))
  }

  /// Waits until some of a sweep counts, but not all.
  func awaitProgress(_ id: String, blocks: UInt64 = 1) throws {
    var status = try status(id)
    _ = try waitUntil(60) {
      status = try self.status(id)
      return status.closedBlocks >= blocks || status.phase != "running"
    }
    try #require(status.phase == "running" && status.closedBlocks >= blocks, "\(status)")
  }

  /// Fails the test unless the sweep gives the bytes of the undisturbed run, all processes end when told, and none is left.
  func expectComplete(_ sweep: TestSweep, as id: String? = nil, _ place: SourceLocation = #_sourceLocation) throws {
    let end = try result(id ?? sweep.name, to: "out-\(id ?? sweep.name)")
    #expect(end.code == 0, "\(end)", sourceLocation: place)
    try sandbox.expectResult(of: sweep, in: "out-\(id ?? sweep.name)", place)
  }

  /// Tells everybody to leave and fails the test if somebody does not, or leaves with another code than 0.
  func end(_ place: SourceLocation = #_sourceLocation) throws {
    let running = (workers + [coordinator]).filter(\.isRunning)
    for process in running { process.send(SIGTERM) }
    for process in running {
      let end = try process.end(within: 5, place)
      #expect(end.code == 0 && !end.wasKilled, "\(end)", sourceLocation: place)
    }
    sandbox.expectNothingLeft(place)
  }
}

/// `sweepfarm status SWEEP --json`, as far as tests read it.
struct FarmStatus: Decodable {
  var phase: String
  var closedBlocks: UInt64
  var totalBlocks: UInt64
  var quarantined: UInt64
  var stall: String?
  var counts: [String: UInt64]

  private enum CodingKeys: String, CodingKey {
    case phase, quarantined, stall, counts
    case closedBlocks = "closed_blocks"
    case totalBlocks = "total_blocks"
  }
}

/// Rows of the table that `Scripts/chaos` prints: what was done to the farm, and what was seen.
enum Chaos {
  /// Whether there is time for the long version of a test.
  static let isFull = ProcessInfo.processInfo.environment["SWEEPFARM_CHAOS_FULL"] == "1"

  /// - Parameter number: the case, as the farm's list of faults numbers it.
  static func report(_ number: String, done: String, seen: String) {
    guard let path = ProcessInfo.processInfo.environment["SWEEPFARM_CHAOS_TABLE"] else { return }
    let row = ["case": number, "done": done, "seen": seen]
    guard var line = try? JSONEncoder().encode(row) else { return }
    line.append(0x0A)
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    guard file >= 0 else { return }
    _ = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
  }
}
