import Foundation

/// The inputs kept beside these tests.
enum Fixtures {
  struct Input {
    var path: String
    var bytes: [UInt8]
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
  private static let kinds = ["Corpus", "Regressions"]

  /// Of one decoder, in the order of their names.
  static func inputs(of decoder: String) -> [Input] {
    kinds.flatMap { kind in
      names(in: "\(kind)/\(decoder)").map { name in
        let path = "\(kind)/\(decoder)/\(name)"
        let bytes = FileManager.default.contents(atPath: root.appending(path: path).path)
        return Input(path: path, bytes: [UInt8](bytes ?? Data()))
      }
    }
  }

  /// Names of decoders that have inputs.
  static var folders: Set<String> { Set(kinds.flatMap { names(in: $0) }) }

  private static func names(in folder: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
    return (names ?? []).sorted()
  }
}
