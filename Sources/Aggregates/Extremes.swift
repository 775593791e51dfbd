/// A value and the sample that gave it.
public struct Extreme: Hashable, Sendable {
  /// Finite; zero has no sign.
  public let value: Double
  public let sample: UInt64

  /// - Precondition: the value is finite.
  public init(value: Double, sample: UInt64) {
    precondition(value.isFinite, "An extreme must be finite; other values belong in the tally.")
    self.value = value == 0 ? 0 : value
    self.sample = sample
  }
}

/// The smallest and the largest value of a cell with the first samples that gave them.
///
/// Values are ordered as numbers (-0 equals 0) and ties go to the smallest sample, so the order of merging cannot matter.
public struct Extremes: Hashable, Sendable {
  public private(set) var minimum: Extreme?
  public private(set) var maximum: Extreme?

  /// Nothing seen yet.
  public init() {}

  public init(minimum: Extreme, maximum: Extreme) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Takes in the extremes of a block: of several samples with one value, the smallest.
  public mutating func add(minimum: Extreme, maximum: Extreme) {
    self.minimum = self.minimum.map { Self.lower($0, minimum) } ?? minimum
    self.maximum = self.maximum.map { Self.higher($0, maximum) } ?? maximum
  }

  /// Takes in one value.
  public mutating func add(_ value: Double, sample: UInt64) {
    let extreme = Extreme(value: value, sample: sample)
    add(minimum: extreme, maximum: extreme)
  }

  public mutating func merge(_ other: Extremes) {
    guard let minimum = other.minimum, let maximum = other.maximum else { return }
    add(minimum: minimum, maximum: maximum)
  }

  private static func lower(_ a: Extreme, _ b: Extreme) -> Extreme {
    (b.value, b.sample) < (a.value, a.sample) ? b : a
  }

  private static func higher(_ a: Extreme, _ b: Extreme) -> Extreme {
    (-b.value, b.sample) < (-a.value, a.sample) ? b : a
  }
}
