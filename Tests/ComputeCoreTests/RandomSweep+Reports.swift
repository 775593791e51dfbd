import Sweeps

/// Random questions, predicates and expressions.
extension RandomSweep {
  mutating func report(_ name: String, _ axes: [Axis], _ decisions: [Axis]) -> Report {
    var at: [FixedInput] = []
    var by: [String] = []
    var over: [String] = []
    let isContest = chance(0.35) && !(axes + decisions).isEmpty
    for axis in axes + decisions {
      let isDecision = decisions.contains(axis)
      if isContest, over.isEmpty || chance(0.3), isDecision || chance(0.5) {
        over.append(axis.input)
      } else if chance(0.3) {
        // An axis may be held at a value that is not on it.
        let off = declaration.input(axis.input).map { value($0) } ?? axis.values[0]
        at.append(FixedInput(input: axis.input, value: isDecision || chance(0.5) ? axis.values[0] : off))
      } else {
        by.append(axis.input)
      }
    }
    by.shuffle(using: &random)
    let filter = chance(0.3) ? predicate(over.isEmpty && at.isEmpty ? decisions : []) : nil
    return Report(
      name: name, question: question(over, decisions, isContest: !over.isEmpty), by: by, at: at, filter: filter)
  }

  private mutating func question(_ over: [String], _ decisions: [Axis], isContest: Bool) -> Report.Question {
    if isContest { return .best(chance(0.5) ? .min : .max, of: number(1, []), over: over) }
    if chance(0.25) { return .probability(predicate(decisions)) }
    let all: [Statistic] = [
      .mean, .sd, .skewness, .kurtosis, .min, .max, .quantile(0.05), .quantile(0.5), .cvar(0.95), .cvar(0.1),
    ]
    let statistics = all.filter { _ in chance(0.35) }
    return .statistics(of: number(2, decisions), statistics.isEmpty ? [.mean] : statistics)
  }

  mutating func number(_ depth: Int, _ decisions: [Axis]) -> Expression {
    let name = names[below(chance(0.8) ? declaration.outputs.count : names.count)]
    guard depth > 0, chance(0.7) else {
      if chance(0.1), !decisions.isEmpty {
        let labels = decisions.map { $0.values[below($0.values.count)].label }
        return .option(output: declaration.outputs[below(declaration.outputs.count)].name, labels: labels)
      }
      return chance(0.15) ? .number(real(-3...3)) : .name(name)
    }
    let a = number(depth - 1, decisions)
    let b = number(depth - 1, decisions)
    switch below(13) {
    case 0: return .unary(.negate, a)
    case 1: return .binary(.add, a, b)
    case 2: return .binary(.subtract, a, b)
    case 3: return .binary(.multiply, a, b)
    case 4: return .binary(.divide, a, b)
    case 5: return .binary(.power, .call(.abs, [a]), .number(real(-1...2)))
    case 6: return .call(.exp, [.call(.min, [a, .number(800)])])
    case 7: return .call(.log, [.call(.abs, [a])])
    case 8: return .call(.sqrt, [a])
    case 9: return .call(.floor, [a])
    case 10: return .call(.min, [a, b, .number(2)])
    case 11: return .call(.max, [a, b])
    default: return predicate(decisions)
    }
  }

  mutating func predicate(_ decisions: [Axis]) -> Expression {
    let comparisons: [Expression.BinaryOperator] = [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual]
    let (a, b) = (number(1, decisions), number(1, decisions))
    let simple = Expression.binary(comparisons[below(6)], a, b)
    switch below(6) {
    case 0: return .unary(.not, simple)
    case 1: return .binary(.and, simple, .binary(.less, a, .number(1e6)))
    case 2: return .binary(.or, simple, .binary(.greater, b, .number(0)))
    case 3: return number(1, decisions)
    default: return simple
    }
  }
}
