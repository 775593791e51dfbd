import Sweeps

/// What the coordinator merges results into.
///
/// Merging must be associative and commutative to the bit, and equal content must encode to equal bytes.
public protocol MergedState {
  /// The state of no scenario.
  init(layout: StateLayout)

  /// Merges an encoded partial state: all of it or, on an error, nothing.
  ///
  /// - Parameter scenarios: how many scenarios it must cover, exactly.
  mutating func merge(encoded: [UInt8], scenarios: UInt64) throws(MergeError)

  /// The canonical bytes.
  func encode() -> [UInt8]
}

/// Why a partial state was not merged.
public enum MergeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes do not decode under the layout.
  case damaged(String)
  case otherCoverage(expected: UInt64, found: UInt64)

  public var description: String {
    switch self {
    case .damaged(let what): "the state does not decode: \(what)"
    case .otherCoverage(let expected, let found): "the state covers \(found) scenarios where \(expected) were leased"
    }
  }
}
