import Foundation
import Sweeps
import Transport

/// The file of the coordinator's own secret key.
enum ServerKey {
  static let version = 1

  static func bytes(of keys: CurveKeyPair) -> [UInt8] {
    AccessText.object([
      ("sweepfarm_server_key", .integer(Int64(version))), ("public_key", .string(keys.publicKey.text)),
      ("secret_key", .string(keys.secretKey.text)),
    ])
  }

  static func read(_ path: String) throws(AccessError) -> CurveKeyPair {
    let file = try AccessText.decode(
      File.self, from: try PrivateFile.read(path, limit: Token.longestBytes), at: path, what: "server key",
      versionKey: "sweepfarm_server_key", version: version)
    do throws(TransportError) {
      return try CurveKeyPair(publicKey: PublicKey(file.publicKey), secretKey: SecretKey(file.secretKey))
    } catch {
      throw AccessText.malformed(error.what, path)
    }
  }

  private struct File: Decodable {
    var publicKey: String
    var secretKey: String

    enum CodingKeys: String, CodingKey {
      case publicKey = "public_key"
      case secretKey = "secret_key"
    }
  }
}

/// What changes when a file does.
struct FileStamp: Equatable {
  private let inode: UInt
  private let size: Int
  private let modified: [Int]

  /// Nil for a file that is not there.
  init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    inode = UInt(facts.st_ino)
    size = Int(facts.st_size)
    modified = [facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec, facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec]
  }
}

/// One program at a time changes the folder; the kernel lifts the lock however the program ends.
final class FolderChange {
  private let descriptor: Int32

  /// Waits for its turn.
  init(_ folder: String) throws(AccessError) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw PrivateFile.unwritable(folder, errno) }
    while flock(descriptor, LOCK_EX) != 0 {
      if errno != EINTR { throw PrivateFile.unwritable(folder, errno) }
    }
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  static func locked<Answer>(
    _ folder: String, _ body: () throws(AccessError) -> Answer
  ) throws(AccessError) -> Answer {
    let lock = try FolderChange(folder)
    defer { withExtendedLifetime(lock) {} }
    return try body()
  }
}
