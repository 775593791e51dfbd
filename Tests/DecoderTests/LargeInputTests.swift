import DecoderKit
import Foundation
import Testing

/// Texts too large for a corpus: each made a reader run out of stack, or take time that grew faster than the text.
@Suite struct LargeInputTests {
  private static let head = "sweep: s\nmodel: everything\nuncertain: {share: 0.1 to 0.2}\nreport: {r: {of: cost}}\n"

  /// 200 kB each.
  private static let texts: [String: String] = [
    "a long sum": head + "where: \"" + String(repeating: "1+", count: 100_000) + "1 > 0\"\n",
    "many signs": head + "where: \"" + String(repeating: "-", count: 200_000) + "1 > 0\"\n",
    "open parentheses": head + "where: \"" + String(repeating: "(", count: 200_000) + "1 > 0\"\n",
    "many arguments": head + "where: \"max(1" + String(repeating: ",1", count: 100_000) + ") > 0\"\n",
    "nested distributions": head + "fixed: {number: \"" + String(repeating: "clip(", count: 40_000) + "\"}\n",
    "many derived names": head + "derive:\n" + (0..<14_000).map { "  d\($0 + 1): d\($0)+1\n" }.joined(),
    "a key given often": head + String(repeating: "fixed: 1\n", count: 22_000),
    "open brackets": head + "fixed: " + String(repeating: "[", count: 200_000),
    "open braces": head + "fixed: " + String(repeating: "{a: ", count: 50_000),
    "nested dashes": String(repeating: "- ", count: 100_000),
    "a key that doubles": doubling + "? *a25\n: 1\n",
    "a long number": head + "fixed: {number: " + String(repeating: "1", count: 200_000) + "}\n",
    "a long unit": head + "fixed: {number: 1 " + String(repeating: "USD*", count: 50_000) + "USD}\n",
  ]

  /// Every anchor holds the one before three times.
  private static var doubling: String {
    "a0: &a0 [x, x]\n" + (1..<30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n" }.joined()
  }

  @Test(.timeLimit(.minutes(1)), arguments: texts.keys.sorted())
  func `a large text is refused with a line and a remedy, and soon`(name: String) throws {
    let decoder = try #require(CheckedDecoder.all.first { $0.name == "sweep-file" })
    let text = try #require(Self.texts[name])
    #expect(try decoder.check(Array(text.utf8)) == .refused)
  }
}
