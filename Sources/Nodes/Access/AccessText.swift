import Foundation
import Sweeps

/// Reading and writing the JSON of tokens and key files, with sentences for what is wrong.
enum AccessText {
  /// A member to a line, in the order given: people open these files.
  static func object(_ members: [(String, JSON)]) -> [UInt8] {
    let lines = members.map { "  \(JSON.string($0).text): \($1.text)" }
    return Array("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8)
  }

  /// Reads a file's value after its version.
  /// - Throws: `malformed`, naming the member.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], at path: String, what: String, versionKey: String, version: Int
  ) throws(AccessError) -> Value {
    let decoder = JSONDecoder()
    do {
      let found = try decoder.decode([String: Version].self, from: Data(bytes))[versionKey]?.number
      guard let found else {
        throw malformed("is no \(what): it has no \"\(versionKey)\"", path)
      }
      guard found == version else {
        throw AccessError(
          .malformed, "is a \(what) of version \(found), and this program reads version \(version)", at: path,
          remedy: "use the program that made it, or have a new one made")
      }
      return try decoder.decode(type, from: Data(bytes))
    } catch let error as AccessError {
      throw error
    } catch let error as DecodingError {
      throw malformed(sentence(for: error, what), path)
    } catch {
      throw malformed("is no \(what)", path)
    }
  }

  static func malformed(_ what: String, _ path: String) -> AccessError {
    AccessError(.malformed, what, at: path, remedy: "copy the whole file anew, or have a new one made")
  }

  private static func sentence(for error: DecodingError, _ what: String) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "has no \"\((context.codingPath + [key]).map(\.stringValue).joined(separator: "."))\""
    case .typeMismatch(_, let context) where !context.codingPath.isEmpty,
      .valueNotFound(_, let context) where !context.codingPath.isEmpty,
      .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "has a \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" that cannot be read"
    case _: "is no \(what): its JSON is cut off or altered"
    }
  }

  /// A number where there is one; any other value is read over.
  private struct Version: Decodable {
    var number: Int?

    init(from decoder: any Decoder) throws {
      number = try? decoder.singleValueContainer().decode(Int.self)
    }
  }
}
