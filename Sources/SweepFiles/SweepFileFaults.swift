/// One thing wrong with a sweep file: where, what and the remedy.
public struct SweepFileFault: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  /// Counted from 1.
  public var line: Int
  /// Keys from the top joined by dots, such as `uncertain.mfu`; empty for the file as a whole.
  public var path: String
  public var what: String
  public var remedy: String

  /// `chips.yaml:14: uncertain.mfu: 1.4 is not a fraction; use 0..1`
  ///
  /// One line, whatever the file has in it: line ends and other control characters are escaped.
  public var description: String {
    "\(file):\(line): \(path.isEmpty ? "" : path + ": ")\(what); \(remedy)".withoutControls
  }
}

extension String {
  /// With control characters, and what ends a line, as `\u{1B}`.
  fileprivate var withoutControls: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: text += scalar.escaped(asASCII: true)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

/// Everything wrong with a sweep file, in the order of its lines; never empty.
public struct SweepFileFaults: Error, Hashable, Sendable, CustomStringConvertible {
  public var faults: [SweepFileFault]

  /// One line for each fault.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// What is wrong with a text and the remedy; whoever knows the place makes a fault of it.
public struct Complaint: Error, Hashable, Sendable, CustomStringConvertible {
  public var what: String
  public var remedy: String

  init(_ what: String, _ remedy: String) {
    self.what = what
    self.remedy = remedy
  }

  public var description: String { "\(what); \(remedy)" }
}

/// Sizes beyond which a sweep file is refused: it may come from anyone.
public enum SweepFileLimits {
  /// Bytes of the file, and of a data column's file.
  public static let bytes = 16 << 20
  /// Values of one axis, and of one data column.
  public static let values = 100_000
  /// Cells of the map, and options: products of axis lengths.
  public static let cells = 1_000_000_000
  public static let options = 65_536
  public static let replicates = 1_024
  /// Samples in a cell, all replicates together.
  public static let sampleSize: UInt64 = 1 << 48
  /// Names, numbers and operators of one expression; parentheses are free, since the canonical text has more of them.
  public static let expressionParts = 10_000
  /// What looks like an alias in a text with an anchor. Each can double what a key stands for.
  static let aliases = 24
  /// Names that `derive` adds; they are put in order by looking at each of the rest again.
  public static let derived = 1_000
  /// Nesting of expressions and distributions.
  public static let depth = 100
  /// Dimensions of the Joe-Kuo table of Sobol' direction numbers (2008).
  public static let dimensions = 21_201
  /// Characters of the name of a sweep or report.
  public static let nameLength = 100
}
