import Foundation
import Testing

/// The built program, run as a person runs it.
enum Program {
  struct Outcome {
    var code: Int32
    var output: String
    var errors: String
  }

  /// Built beside the test bundle; SWEEPFARM_BIN names another.
  static let path: String = {
    if let given = ProcessInfo.processInfo.environment["SWEEPFARM_BIN"] { return given }
    let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appending(path: "sweepfarm").path
  }()

  /// Runs the program to its end in a folder, on a terminal 100 columns wide.
  static func run(_ arguments: [String], in folder: String) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = ["COLUMNS": "100", "HOME": folder, "PATH": "/usr/bin:/bin"]
    process.standardInput = FileHandle.nullDevice
    let errors = folder + "/.errors"
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let said = try Data(contentsOf: URL(filePath: errors))
    try FileManager.default.removeItem(atPath: errors)
    return Outcome(
      code: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: String(decoding: output, as: UTF8.self), errors: String(decoding: said, as: UTF8.self))
  }
}

/// A folder of a test's own, removed after it.
func withTemporaryFolder<Answer>(_ body: (String) throws -> Answer) throws -> Answer {
  let folder = FileManager.default.temporaryDirectory.appending(path: "sweepfarm-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}
