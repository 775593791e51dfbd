/// The name of a sweep on a coordinator: 1 to 64 ASCII letters, digits, `.`, `_` and `-`.
public struct SweepID: Hashable, Sendable, CustomStringConvertible {
  public let text: String
  /// FNV-1a of the text: books are looked up by a sweep's name many times for each job.
  private let stamp: UInt64

  /// Nil where the text is not such a name.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard (1...64).contains(bytes.count), bytes.allSatisfy(Self.allows) else { return nil }
    self.text = text
    stamp = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  public static func == (a: Self, b: Self) -> Bool { a.stamp == b.stamp && a.text == b.text }

  public func hash(into hasher: inout Hasher) { hasher.combine(stamp) }

  public var description: String { text }

  private static func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    case _: false
    }
  }
}

/// SHA-256 of a sweep's canonical text, or of a numeric self-test.
public struct SpecHash: Hashable, Sendable, CustomStringConvertible {
  /// The bytes as they lie in memory: every message holds one.
  private let words: SIMD4<UInt64>

  /// Nil unless there are 32 bytes.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words = SIMD4<UInt64>()
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    self.words = words
  }

  public var bytes: [UInt8] { withBytes { Array($0) } }

  func withBytes<Value>(_ read: (UnsafeRawBufferPointer) -> Value) -> Value { withUnsafeBytes(of: words, read) }

  /// Hexadecimal, 64 digits.
  public var description: String { hexadecimal(bytes) }
}

/// Names a worker for people and logs; the session identifies it.
public struct WorkerID: Hashable, Sendable, CustomStringConvertible {
  public let number: UInt128

  public init(_ number: UInt128) { self.number = number }

  /// Nil unless there are 16 bytes.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    number = bytes.reduce(0) { $0 << 8 | UInt128($1) }
  }

  public var bytes: [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: number >> UInt128(120 - $0 * 8)) } }

  /// Hexadecimal, 32 digits.
  public var description: String { hexadecimal(bytes) }
}

/// One life of one worker process: a random number drawn at its start.
public struct Session: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let number: UInt64

  public init(_ number: UInt64) { self.number = number }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

  /// Hexadecimal.
  public var description: String { String(number, radix: 16) }
}

/// One life of a coordinator on its journal: 1 for the first, one more at every restart. 0 means none yet.
public struct Epoch: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let number: UInt64

  public init(_ number: UInt64) { self.number = number }

  public static let none = Epoch(0)

  public var next: Epoch { Epoch(number &+ 1) }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

  public var description: String { String(number) }
}

/// A job: the coordinator's life that cut it, and its number in that life. Jobs of different lives never share a name.
public struct JobID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let epoch: Epoch
  public let number: UInt64

  public init(epoch: Epoch, number: UInt64) {
    self.epoch = epoch
    self.number = number
  }

  public static func < (a: Self, b: Self) -> Bool { (a.epoch, a.number) < (b.epoch, b.number) }

  /// Few jobs of an earlier life are in the books: the number alone tells nearly all apart, and is hashed many times.
  public func hash(into hasher: inout Hasher) { hasher.combine(number) }

  public var description: String { "\(epoch).\(number)" }
}

/// Which lease of a job this is, from 1.
public struct Attempt: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let number: UInt32

  public init(_ number: UInt32) { self.number = number }

  public var next: Attempt { Attempt(number &+ 1) }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

  public var description: String { String(number) }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
