/// What a model says about itself: the catalogue entry without its equations.
public struct ModelDeclaration: Hashable, Sendable {
  public var name: String
  public var version: Int
  /// The question the model answers, one sentence.
  public var question: String
  public var inputs: [InputDeclaration]
  public var outputs: [OutputDeclaration]

  public init(
    name: String, version: Int, question: String, inputs: [InputDeclaration], outputs: [OutputDeclaration]
  ) {
    self.name = name
    self.version = version
    self.question = question
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The input with this full name or symbol.
  public func input(_ nameOrSymbol: String) -> InputDeclaration? {
    inputs.first { $0.name == nameOrSymbol } ?? inputs.first { $0.symbol == nameOrSymbol }
  }

  /// The output with this full name or symbol.
  public func output(_ nameOrSymbol: String) -> OutputDeclaration? {
    outputs.first { $0.name == nameOrSymbol } ?? outputs.first { $0.symbol == nameOrSymbol }
  }
}

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
  public var defaultValue: Value
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

public struct OutputDeclaration: Hashable, Sendable {
  public var name: String
  public var symbol: String
  public var unit: String
  public var doc: String

  public init(name: String, symbol: String, unit: String, doc: String) {
    self.name = name
    self.symbol = symbol
    self.unit = unit
    self.doc = doc
  }
}
