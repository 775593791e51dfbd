import Foundation
import Sweeps

/// The state of some blocks of a sweep as a file: what a part of a sweep, computed without a coordinator, leaves behind.
///
/// The head says what is in it and carries a hash of its own, so that thousands of files can be checked against each
/// other before a state is read. A file is written whole or not at all.
public struct StateFile: Sendable {
  /// The version of the bytes that this program writes and reads.
  public static let formatVersion: UInt32 = 2

  /// Where states come from. Only states of one origin merge.
  public struct Origin: Hashable, Sendable {
    public var numericContract: UInt64
    /// The program's version.
    public var build: String
    /// Hash of the host's numeric self-test, hexadecimal.
    public var selfTest: String
    public var sweep: String
    /// SHA-256 of the sweep's canonical text, hexadecimal.
    public var specSHA256: String

    public init(build: String, selfTest: String, sweep: String, specSHA256: String) {
      numericContract = Result.numericContract
      self.build = build
      self.selfTest = selfTest
      self.sweep = sweep
      self.specSHA256 = specSHA256
    }
  }

  /// What a file says of itself.
  struct Head: Hashable, Sendable {
    var origin: Origin
    var blocks: BlockSet
    var stateLength: UInt64
    /// SHA-256 of the state's bytes.
    var stateHash: [UInt8]
  }

  public let path: String
  private let head: Head
  /// Where the state begins.
  private let headLength: Int

  public var origin: Origin { head.origin }
  /// The blocks whose state it holds.
  public var blocks: BlockSet { head.blocks }

  /// Reads and checks the head of a file; the state stays on the disk.
  public init(path: String) throws(StateFileError) {
    let file = try ReadableFile(path)
    let start = try file.bytes(from: 0, count: min(StateFileHead.prefixLength, file.length))
    headLength = try StateFileHead.length(start, of: file)
    let bytes = try file.bytes(from: 0, count: headLength)
    (head, _) = try StateFileHead.decode(bytes, path: path)
    self.path = path
    let length = file.length - headLength
    guard UInt64(length) == head.stateLength else {
      throw damaged("it holds \(length) bytes of state where \(head.stateLength) were written")
    }
  }

  /// Reads the canonical text of the sweep. It is not kept, for there may be thousands of files.
  public func readText() throws(StateFileError) -> String {
    let bytes = try ReadableFile(path).bytes(from: 0, count: headLength)
    return try StateFileHead.decode(bytes, path: path).text
  }

  /// Whether both hold the same state of the same blocks.
  public func holdsTheSame(as other: StateFile) -> Bool {
    head.blocks == other.head.blocks && head.stateHash == other.head.stateHash
  }

  /// Reads the state's bytes.
  ///
  /// - Throws: `StateFileError` unless they are the ones that were written.
  public func readState() throws(StateFileError) -> [UInt8] {
    let bytes = try ReadableFile(path).bytes(from: headLength, count: Int(head.stateLength))
    var hash = SHA256()
    hash.update(bytes)
    guard hash.digest() == head.stateHash else { throw damaged("its state has another SHA-256 than was written") }
    return bytes
  }

  /// A fault of the state this file holds.
  public func damaged(_ cause: String) -> StateFileError {
    StateFileError("is damaged: \(cause)", path: path, remedy: "compute \(blocks.sentence) again")
  }

  /// What a file holds, to be written.
  public struct Content: Sendable {
    /// The encoded state of exactly these blocks.
    public var state: [UInt8]
    public var blocks: BlockSet
    public var origin: Origin
    /// The sweep's canonical text.
    public var text: String

    public init(_ state: [UInt8], of blocks: BlockSet, origin: Origin, text: String) {
      self.state = state
      self.blocks = blocks
      self.origin = origin
      self.text = text
    }

    var bytes: [UInt8] {
      var hash = SHA256()
      hash.update(state)
      let head = Head(origin: origin, blocks: blocks, stateLength: UInt64(state.count), stateHash: hash.digest())
      return StateFileHead.encode(head, text: text) + state
    }
  }

  /// Writes a file in place of any that is there, all or nothing.
  public static func write(_ content: Content, to path: String) throws(OutputError) {
    do { try FileBytes.replace(path, with: content.bytes) } catch { throw error.naming("--state FILE") }
  }

  /// Makes sure, before anything runs, that a file can be written: creates its folder and tries another file there.
  public static func prepare(_ path: String) throws(OutputError) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw OutputError(what: "is a folder", place: path, remedy: "name a file (--state FILE)")
    }
    do { try ResultFolder.prepare(FileBytes.folder(of: path)) } catch { throw error.naming("--state FILE") }
  }
}

extension BlockSet {
  /// The blocks in words, as `0..9 and 20..29`: both ends included.
  public var sentence: String {
    let runs = ranges.map(\.text)
    guard let last = runs.last, runs.count > 1 else { return "blocks " + (runs.first ?? "none") }
    return "blocks \(runs.dropLast().joined(separator: ", ")) and \(last)"
  }
}

extension BlockRange {
  /// `first..last`, both included: as commands read and print it. The run is not empty.
  public var text: String { "\(lower)..\(upper - 1)" }
}
