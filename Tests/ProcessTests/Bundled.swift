import Foundation

/// What a test reads of the repository, and other programs it runs.
enum Bundled {
  static let root = URL(filePath: #filePath).pathComponents.dropLast(3).joined(separator: "/").replacing(
    "//", with: "/")

  /// Runs a program to its end; the project's own Python comes first where there is one.
  static func run(_ words: [String], environment: [String: String] = [:]) throws -> (code: Int32, text: String) {
    let process = Process()
    let own = ProcessInfo.processInfo.environment
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = own.merging(["PATH": "\(root)/.build/python/bin:\(own["PATH"] ?? "/usr/bin:/bin")"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
