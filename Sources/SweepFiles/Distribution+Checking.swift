import Sweeps

extension Distribution {
  /// Complains about parameters that no distribution has, and about values that make no sense for the input.
  func check(for input: InputDeclaration) throws(Complaint) {
    try checkParameters(of: input)
    if case .count = input.kind { try requireWhole(input) }
    if case .choice = input.kind { try requireChoices(input) }
    for value in bounds { try input.check(value, written: value.brief) }
  }

  /// Named values that a draw can reach or, for unbounded families, that the writer gave.
  private var bounds: [Double] {
    switch self {
    case .constant(let value): [value]
    case .normal(.interval(let interval)), .lognormal(.interval(let interval)), .logitNormal(let interval):
      [interval.low, interval.high]
    case .normal(.moments(let mean, _)): [mean]
    case .lognormal(.median(let median, _)): [median]
    case .uniform(let low, let high), .loguniform(let low, let high), .clipped(_, let low, let high): [low, high]
    case .triangular(let min, let mode, let max), .pert(let min, let mode, let max): [min, mode, max]
    case .beta: []
    case .discrete(let values):
      values.compactMap { if case .number(let number) = $0.value { number } else { nil } }
    case .data(let values): values
    case .perAxis: []
    }
  }

  private func checkParameters(of input: InputDeclaration) throws(Complaint) {
    switch self {
    case .constant, .discrete: return
    case .normal(.interval(let interval)): try interval.check()
    case .normal(.moments(_, let sd)): try Self.requirePositive(sd, "sd")
    case .lognormal(.interval(let interval)):
      try Self.requirePositive(interval.low, "the lower end of a lognormal")
      try interval.check()
    case .lognormal(.median(let median, let sigma)):
      try Self.requirePositive(median, "the median of a lognormal")
      try Self.requirePositive(sigma, "sigma")
    case .logitNormal(let interval):
      for value in [interval.low, interval.high] where !(0 < value && value < 1) {
        throw Complaint(
          "\(value.brief) is not a fraction", 0...1 ~= value ? "use more than 0 and less than 1" : "use 0..1")
      }
      try interval.check()
    case .uniform(let low, let high): try Self.requireOrder(low, high, "uniform(\(high.brief), \(low.brief))")
    case .loguniform(let low, let high):
      try Self.requirePositive(low, "the lower end of a loguniform")
      try Self.requireOrder(low, high, "loguniform(\(high.brief), \(low.brief))")
    case .triangular(let min, let mode, let max): try Self.requireMode(min, mode, max, "tri")
    case .pert(let min, let mode, let max): try Self.requireMode(min, mode, max, "pert")
    case .beta(let alpha, let beta):
      try Self.requirePositive(alpha, "alpha")
      try Self.requirePositive(beta, "beta")
    case .data(let values):
      if values.isEmpty { throw Complaint("the column has no values", "give at least one") }
    case .clipped(let inner, let low, let high):
      try inner.checkParameters(of: input)
      try Self.requireOrder(low, high, "clip(.., \(high.brief), \(low.brief))")
    case .perAxis: return
    }
  }

  private func requireWhole(_ input: InputDeclaration) throws(Complaint) {
    switch self {
    case .constant, .discrete, .data, .perAxis: return
    case .clipped(let inner, _, _): try inner.requireWhole(input)
    default:
      throw Complaint("\(input.name) takes whole numbers, and this gives others too", "write {value: weight, ...}")
    }
  }

  private func requireChoices(_ input: InputDeclaration) throws(Complaint) {
    switch self {
    case .discrete, .perAxis: return
    default: throw Complaint("\(input.name) is a choice", "write {choice: weight, ...}")
    }
  }

  private static func requirePositive(_ value: Double, _ name: String) throws(Complaint) {
    if !(value > 0) { throw Complaint("\(name) is \(value.brief)", "use a number above 0") }
  }

  private static func requireOrder(_ low: Double, _ high: Double, _ turned: String) throws(Complaint) {
    if low == high { throw Complaint("both ends are \(low.brief)", "write the plain number \(low.brief)") }
    if low > high { throw Complaint("\(low.brief) is above \(high.brief)", "write \(turned)") }
  }

  private static func requireMode(
    _ min: Double, _ mode: Double, _ max: Double, _ family: String
  ) throws(Complaint) {
    try requireOrder(min, max, "\(family)(\(max.brief), mode, \(min.brief))")
    if !(min...max ~= mode) {
      throw Complaint(
        "the mode \(mode.brief) is outside \(min.brief)..\(max.brief)",
        "write \(family)(min, mode, max) in rising order")
    }
  }
}

extension Interval {
  fileprivate func check() throws(Complaint) {
    if low == high { throw Complaint("both ends are \(low.brief)", "write the plain number \(low.brief)") }
    if low > high {
      throw Complaint("\(low.brief) to \(high.brief) runs downwards", "write \(high.brief) to \(low.brief)")
    }
    if !(0 < coverage && coverage < 1) {
      throw Complaint("a coverage of \(coverage.brief) is not between 0 and 1", "write one such as @ 80%")
    }
  }
}
