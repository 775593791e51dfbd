/// A figure foretold, with the interval in which nine of ten published ones should fall.
public struct Prediction: Hashable, Sendable {
  /// What a constant of the prediction owes to the row it predicts.
  public enum Basis: String, Hashable, Sendable {
    /// A constant was fitted on this row among others.
    case fitted
    /// The constants were fitted on other rows of its table.
    case heldOut = "held_out"
    /// The constants are stated by their sources; nothing was fitted.
    case stated
  }

  public var value: Double
  /// 5% to 95%, in the unit of the value.
  public var interval: ClosedRange<Double>
  public var basis: Basis

  public init(value: Double, interval: ClosedRange<Double>, basis: Basis) {
    self.value = value
    self.interval = interval
    self.basis = basis
  }
}
