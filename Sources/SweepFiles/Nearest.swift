/// Finds the known name a misspelt one was probably meant to be.
enum Nearest {
  /// `did you mean mfu?`, or the known names where none is near.
  static func remedy(for name: String, among known: [String]) -> String {
    if let best = match(name, among: known) { return "did you mean \(best)?" }
    if known.isEmpty { return "remove it" }
    let shown = known.prefix(12).joined(separator: ", ")
    return known.count > 12 ? "use one of \(shown), ..." : known.count == 1 ? "use \(shown)" : "use one of \(shown)"
  }

  /// The nearest name within a third of the length, the first of equals.
  static func match(_ name: String, among known: [String]) -> String? {
    let allowed = max(1, name.count / 3)
    let ranked = known.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= allowed else { return nil }
    return best.name
  }

  /// Edits that turn one text into the other: insert, delete, replace, and swap of neighbours.
  static func distance(_ a: String, _ b: String) -> Int {
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
