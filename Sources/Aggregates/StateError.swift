/// Why a state could not be read or merged. Nothing has been changed when one is thrown.
public enum StateError: Error, Hashable, Sendable {
  /// The bytes are not a state in canonical form. `offset` counts bytes from 0.
  case unreadable(Fault, offset: Int)
  /// The state was made for another sweep layout.
  case differentLayout
  /// Two measures of different kinds were to be merged.
  case differentRecipes
  /// Sums about different pivots were to be merged.
  case differentPivots(ours: Double, theirs: Double)
  /// The scenarios of both states together do not fit a 64-bit count.
  case tooManyScenarios

  /// What is wrong with the bytes.
  public enum Fault: String, Hashable, Sendable {
    case notAState = "does not begin as a state of version 1 does"
    case checksum = "has another checksum than its bytes"
    case truncated = "ends in the middle of a value"
    case trailingBytes = "goes on after its last cell"
    case notCanonical = "has a number in a longer form than needed"
    case cellOutOfRange = "has a cell outside the sweep"
    case emptyCell = "has a cell without scenarios"
    case unequalTallies = "has measures of one cell that saw different numbers of scenarios"
    case countsDoNotAddUp = "has counts that do not add up"
    case sumOutOfRange = "has a sum that its values cannot have"
    case notFinite = "has a number that is not finite"
    case binsOutOfRange = "has a histogram bin that cannot be"
    case extremesOutOfRange = "has extremes that contradict each other or the histogram"
  }
}

extension StateError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let fault, let offset):
      "The state \(fault.rawValue) (byte \(offset)); drop it and compute its blocks again."
    case .differentLayout:
      "The state belongs to another sweep; merge only states of one plan."
    case .differentRecipes:
      "The states keep different statistics; merge only states of one plan."
    case .differentPivots(let ours, let theirs):
      "The sums are about different pivots (\(ours) and \(theirs)); compute the blocks again with the plan's pivot."
    case .tooManyScenarios:
      "The states have more scenarios together than a 64-bit count holds; they cannot both be of this sweep."
    }
  }
}
