import Foundation
import Sweeps

/// The head of a state file as bytes, version 2. Integers are little-endian; a text is its length (4) and its UTF-8.
///
///     signature (8) | format version (4) | bytes of the head (4)
///     numeric contract (8) | build | self-test (32) | sweep | SHA-256 of the sweep's text (32) | the text
///     number of runs (4) | for each: first block (8), last block (8)
///     samples left out (4), none in this version
///     bytes of the state (8) | SHA-256 of the state (32)
///     SHA-256 of the head so far (32)
///
/// The state follows: `SweepState.encode`.
enum StateFileHead {
  /// As in PNG: a byte that is no text, the name, and line ends that a transfer as text would change.
  static let signature: [UInt8] = [0x89, 0x53, 0x46, 0x50, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Signature, version and length.
  static let prefixLength = 16
  /// Four million runs of blocks.
  private static let longest = 64 << 20
  private static let hashLength = 32

  /// - Parameter text: the sweep's canonical text.
  static func encode(_ head: StateFile.Head, text: String) -> [UInt8] {
    var out = ByteWriter()
    out.integer(head.origin.numericContract)
    out.text(head.origin.build)
    out.hash(head.origin.selfTest)
    out.text(head.origin.sweep)
    out.hash(head.origin.specSHA256)
    out.text(text)
    out.integer(UInt32(head.blocks.ranges.count))
    for range in head.blocks.ranges {
      out.integer(range.lower)
      out.integer(range.upper - 1)
    }
    out.integer(UInt32(0))
    out.integer(head.stateLength)
    out.bytes += head.stateHash
    var start = ByteWriter()
    start.bytes = signature
    start.integer(StateFile.formatVersion)
    start.integer(UInt32(prefixLength + out.bytes.count + hashLength))
    let bytes = start.bytes + out.bytes
    return bytes + hash(of: bytes[...])
  }

  /// How long the head of a file is, from its first bytes.
  static func length(_ start: [UInt8], of file: borrowing ReadableFile) throws(StateFileError) -> Int {
    guard start.starts(with: signature) else {
      let isCut = !start.isEmpty && signature.starts(with: start)
      throw StateFileError(
        isCut ? "ends after \(file.length) bytes" : "is not a state file", path: file.path,
        remedy: isCut ? StateFileError.makeAnew : "name files that `sweepfarm compute` wrote")
    }
    var input = ByteReader(start.dropFirst(signature.count), path: file.path)
    let version = try input.integer(UInt32.self)
    guard version == StateFile.formatVersion else {
      throw StateFileError(
        "is a state file of format version \(version), and this program reads version \(StateFile.formatVersion)",
        path: file.path, remedy: "use the program that wrote it, or compute its blocks again with this one")
    }
    let length = Int(try input.integer(UInt32.self))
    guard length >= prefixLength + hashLength, length <= longest else {
      throw StateFileError("is damaged: its head cannot be that long", path: file.path)
    }
    guard length <= file.length else {
      throw StateFileError("ends after \(file.length) bytes, inside its head", path: file.path)
    }
    return length
  }

  /// - Returns: the head, and the sweep's canonical text.
  static func decode(_ bytes: [UInt8], path: String) throws(StateFileError) -> (StateFile.Head, text: String) {
    let end = bytes.count - hashLength
    guard Array(bytes[end...]) == hash(of: bytes[..<end]) else {
      throw StateFileError("is damaged: its head has another SHA-256 than was written", path: path)
    }
    var input = ByteReader(bytes[prefixLength..<end], path: path)
    var origin = StateFile.Origin(build: "", selfTest: "", sweep: "", specSHA256: "")
    origin.numericContract = try input.integer(UInt64.self)
    origin.build = try input.text()
    origin.selfTest = try input.hash()
    origin.sweep = try input.text()
    origin.specSHA256 = try input.hash()
    let text = try input.text()
    let blocks = try blocks(from: &input)
    guard try input.integer(UInt32.self) == 0 else { throw input.nonsense }
    let stateLength = try input.integer(UInt64.self)
    let stateHash = Array(try input.take(hashLength))
    guard input.isAtEnd else { throw input.nonsense }
    return (StateFile.Head(origin: origin, blocks: blocks, stateLength: stateLength, stateHash: stateHash), text)
  }

  private static func blocks(from input: inout ByteReader) throws(StateFileError) -> BlockSet {
    let count = try input.integer(UInt32.self)
    var intervals: [(first: UInt64, last: UInt64)] = []
    for _ in 0..<count { intervals.append((try input.integer(UInt64.self), try input.integer(UInt64.self))) }
    guard let blocks = BlockSet(closedIntervals: intervals), !blocks.isEmpty else { throw input.nonsense }
    return blocks
  }

  private static func hash(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(Array(bytes))
    return hash.digest()
  }
}

/// Appends numbers and texts.
private struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func integer<Number: FixedWidthInteger>(_ value: Number) {
    for index in 0..<Number.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> Number(8 * index))) }
  }

  mutating func text(_ text: String) {
    integer(UInt32(text.utf8.count))
    bytes += Array(text.utf8)
  }

  /// A hash given as hexadecimal digits.
  mutating func hash(_ digits: String) {
    let nibbles = digits.compactMap { $0.hexDigitValue.map(UInt8.init) }
    precondition(nibbles.count == 64, "SHA-256 has 64 hexadecimal digits")
    for index in 0..<32 { bytes.append(nibbles[2 * index] << 4 | nibbles[2 * index + 1]) }
  }
}

/// Reads them back from bytes whose hash is right, and still goes past no end.
private struct ByteReader {
  private var rest: ArraySlice<UInt8>
  private let path: String

  init(_ bytes: ArraySlice<UInt8>, path: String) {
    rest = bytes
    self.path = path
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// For a head whose hash is right and whose content cannot be: not ours, whoever wrote it.
  var nonsense: StateFileError { StateFileError("has a head that no `sweepfarm compute` writes", path: path) }

  mutating func take(_ count: Int) throws(StateFileError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw nonsense }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws(StateFileError) -> Number {
    try take(Number.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Number($1) }
  }

  mutating func text() throws(StateFileError) -> String {
    let count = try integer(UInt32.self)
    return String(decoding: try take(Int(count)), as: UTF8.self)
  }

  mutating func hash() throws(StateFileError) -> String {
    try take(32).map { String(format: "%02x", $0) }.joined()
  }
}
