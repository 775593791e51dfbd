import Foundation

/// A comma-separated file beside the tests, without its header where it has one.
enum Fixture {
  static func rows(_ name: String, skippingHeader: Bool) throws -> [[String]] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name).csv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    return lines.dropFirst(skippingHeader ? 1 : 0)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }
}
