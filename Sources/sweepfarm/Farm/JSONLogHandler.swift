import Foundation
import Logging
import Sweeps

/// Writes each log line as one JSON object: time, level, program, message, and what is known besides.
struct JSONLogHandler: LogHandler {
  let label: String
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  init(label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let facts = metadata.merging(event.metadata ?? [:]) { $1 }
    var members: [JSON.Member] = [
      .init("time", .string(Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true)))),
      .init("level", .string(event.level.rawValue)), .init("program", .string(label)),
      .init("message", .string("\(event.message)")),
    ]
    members += facts.sorted { $0.key < $1.key }.map { .init($0.key, .string("\($0.value)")) }
    FileHandle.standardError.write(Data((JSON.object(members).text + "\n").utf8))
  }
}
