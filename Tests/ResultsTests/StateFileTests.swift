import Foundation
import Results
import Sweeps
import Testing

/// State files: what is written is read, and nothing else is.
@Suite final class StateFileTests {
  private let folder: String
  private var path: String { folder + "/a.state" }
  private let origin = StateFile.Origin(
    build: "1.2.3", selfTest: String(repeating: "5e", count: 32), sweep: "small",
    specSHA256: String(repeating: "ab", count: 32))
  private let blocks = BlockSet([BlockRange(3, 5), BlockRange(9, 10)])
  private let state: [UInt8] = Array(1...20)

  init() throws { folder = try Examples.temporaryFolder() }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func bytes() throws -> [UInt8] {
    try StateFile.write(.init(state, of: blocks, origin: origin, text: "{}"), to: path)
    return [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  private func put(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

  /// Why the file cannot be used, once all of it is read.
  private func refusal() -> StateFileError? {
    #expect(throws: StateFileError.self) { _ = try StateFile(path: path).readState() }
  }

  @Test func `what was written is read back`() throws {
    _ = try bytes()
    let file = try StateFile(path: path)
    #expect(file.origin == origin)
    #expect(file.blocks == blocks)
    #expect(try file.readState() == state)
    #expect(try file.readText() == "{}")
    try file.check(against: origin)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.state"], "nothing temporary is left")
  }

  @Test func `equal contents are equal bytes`() throws {
    #expect(try bytes() == bytes())
  }

  @Test func `a file cut anywhere is refused by its name`() throws {
    let whole = try bytes()
    for length in 0..<whole.count {
      try put(Array(whole.prefix(length)))
      let error = try #require(refusal(), "cut to \(length) of \(whole.count) bytes")
      #expect(error.path == path)
      #expect(!error.remedy.isEmpty)
    }
  }

  @Test func `a file with any bit turned is refused by its name`() throws {
    let whole = try bytes()
    for position in whole.indices {
      for bit in 0..<8 {
        var damaged = whole
        damaged[position] ^= 1 << UInt8(bit)
        try put(damaged)
        #expect(refusal()?.path == path, "byte \(position), bit \(bit)")
      }
    }
  }

  @Test func `a file with more behind its end is refused`() throws {
    try put(try bytes() + [0])
    #expect(
      refusal()?.description
        == "\(path): is damaged: it holds 21 bytes of state where 20 were written; compute blocks 3..4 and 9..9 again")
  }

  @Test(arguments: [
    ("sweep: mine\n", "is not a state file; name files that `sweepfarm compute` wrote"),
    ("", "is not a state file; name files that `sweepfarm compute` wrote"),
  ])
  func `another file is told so`(text: String, sentence: String) throws {
    try put(Array(text.utf8))
    #expect(refusal()?.description == "\(path): \(sentence)")
  }

  @Test func `a file of a later format says which, before anything else of it is read`() throws {
    var later = try bytes()
    later[8] = 3
    try put(later)
    #expect(refusal()?.what == "is a state file of format version 3, and this program reads version 2")
  }

  @Test func `a transfer as text is found`() throws {
    let whole = try bytes()
    try put(whole.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
    #expect(refusal()?.what == "is not a state file")
  }

  @Test func `a missing file and a folder are named`() throws {
    #expect(refusal()?.what == "cannot be read (No such file or directory)")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(refusal()?.what == "is not a file")
    let error = #expect(throws: OutputError.self) { try StateFile.prepare(path) }
    #expect(error?.what == "is a folder")
  }

  @Test func `a file of another origin is refused with the difference`() throws {
    _ = try bytes()
    let file = try StateFile(path: path)
    func what(_ change: (inout StateFile.Origin) -> Void) -> String {
      var wanted = origin
      change(&wanted)
      return #expect(throws: StateFileError.self) { try file.check(against: wanted) }?.what ?? ""
    }
    #expect(what { $0.numericContract = 9 } == "follows numeric contract 1, and this program contract 9")
    #expect(
      what { ($0.sweep, $0.specSHA256) = ("large", String(repeating: "cd", count: 32)) }
        == "is of the sweep small (abababababab), not of this large (cdcdcdcdcdcd)")
    #expect(
      what { $0.specSHA256 = String(repeating: "cd", count: 32) }
        == "is of another text of the sweep small (abababababab), not of this small (cdcdcdcdcdcd)")
    #expect(what { $0.build = "1.2.4" } == "was computed by version 1.2.3, and this is 1.2.4")
    #expect(what { $0.selfTest = String(repeating: "00", count: 32) }.hasPrefix("was computed on a host whose"))
  }

  @Test func `only the same state of the same blocks is the same`() throws {
    func file(_ name: String, _ state: [UInt8], _ blocks: BlockSet, build: String = "1.2.3") throws -> StateFile {
      var origin = origin
      origin.build = build
      try StateFile.write(.init(state, of: blocks, origin: origin, text: "{}"), to: "\(folder)/\(name)")
      return try StateFile(path: "\(folder)/\(name)")
    }
    let one = try file("1", state, blocks)
    #expect(try one.holdsTheSame(as: file("2", state, blocks)))
    #expect(try !one.holdsTheSame(as: file("3", state.reversed(), blocks)))
    #expect(try !one.holdsTheSame(as: file("4", state, BlockSet(BlockRange(0, 1)))))
  }

  @Test func `a place that cannot be written is refused with the option that named it`() throws {
    for action in [
      { try StateFile.prepare("/proc/a.state") },
      {
        try StateFile.write(.init(self.state, of: self.blocks, origin: self.origin, text: "{}"), to: "/proc/a.state")
      },
    ] as [() throws -> Void] {
      let error = #expect(throws: OutputError.self) { try action() }
      #expect(error?.remedy.contains("--state FILE") == true)
    }
  }

  @Test func `blocks in words have both ends`() {
    #expect(BlockSet(BlockRange(0, 10)).sentence == "blocks 0..9")
    #expect(blocks.sentence == "blocks 3..4 and 9..9")
    #expect(BlockSet([BlockRange(0, 1), BlockRange(2, 3), BlockRange(5, 9)]).sentence == "blocks 0..0, 2..2 and 5..8")
  }
}
