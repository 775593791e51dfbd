import Formulas

/// Reads the inputs of a published row as lanes, and turns what a row lacks into a reason.
struct RowReader {
  let row: PublishedRow

  /// An input the row does not give, or not as a number.
  struct Missing: Error {
    let name: String
  }

  func has(_ name: String) -> Bool { row.inputs[name] != nil }

  /// The input of this name; `0.08/12` is a quotient.
  func callAsFunction(_ name: String) throws(Missing) -> ScalarLane {
    guard let text = row.inputs[name] else { throw Missing(name: name) }
    let parts = text.split(separator: "/").map { Double($0) }
    switch (parts.count, parts.first ?? nil, parts.last ?? nil) {
    case (1, let value?, _): return ScalarLane(value)
    case (2, let a?, let b?): return ScalarLane(a / b)
    default: throw Missing(name: name)
    }
  }

  func callAsFunction(_ name: String, or fallback: Double) throws(Missing) -> ScalarLane {
    has(name) ? try self(name) : ScalarLane(fallback)
  }

  /// The sum of every input of the row.
  func sum() throws(Missing) -> ScalarLane {
    var total = ScalarLane(0)
    for name in row.inputs.keys.sorted() { total = try total + self(name) }
    return total
  }

  /// The number a computation gives, or the reason it cannot.
  func answer(_ compute: () throws(Missing) -> ScalarLane?) -> Computed {
    do {
      guard let value = try compute() else { return .notModelled("no model of this program computes it") }
      return .number(value.value)
    } catch {
      return .notModelled("the row gives no number for \(error.name)")
    }
  }
}
