/// Finds the known name a misspelt one was probably meant to be.
public enum Spelling {
  /// The first candidate that begins with `name`, or else the one with the fewest edits, case aside; nil where none is
  /// within a third of the name's length.
  public static func nearest(to name: String, in candidates: [String]) -> String? {
    guard !name.isEmpty else { return nil }
    let wanted = name.lowercased()
    if let start = candidates.first(where: { $0.lowercased().hasPrefix(wanted) }) { return start }
    let ranked = candidates.map { (name: $0, edits: edits(wanted, $0.lowercased())) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }), best.edits <= max(1, name.count / 3) else { return nil }
    return best.name
  }

  /// `did you mean mfu?`, or the first known names where none is near.
  public static func remedy(for name: String, among known: [String], atMost limit: Int = 12) -> String {
    if let best = nearest(to: name, in: known) { return "did you mean \(best)?" }
    if known.isEmpty { return "remove it" }
    let shown = known.prefix(limit).joined(separator: ", ")
    return known.count > limit ? "use one of \(shown), ..." : known.count == 1 ? "use \(shown)" : "use one of \(shown)"
  }

  /// Edits that turn one text into the other: insert, delete, replace, and swap of neighbours (Damerau 1964, optimal
  /// string alignment). Texts count up to 64 characters.
  static func edits(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.prefix(64)), Array(b.prefix(64)))
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        current.append(best)
      }
      (before, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
