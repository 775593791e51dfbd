import Foundation
import Results
import Sweeps
import Testing

@Suite struct FolderTests {
  @Test func `a result folder holds every file whole and nothing else`() throws {
    let folder = try Examples.temporaryFolder() + "/made/on the way"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ResultFolder.write(Examples.result(), to: folder)
    try ResultFolder.write(Examples.result(), to: folder)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == ["choice.csv", "cost.csv", "over_1b.csv", "result.json", "result.nc"])
    let json = try String(contentsOfFile: folder + "/result.json", encoding: .utf8)
    #expect(try json == Examples.fixture("result.json"))
  }

  @Test func `preparing makes the folder and leaves no file in it`() throws {
    let folder = try Examples.temporaryFolder() + "/a/b"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ResultFolder.prepare(folder)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    try ResultFolder.prepare(folder)
  }

  @Test func `a folder behind a file is refused before anything runs`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("x".utf8).write(to: URL(filePath: folder + "/taken"))
    for path in ["/taken", "/taken/below"] {
      let error = #expect(throws: OutputError.self) { try ResultFolder.prepare(folder + path) }
      #expect(error?.place == folder + path)
      #expect(error?.description.contains("--output DIR") == true)
    }
  }

  @Test func `a place where no file can be created is refused`() {
    let error = #expect(throws: OutputError.self) { try ResultFolder.prepare("/proc") }
    #expect(error?.what.hasPrefix("no file can be created in this folder") == true)
  }

  @Test func `a report's name that is no file name is refused before anything is written`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var table = Examples.overall
    table.name = "../escape"
    let result = Examples.result([Examples.cost, table])
    let error = #expect(throws: OutputError.self) { try ResultFolder.write(result, to: folder) }
    #expect(error?.what == "report '../escape' cannot be a file's name")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func `a writer that fails leaves no part of its file and keeps the earlier one`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ResultFolder.write(Examples.result([Examples.overall]), to: folder)
    let before = try Data(contentsOf: URL(filePath: folder + "/result.nc"))
    var table = Examples.overall
    table.variables[0].name = "a/b"
    #expect(throws: OutputError.self) { try ResultFolder.write(Examples.result([table]), to: folder) }
    #expect(try Data(contentsOf: URL(filePath: folder + "/result.nc")) == before)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == ["over_1b.csv", "result.json", "result.nc"])
  }

  @Test func `a full disk is an error with a remedy`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // /dev/full accepts an open and refuses every byte.
    try FileManager.default.createSymbolicLink(atPath: folder + "/log.jsonl", withDestinationPath: "/dev/full")
    let log = try RunLog(folder: folder)
    let error = #expect(throws: OutputError.self) { try log.append("run started", at: Date()) }
    #expect(error?.what == "cannot be written (No space left on device)")
    #expect(error?.remedy == "free some space, or choose another disk (--output DIR)")
  }

  @Test func `the log keeps the lines of earlier runs`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let time = Date(timeIntervalSince1970: 1_767_225_600.25)
    let first = try RunLog(folder: folder)
    try first.append("run started", [.init("workers", .integer(2))], at: time)
    let second = try RunLog(folder: folder)
    try second.append("run ended", [.init("worker", .string("a\"b"))], at: time.addingTimeInterval(1))
    #expect(
      try String(contentsOfFile: second.path, encoding: .utf8) == """
        {"time":"2026-01-01T00:00:00.250Z","event":"run started","workers":2}
        {"time":"2026-01-01T00:00:01.250Z","event":"run ended","worker":"a\\"b"}

        """)
  }

  @Test func `a log in a folder that is not there is refused`() {
    let error = #expect(throws: OutputError.self) { try RunLog(folder: "/nonexistent/place") }
    #expect(error?.place == "/nonexistent/place/log.jsonl")
  }
}
