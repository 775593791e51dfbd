import Foundation
import Testing

/// The program under test, as a person starts it.
final class Program {
  /// How it ended.
  struct End: Hashable, CustomStringConvertible {
    var code: Int32
    var wasKilled: Bool
    var output: String
    var errors: String

    var description: String { "\(wasKilled ? "signal" : "exit") \(code)\n\(output)\n\(errors)" }
  }

  private let process = Process()
  private let outputFile: String
  private let errorFile: String

  /// Starts it with its standard input, output and error away from any terminal.
  ///
  /// - Parameters:
  ///   - environment: variables besides the sandbox's own.
  ///   - wrapper: a command that starts the program, as `ip netns exec NAME` does.
  ///   - program: another program than the one under test.
  convenience init(
    _ arguments: [String], in sandbox: Sandbox, environment: [String: String] = [:], under wrapper: [String] = [],
    running program: String? = nil
  ) throws {
    try self.init(command: wrapper + [try program ?? Self.path()] + arguments, in: sandbox, environment: environment)
  }

  /// Starts any command in the same way.
  init(command words: [String], in sandbox: Sandbox, environment: [String: String] = [:]) throws {
    let name = UUID().uuidString.prefix(8)
    outputFile = sandbox.path("\(name).out")
    errorFile = sandbox.path("\(name).err")
    let isPath = words[0].hasPrefix("/")
    process.executableURL = URL(fileURLWithPath: isPath ? words[0] : "/usr/bin/env")
    process.arguments = isPath ? Array(words.dropFirst()) : words
    process.environment = sandbox.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.writable(outputFile)
    process.standardError = try Self.writable(errorFile)
    // A program inherits which signals are blocked, and the threads that run tests block all.
    var (none, former) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    try process.run()
  }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  /// What it has printed so far.
  var output: String { (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "" }
  var errors: String { (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? "" }

  func send(_ signal: Int32) { if process.isRunning { kill(identifier, signal) } }

  /// Waits for the end; a program that takes longer than any test allows is killed and the test fails.
  func end(within seconds: Double = 120, _ place: SourceLocation = #_sourceLocation) throws -> End {
    let ended = waitUntil(seconds) { !process.isRunning }
    if !ended {
      kill(identifier, SIGKILL)
      Issue.record("the program did not end within \(seconds) s", sourceLocation: place)
    }
    process.waitUntilExit()
    return End(
      code: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: try String(contentsOfFile: outputFile, encoding: .utf8),
      errors: try String(contentsOfFile: errorFile, encoding: .utf8))
  }

  /// The binary: named by SWEEPFARM_BIN, or beside the tests.
  static func path() throws -> String {
    if let named = ProcessInfo.processInfo.environment["SWEEPFARM_BIN"] { return named }
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = tests.deletingLastPathComponent().appending(path: "sweepfarm").path
    guard FileManager.default.isExecutableFile(atPath: beside) else { throw ProgramMissing(path: beside) }
    return beside
  }

  private static func writable(_ path: String) throws -> FileHandle {
    FileManager.default.createFile(atPath: path, contents: nil)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }
}

struct ProgramMissing: Error, CustomStringConvertible {
  var path: String

  var description: String { "\(path): there is no program to test; build it there, or name one with SWEEPFARM_BIN" }
}

/// Asks again and again until the answer is yes.
///
/// - Returns: whether it came in time.
func waitUntil(_ seconds: Double, _ isTrue: () throws -> Bool) rethrows -> Bool {
  let limit = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < limit {
    if try isTrue() { return true }
    usleep(5_000)
  }
  return try isTrue()
}
