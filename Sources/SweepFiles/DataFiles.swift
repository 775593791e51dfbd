import Foundation
import Sweeps

/// Reads columns of CSV files that lie beside a sweep file.
public struct DataFiles: Sendable {
  /// The text of the file of this name; throws where it cannot be read.
  var read: @Sendable (String) throws -> String

  public init(reading read: @escaping @Sendable (String) throws -> String) { self.read = read }

  /// No files: for sweeps that come from elsewhere, whose columns are embedded.
  public static let none = DataFiles { _ in throw Complaint("files are not read here", "embed the numbers") }

  /// Files named relative to the folder of a sweep file.
  public static func beside(_ sweepFile: String) -> DataFiles {
    let folder = URL(fileURLWithPath: sweepFile).deletingLastPathComponent()
    return DataFiles { try FileText.read(URL(fileURLWithPath: $0, relativeTo: folder).path) }
  }

  /// The texts of a column, found by the name in the first row (RFC 4180).
  func column(_ name: String, of file: String) throws(Complaint) -> [String] {
    let text: String
    do { text = try read(file) } catch {
      throw Complaint("\(file) cannot be read (\(error))", "put the file beside the sweep file")
    }
    let rows = Self.rows(of: text)
    let header = rows.first?.map(\.trimmed) ?? []
    guard let index = header.firstIndex(of: name) else {
      throw Complaint("\(file) has no column \(name)", Spelling.remedy(for: name, among: header))
    }
    guard rows.count - 1 <= SweepFileLimits.values else {
      throw Complaint("\(file) has more than \(SweepFileLimits.values) rows", "keep a sample of them")
    }
    var values: [String] = []
    for (number, row) in rows.enumerated().dropFirst() where row != [""] {
      guard index < row.count, !row[index].trimmed.isEmpty else {
        throw Complaint("row \(number + 1) of \(file) has no \(name)", "fill the cell or remove the row")
      }
      values.append(row[index])
    }
    return values
  }

  /// Rows of cells; quotes protect commas, line ends and doubled quotes.
  private static func rows(of text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var quoted = false
    var previous: Character = ","
    for character in text {
      if character == "\"" {
        if !quoted, previous == "\"" { append("\"", to: &rows) }
        quoted.toggle()
      } else if quoted {
        append(character, to: &rows)
      } else if character == "," {
        rows[rows.count - 1].append("")
      } else if character.isNewline {
        rows.append([""])
      } else {
        append(character, to: &rows)
      }
      previous = character
    }
    return rows
  }

  private static func append(_ character: Character, to rows: inout [[String]]) {
    let row = rows.count - 1
    rows[row][rows[row].count - 1].append(character)
  }
}

/// Reads whole text files of bounded size.
enum FileText {
  static func read(_ path: String) throws(Complaint) -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Complaint("no such file, or no permission to read it", "check the path")
    }
    guard data.count <= SweepFileLimits.bytes else {
      throw Complaint("more than \(SweepFileLimits.bytes >> 20) MiB", "shorten it")
    }
    guard let text = String(data: data, encoding: .utf8) else { throw Complaint("not UTF-8 text", "save it as UTF-8") }
    return text
  }
}
