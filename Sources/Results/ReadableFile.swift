import Foundation

/// A file open for reading at any place.
struct ReadableFile: ~Copyable {
  let path: String
  let length: Int
  private let descriptor: Int32

  init(_ path: String) throws(StateFileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var facts = stat()
    guard descriptor >= 0, fstat(descriptor, &facts) == 0 else { throw Self.refused(path, errno) }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      _ = close(descriptor)
      throw StateFileError("is not a file", path: path, remedy: "name files that `sweepfarm compute` wrote")
    }
    self.path = path
    self.descriptor = descriptor
    length = Int(facts.st_size)
  }

  deinit { _ = close(descriptor) }

  /// `count` bytes, which lie within the file unless it is cut at this moment.
  func bytes(from offset: Int, count: Int) throws(StateFileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      // `done` never passes the buffer's end: the system is asked for what is left of it.
      while done < count {
        let read = pread(descriptor, buffer.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
        if read < 0, errno == EINTR { continue }
        guard read > 0 else {
          failure = read < 0 ? errno : 0
          return
        }
        done += read
      }
    }
    guard failure == 0 else { throw Self.refused(path, failure) }
    guard bytes.count == count else {
      throw StateFileError("was cut while it was read", path: path, remedy: "wait until nothing writes to it")
    }
    return bytes
  }

  private static func refused(_ path: String, _ code: Int32) -> StateFileError {
    StateFileError(
      "cannot be read (\(String(cString: strerror(code))))", path: path,
      remedy: code == ENOENT ? "check the path, or compute its part" : "check the path and its permissions")
  }
}
