/// An input of a model: its name, what values make sense, and what it is where nobody gives it.
public struct InputDeclaration: Hashable, Sendable {
  /// What values make sense, and which family an interval `a to b` gets.
  public enum Kind: Hashable, Sendable {
    /// Greater than zero (or zero, where `allowsZero`): an interval is lognormal.
    case positive(allowsZero: Bool)
    /// In [0, 1]: an interval is logit-normal.
    case fraction
    /// Any finite number: an interval is normal.
    case real
    /// A whole number of at least `minimum`.
    case count(minimum: Int)
    /// One of these names.
    case choice([String])
  }

  /// snake_case, as written in sweep files.
  public var name: String
  /// The symbol of the model's text, accepted wherever the name is.
  public var symbol: String
  /// As `Unit(parsing:)` reads it; "1" for a pure number.
  public var unit: String
  public var kind: Kind
  /// What the input is where nobody gives it; for a path, the number of every step.
  public var defaultValue: Value
  /// Defaults that follow a choice input; a choice without one has `defaultValue`.
  public var defaultPer: ChoiceDefaults?
  /// Numbers in the input, where it is a path: one for each step of time, fewer where a model's horizon is shorter.
  /// Nil for the usual input of one value. A path is a number, never a choice.
  public var length: Int?
  /// The allowed range where it is narrower than the kind's.
  public var limit: InputLimit?
  /// What `default` means under `uncertain`; nil where no spread is published.
  public var distribution: Distribution?
  /// Public source of the default: author, year, table or URL.
  public var source: String
  public var doc: String

  public init(
    name: String, symbol: String, unit: String, kind: Kind, default defaultValue: Value,
    distribution: Distribution? = nil, source: String, doc: String
  ) {
    self.name = name
    self.symbol = symbol
    self.unit = unit
    self.kind = kind
    self.defaultValue = defaultValue
    self.distribution = distribution
    self.source = source
    self.doc = doc
  }
}

extension InputDeclaration {
  /// The same input with defaults that follow a choice input. A value that a person gives wins over them.
  public func byDefault(per choice: String, _ cases: KeyValuePairs<String, Double>) -> Self {
    var copy = self
    copy.defaultPer = ChoiceDefaults(
      input: choice, cases: cases.map { ChoiceDefaults.Case(choice: $0.key, value: .number($0.value)) })
    return copy
  }

  /// The same input held inside a range, with the reason as a short clause: "the reticle field is 26 x 33 mm".
  public func limited(_ range: InputLimit.Range, because reason: String) -> Self {
    var copy = self
    copy.limit = InputLimit(range, because: reason)
    return copy
  }

  /// The same input as a path of `length` numbers, each of the kind, unit and limit of this one.
  public func path(length: Int) -> Self {
    var copy = self
    copy.length = length
    return copy
  }

  /// Whether values are names.
  public var isChoice: Bool {
    if case .choice = kind { true } else { false }
  }

  /// The declared name of a choice: exactly as written, or else the only one that differs in case alone.
  public func choice(reading text: String) -> String? {
    guard case .choice(let names) = kind else { return nil }
    if names.contains(text) { return text }
    let wanted = text.lowercased()
    let matches = names.filter { $0.lowercased() == wanted }
    return matches.count == 1 ? matches[0] : nil
  }

  /// The default where the choice input of `defaultPer` has this value.
  public func defaultValue(under choice: Value?) -> Value {
    defaultPer?.cases.first { .choice($0.choice) == choice }?.value ?? defaultValue
  }

  /// The name of one step of a path, under which it draws: `demand_shocks[3]`, counted from 0.
  public func stepName(_ step: Int) -> String { "\(name)[\(step)]" }
}
