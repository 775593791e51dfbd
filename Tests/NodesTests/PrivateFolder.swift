import Foundation

/// A private folder of a test's own, removed after it.
func withPrivateFolder<Answer>(_ body: (String) throws -> Answer) throws -> Answer {
  let path = FileManager.default.temporaryDirectory.appending(path: "sweepfarm-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(
    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// Writes a file of mode 600.
func writePrivate(_ bytes: Data, to path: String) throws {
  try bytes.write(to: URL(filePath: path), options: .atomic)
  chmod(path, 0o600)
}
