import Testing

/// Files are short, say what they mean, and carry no litter.
@Suite struct TextTests {
  /// Not written by hand: generated code, the protocol page with its comments, a table packed into text.
  private static let exempt: Set = [
    "Sources/Wire/sweepfarm.pb.swift", "Sources/Wire/sweepfarm.proto", "Sources/Formulas/SobolTable.swift",
  ]
  /// What people wrote; figures that tests compare with are left out too.
  private static let written = Repository.files.filter {
    !exempt.contains($0.path) && !$0.path.contains("/Fixtures/")
  }

  @Test func `a file has fewer than 400 lines`() {
    let faults = Self.written.filter { $0.lines.count > 400 }.map { "\($0.path): \($0.lines.count) lines" }
    #expect(faults == [])
  }

  @Test func `a file ends with one newline and has no blanks at the ends of lines`() {
    #expect(Self.written.filter { !$0.text.hasSuffix("\n") || $0.text.hasSuffix("\n\n") }.map(\.path) == [])
    #expect(Self.written.places { $0.last == " " || $0.contains("\t") ? "blank at the end, or a tab" : nil } == [])
  }

  // The words are built from halves so that this file passes its own tests.
  @Test func `nothing is forced past an error`() {
    let forced = ["try" + "!", "as" + "!", "fatalError" + "("]
    let faults = Self.written.filter { $0.path.hasSuffix(".swift") }.places { line in
      forced.first { line.contains($0) }
    }
    #expect(faults == [])
  }

  @Test func `nothing is left for later`() {
    let notes = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"]
    #expect(Self.written.places { line in notes.first { line.contains($0) } } == [])
  }

  @Test func `texts speak of the product and not of how it was made`() {
    let banned = ["work" + "tree", "found" + "er", "team" + "mate", "chat" + "bot", "co-" + "author"]
    let faults = Self.written.places { line in
      let lower = line.lowercased()
      return banned.first { lower.contains($0) }
    }
    #expect(faults == [])
  }

  @Test func `no path of one machine is written down`() {
    let faults = Self.written.places { line in
      for place in ["/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", "/wo" + "rk/", "/mn" + "t/"]
      where line.contains(place) {
        return place
      }
      return nil
    }
    #expect(faults == [])
  }

  @Test func `only commands print`() {
    let faults = Repository.sources.filter { $0.module != "sweepfarm" }.places { line in
      let code = line.drop { $0 == " " }
      return code.hasPrefix("print(") || code.hasPrefix("debugPrint(") || code.hasPrefix("dump(") ? String(code) : nil
    }
    #expect(faults == [])
  }
}
