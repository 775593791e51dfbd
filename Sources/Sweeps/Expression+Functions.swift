extension Expression {
  /// A function of the expression language by its written name. What it takes stands in `signature`; its body, over
  /// lanes, is the business of the module that evaluates expressions.
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case exp, log, sqrt, abs, floor, min, max
    case normalCDF = "normal_cdf"
    case normalQuantile = "normal_quantile"
    case annuity
    case presentValue = "present_value"
    case wright
    case newsvendor
    case perpetualOptionTrigger = "perpetual_option_trigger"
    case blackScholesCall = "black_scholes_call"
    case blackScholesPut = "black_scholes_put"
  }
}

extension Expression.Function {
  /// What an argument or a result measures.
  public enum Measure: Hashable, Sendable {
    /// Anything; what comes of it has no known unit.
    case anything
    /// A pure number.
    case pure
    /// A pure number, or one per year.
    case rate
    /// A number of years.
    case years
    /// The unit of the other arguments with this measure, and of the result if it has it too.
    case quantity
    /// The same for a second unit.
    case price
  }

  public struct Parameter: Hashable, Sendable {
    public var name: String
    public var measure: Measure
  }

  /// What a function takes and gives.
  public struct Signature: Sendable {
    public var parameters: [Parameter]
    /// Whether more arguments like the last one may follow.
    public var isOpen: Bool
    public var result: Measure
    /// What it computes, one sentence.
    public var doc: String

    fileprivate init(
      _ parameters: KeyValuePairs<String, Measure>, isOpen: Bool = false, gives result: Measure, _ doc: String
    ) {
      self.parameters = parameters.map { Parameter(name: $0.key, measure: $0.value) }
      self.isOpen = isOpen
      self.result = result
      self.doc = doc
    }

    /// Whether a call may have this many arguments.
    public func takes(_ count: Int) -> Bool { isOpen ? count >= parameters.count : count == parameters.count }

    /// The parameter that an argument stands for.
    public func parameter(_ argument: Int) -> Parameter {
      argument < parameters.count ? parameters[argument] : parameters[parameters.count - 1]
    }
  }

  /// As a call is written: `annuity(rate, years)`.
  public var usage: String {
    let names = signature.parameters.map(\.name) + (signature.isOpen ? ["..."] : [])
    return "\(rawValue)(\(names.joined(separator: ", ")))"
  }

  public var signature: Signature {
    switch self {
    case .exp: Signature(["x": .anything], gives: .anything, "e to the x.")
    case .log: Signature(["x": .anything], gives: .anything, "The natural logarithm.")
    case .sqrt: Signature(["x": .anything], gives: .anything, "The square root.")
    case .abs: Signature(["x": .quantity], gives: .quantity, "The magnitude.")
    case .floor: Signature(["x": .quantity], gives: .quantity, "The largest whole number not above x.")
    case .min: Signature(["a": .quantity, "b": .quantity], isOpen: true, gives: .quantity, "The smallest.")
    case .max: Signature(["a": .quantity, "b": .quantity], isOpen: true, gives: .quantity, "The largest.")
    case .normalCDF:
      Signature(["z": .pure], gives: .pure, "Probability that a standard normal number is at most z.")
    case .normalQuantile:
      Signature(["p": .pure], gives: .pure, "The standard normal number that is not exceeded with probability p.")
    case .annuity:
      Signature(
        ["rate": .rate, "years": .years], gives: .anything,
        "What 1 borrowed today costs a year (the capital recovery factor): 1 over present_value.")
    case .presentValue:
      Signature(
        ["rate": .rate, "years": .years], gives: .anything,
        "Present value of 1 a year, paid at the end of each year, at a yearly discount rate.")
    case .wright:
      Signature(
        ["first": .quantity, "learning_rate": .pure, "units": .anything], gives: .quantity,
        "Cost of the unit of this number when every doubling of the number makes it cheaper by the learning rate.")
    case .newsvendor:
      Signature(
        ["mean": .quantity, "sd": .quantity, "price": .price, "cost": .price, "salvage": .price], gives: .quantity,
        "The most profitable order for normal demand, where what is left over goes at the salvage value.")
    case .perpetualOptionTrigger:
      Signature(
        ["rate": .rate, "payout": .rate, "volatility": .pure], gives: .pure,
        "Value over cost of an investment from which waiting no longer pays.")
    case .blackScholesCall:
      Signature(Self.option, gives: .quantity, "Value of the right to buy at the strike; a continuous yearly rate.")
    case .blackScholesPut:
      Signature(Self.option, gives: .quantity, "Value of the right to sell at the strike; a continuous yearly rate.")
    }
  }

  private static var option: KeyValuePairs<String, Measure> {
    ["spot": .quantity, "strike": .quantity, "rate": .rate, "volatility": .pure, "years": .years]
  }
}
