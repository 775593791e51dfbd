/// Defaults of an input that follow a choice input, such as a design cost that follows the strategy.
public struct ChoiceDefaults: Hashable, Sendable {
  public struct Case: Hashable, Sendable {
    public var choice: String
    public var value: Value

    public init(choice: String, value: Value) {
      self.choice = choice
      self.value = value
    }
  }
  /// The choice input, itself with a default of its own.
  public var input: String
  public var cases: [Case]

  public init(input: String, cases: [Case]) {
    self.input = input
    self.cases = cases
  }
}
