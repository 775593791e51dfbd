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
