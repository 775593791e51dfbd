import Foundation

/// The files of this package, as these tests read them.
enum Repository {
  static let root = URL(filePath: #filePath).pathComponents.dropLast(3).joined(separator: "/").replacing(
    "//", with: "/")

  /// A text file by its path from the root.
  struct File {
    var path: String
    var text: String
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var name: String { String(path.split(separator: "/").last ?? "") }
    /// The folder under `Sources` or `Tests`; nil outside both.
    var module: String? {
      let parts = path.split(separator: "/")
      return parts.count > 2 && (parts[0] == "Sources" || parts[0] == "Tests") ? String(parts[1]) : nil
    }
  }

  /// Every text file that people write, the text of other tools left out: no links, no build products.
  static let files: [File] = {
    let tops = [
      "Sources", "Tests", "Cluster", "Scripts", ".ci", "Package.swift", "README.md", ".swift-format", ".gitignore",
    ]
    return tops.flatMap { texts(at: $0) }.sorted { $0.path < $1.path }
  }()

  static let swiftFiles = files.filter { $0.path.hasSuffix(".swift") }

  /// Swift files of the product's modules.
  static let sources = swiftFiles.filter { $0.path.hasPrefix("Sources/") }

  static func file(_ path: String) -> File? { files.first { $0.path == path } }

  private static func texts(at path: String) -> [File] {
    let full = root + "/" + path
    guard let kind = try? FileManager.default.attributesOfItem(atPath: full)[.type] as? FileAttributeType else {
      return []
    }
    if kind == .typeDirectory {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: full)) ?? []
      return names.filter { $0 != "__pycache__" }.flatMap { texts(at: path + "/" + $0) }
    }
    guard kind == .typeRegular, let bytes = FileManager.default.contents(atPath: full) else { return [] }
    return String(data: bytes, encoding: .utf8).map { [File(path: path, text: $0)] } ?? []
  }
}

/// Where something untidy is, as editors read it.
struct Place: CustomStringConvertible, Equatable {
  var path: String
  var line: Int
  var what: String
  var description: String { "\(path):\(line): \(what)" }
}

extension [Repository.File] {
  /// A place for every line in which `find` sees something.
  func places(where find: (Substring) -> String?) -> [Place] {
    flatMap { file in
      file.lines.enumerated().compactMap { number, line in
        find(line).map { Place(path: file.path, line: number + 1, what: $0) }
      }
    }
  }
}
