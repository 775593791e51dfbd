import Testing

@testable import Nodes

@Suite struct OpenFilesTests {
  @Test(arguments: [(0, 1), (64, 1), (65, 1), (1024, 960), (1_048_576, 1_048_512)])
  func `a coordinator has room for what the limit leaves`(limit: Int, room: Int) {
    #expect(OpenFiles.connections(within: limit) == room)
  }

  @Test(arguments: [(0, 1), (66, 1), (67, 1), (68, 2), (1024, 480), (8_256, 4_096)])
  func `a child takes two`(limit: Int, room: Int) {
    #expect(OpenFiles.processes(within: limit) == room)
  }

  @Test func `the sentence says what is needed, what there is and what to do`() {
    let sentence = TooFewOpenFiles(option: "--cores", processes: 600, needed: 1264, limit: 1024, room: 480).description
    #expect(sentence.contains("--cores 600 needs 1264 open files and the system allows this process 1024;"))
    #expect(sentence.contains("ulimit -Hn") && sentence.hasSuffix("or use --cores 480"))
  }

  @Test func `this process may have what its user may have`() throws {
    let limit = OpenFiles.raiseLimit()
    #expect(limit > 64)
    try OpenFiles.allow(processes: 1, askedWith: "--cores")
    #expect(throws: TooFewOpenFiles.self) { try OpenFiles.allow(processes: limit, askedWith: "--cores") }
  }
}
