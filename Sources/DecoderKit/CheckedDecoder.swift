/// A reader of bytes that anybody may have written, and what must hold of it whatever they are.
///
/// Beside what `check` looks at, it must not trap, recurse without end, or take memory or time out of proportion: a
/// fuzzer sees to that from outside.
public struct CheckedDecoder: Sendable {
  /// What a reader made of some bytes, both of which are right.
  public enum Outcome: Hashable, Sendable {
    /// An error that says why.
    case refused
    /// A value that its own bytes give again.
    case read
  }

  /// The name of its folder of inputs.
  public let name: String
  /// Valid inputs to begin with, where the program writes such; others lie in the corpus alone.
  public let seeds: @Sendable () -> [[UInt8]]
  private let property: @Sendable ([UInt8]) throws(Violation) -> Outcome

  init(
    _ name: String, seeds: @escaping @Sendable () -> [[UInt8]] = { [] },
    property: @escaping @Sendable ([UInt8]) throws(Violation) -> Outcome
  ) {
    self.name = name
    self.seeds = seeds
    self.property = property
  }

  /// Reads the bytes and looks at what came of it.
  ///
  /// - Throws: `Violation` where the reader broke its promise.
  public func check(_ bytes: [UInt8]) throws(Violation) -> Outcome { try property(bytes) }

  /// Every decoder, in the order of a table.
  public static let all =
    frames + [record, journal, state] + [sweepFile, expression, distribution, dataFile, endpoint]
}

/// A promise that a decoder broke, in a sentence.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Throws the sentence unless the condition holds.
func expect(_ condition: Bool, _ sentence: @autoclosure () -> String) throws(Violation) {
  if !condition { throw Violation(sentence()) }
}
