import Foundation
import Sweeps

/// `log.jsonl`: what ran where and when. The only file of a result folder that holds times and worker names, so that
/// every other one can be equal to the byte.
///
/// A line is written by one append, so several processes may log to one folder.
public final class RunLog {
  public let path: String
  private let descriptor: Int32

  /// Opens the log of a result folder, creating it when it is not there; lines of earlier runs stay.
  public init(folder: String) throws(OutputError) {
    path = folder + "/log.jsonl"
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw OutputError(systemError: errno, doing: "cannot be opened", place: path)
    }
  }

  deinit { _ = close(descriptor) }

  /// Appends a line: the time (UTC), the event in constant words, and its facts.
  public func append(_ event: String, _ facts: [JSON.Member] = [], at time: Date) throws(OutputError) {
    let stamp = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let line = JSON.object([.init("time", .string(stamp)), .init("event", .string(event))] + facts).text + "\n"
    try FileBytes.write(Array(line.utf8), to: descriptor, place: path)
  }
}
