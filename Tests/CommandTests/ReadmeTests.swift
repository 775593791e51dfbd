import Foundation
import Testing

/// The README shows what its first command really prints, fingerprint included.
@Suite struct ReadmeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    .path

  /// The first block of output in the README; lines of three dots stand for what is left out.
  private func shownLines() throws -> [String] {
    let readme = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
    let start = try #require(readme.range(of: "```text\n"))
    let end = try #require(readme.range(of: "\n```", range: start.upperBound..<readme.endIndex))
    return readme[start.upperBound..<end.lowerBound].components(separatedBy: "\n")
  }

  @Test func `the ready sweep prints what the README shows`() throws {
    let outcome = try withTemporaryFolder { folder in
      try Program.run(["run", Self.root + "/Cluster/sweeps/own-chip.yaml"], in: folder)
    }
    #expect(outcome.code == 0)
    let printed = outcome.output.components(separatedBy: "\n")
    var next = 0
    for part in try shownLines().split(separator: "...") {
      let start = printed[next...].firstIndex { $0 == part.first }
      next = try #require(start, "not printed: \(part.first ?? "")")
      let found = printed[next...].prefix(part.count)
      for (line, shown) in zip(found, part) { #expect(line == shown) }
      next += part.count
    }
    #expect(printed[next...].joined() == "", "the block ends with the last line")
  }
}
