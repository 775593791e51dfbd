/// A node of the file with its place.
struct Entry {
  indirect enum Content {
    /// A scalar. `plain` is false inside quotes.
    case text(String, plain: Bool)
    case list([Entry])
    case map([Pair])
  }

  struct Pair {
    var key: String
    /// Line of the key.
    var line: Int
    var value: Entry
  }

  var line: Int
  var path: String
  var content: Content

  /// Nothing after the colon, `~` or `null`.
  var isEmpty: Bool {
    if case .text(let text, plain: true) = content { return ["", "~", "null"].contains(text) }
    return false
  }

  /// The text of a scalar; a complaint for a list or mapping.
  func text(_ wanted: String) throws(Complaint) -> String {
    if case .text(let text, _) = content, !isEmpty { return text }
    throw Complaint("\(kind) where \(wanted) belongs", "write \(wanted)")
  }

  /// The pairs of a mapping, or of nothing.
  func pairs(_ wanted: String) throws(Complaint) -> [Pair] {
    if isEmpty { return [] }
    if case .map(let pairs) = content { return pairs }
    throw Complaint("\(kind) where \(wanted) belongs", "write \(wanted), one line each")
  }

  /// The entries of a list; a scalar is a list of one.
  var items: [Entry] {
    if isEmpty { return [] }
    if case .list(let entries) = content { return entries }
    return [self]
  }

  private var kind: String {
    switch content {
    case .text: isEmpty ? "nothing" : "a plain value"
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}
