import Sweeps

/// The finished answer to one report: labelled variables over labelled dimensions.
///
/// Values are row-major over the variable's dimensions, the last one fastest. A NaN or a missing text means that the
/// cell holds no data (yet), or that the quantity is undefined there.
public struct Table: Sendable {
  /// A dimension and the labels along it.
  public struct Coordinate: Hashable, Sendable {
    public var name: String
    /// "1" for pure numbers and for names.
    public var unit: String
    public var values: [Value]

    public init(name: String, unit: String, values: [Value]) {
      self.name = name
      self.unit = unit
      self.values = values
    }

    /// Whether every label is a number.
    public var isNumeric: Bool {
      values.allSatisfy { if case .number = $0 { true } else { false } }
    }
  }

  public enum Values: Sendable {
    case numbers([Double])
    case texts([String?])

    public var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .texts(let values): values.count
      }
    }
  }

  /// One quantity of the table.
  public struct Variable: Sendable {
    public var name: String
    public var unit: String
    /// What it is, one phrase.
    public var doc: String
    /// How scenarios became one number, as NetCDF's `cell_methods` says it (`scenario: mean`); nil for counts and texts.
    public var cellMethods: String?
    /// The table's dimensions it runs over: all of them, or all but `option`.
    public var dims: [String]
    public var values: Values
    /// Half-width of the 95% interval for every value; nil where the quantity is exact or its error is unknown.
    public var error: [Double]?

    public init(
      name: String, unit: String, doc: String, cellMethods: String? = nil, dims: [String], values: Values,
      error: [Double]? = nil
    ) {
      self.name = name
      self.unit = unit
      self.doc = doc
      self.cellMethods = cellMethods
      self.dims = dims
      self.values = values
      self.error = error
    }
  }

  /// An input held at one value for the whole table.
  public struct Held: Hashable, Sendable {
    public var input: String
    public var unit: String
    public var value: Value

    public init(input: String, unit: String, value: Value) {
      self.input = input
      self.unit = unit
      self.value = value
    }
  }

  /// What kind of question the table answers; decides how it is shown.
  public enum Kind: Hashable, Sendable {
    case statistics
    case probability
    case best(Report.Goal)
  }

  /// The extra dimension of a `best` table: one label an option, its choices joined by `+`.
  public static let optionDimension = "option"

  /// The report's name.
  public var name: String
  public var kind: Kind
  /// What is reported, as the sweep's text has it: `cost`, `npv.build - npv.buy`, `cost > 1000000000`.
  public var subject: String
  public var coordinates: [Coordinate]
  public var held: [Held]
  public var variables: [Variable]

  public init(
    name: String, kind: Kind, subject: String, coordinates: [Coordinate], held: [Held] = [], variables: [Variable]
  ) {
    self.name = name
    self.kind = kind
    self.subject = subject
    self.coordinates = coordinates
    self.held = held
    self.variables = variables
  }
}

extension Table {
  /// The dimensions of the map: all but `option`.
  public var mapCoordinates: [Coordinate] {
    if case .best = kind { Array(coordinates.dropLast()) } else { coordinates }
  }

  /// Labels of the options of a `best` table, in declared order; empty for other tables.
  public var optionLabels: [String] {
    guard case .best = kind, let option = coordinates.last else { return [] }
    return option.values.map(\.label)
  }

  /// Positions of the map.
  public var cellCount: Int { mapCoordinates.reduce(1) { $0 * $1.values.count } }

  public func variable(_ name: String) -> Variable? { variables.first { $0.name == name } }

  /// The position on each dimension of the map of the cell with this row-major number.
  func position(ofCell cell: Int) -> [Int] {
    var rest = cell
    var position = [Int](repeating: 0, count: mapCoordinates.count)
    for (index, coordinate) in mapCoordinates.enumerated().reversed() {
      position[index] = rest % coordinate.values.count
      rest /= coordinate.values.count
    }
    return position
  }
}

extension Table.Variable {
  /// The numbers; empty for texts.
  public var numbers: [Double] {
    if case .numbers(let values) = values { values } else { [] }
  }

  /// The texts; empty for numbers.
  public var texts: [String?] {
    if case .texts(let values) = values { values } else { [] }
  }
}
