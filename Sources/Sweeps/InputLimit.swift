/// Numbers an input may have, where that is narrower than its kind, and why.
public struct InputLimit: Hashable, Sendable {
  public enum Range: Hashable, Sendable {
    /// Both ends allowed.
    case within(Double, Double)
    case atLeast(Double)
    case above(Double)
    case atMost(Double)
    case below(Double)
    /// The lower end allowed, the upper one not.
    case fromBelow(Double, Double)
    /// The upper end allowed, the lower one not.
    case aboveTo(Double, Double)
  }
  public var range: Range
  /// A clause that finishes "allowed ... , because": "the reticle field is 26 x 33 mm".
  public var reason: String

  public init(_ range: Range, because reason: String) {
    self.range = range
    self.reason = reason
  }

  /// Whether a number is inside; NaN never is.
  public func allows(_ value: Double) -> Bool {
    switch range {
    case .within(let low, let high): low <= value && value <= high
    case .atLeast(let low): value >= low
    case .above(let low): value > low
    case .atMost(let high): value <= high
    case .below(let high): value < high
    case .fromBelow(let low, let high): low <= value && value < high
    case .aboveTo(let low, let high): low < value && value <= high
    }
  }

  /// The range in words, in a unit: `0..858 mm2`, `less than 1`.
  public func words(unit: String) -> String {
    func text(_ value: Double) -> String { ReadableNumber.text(value) }
    let words =
      switch range {
      case .within(let low, let high): "\(text(low))..\(text(high))"
      case .atLeast(let low): "\(text(low)) or more"
      case .above(let low): "more than \(text(low))"
      case .atMost(let high): "at most \(text(high))"
      case .below(let high): "less than \(text(high))"
      case .fromBelow(let low, let high): "\(text(low)) or more and less than \(text(high))"
      case .aboveTo(let low, let high): "more than \(text(low)) and at most \(text(high))"
      }
    return unit == "1" ? words : "\(words) \(unit)"
  }

  /// The remedy for a number outside: `use 0..858 mm2, because the reticle field is 26 x 33 mm`.
  public func remedy(unit: String) -> String { "use \(words(unit: unit)), because \(reason)" }
}
