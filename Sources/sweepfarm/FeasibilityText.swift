import Models
import Sweeps

extension FeasibilitySurvey {
  /// What `plan` and `run` say of points that cannot be built; empty where there are none.
  var text: String {
    guard infeasible > 0 else { return "" }
    let share = infeasible == checked ? "every one" : "\(infeasible)"
    var text = "infeasible at the middle of the draws: \(share) of \(checked) points looked at\n"
    for reason in reasons {
      let place = reason.example.map { "\($0.input) \($0.value.readable)" }.joined(separator: ", ")
      let points = reason.points == 1 ? "1 point" : "\(reason.points) points"
      text += "  \(reason.sentence)\n    \(points)\(place.isEmpty ? "" : ", the first at \(place)")\n"
    }
    return text
  }

  var json: JSON {
    .object([
      .init("checked", .integer(Int64(checked))), .init("infeasible", .integer(Int64(infeasible))),
      .init(
        "reasons",
        .array(
          reasons.map { reason in
            .object([
              .init("sentence", .string(reason.sentence)), .init("points", .integer(Int64(reason.points))),
              .init("first_at", .object(reason.example.map { .init($0.input, $0.value.json) })),
            ])
          })),
    ])
  }
}

extension Value {
  /// For people: at most six digits, and a path whose end repeats itself without the repetition.
  var readable: String {
    switch self {
    case .number(let number): return ReadableNumber.text(number)
    case .choice(let name): return name
    case .path(let numbers):
      guard let last = numbers.last else { return "no steps" }
      let shown = numbers.dropLast(numbers.reversed().prefix { $0 == last }.count).map { ReadableNumber.text($0) }
      let rest = ReadableNumber.text(last)
      guard !shown.isEmpty else { return "\(rest) in all \(numbers.count) steps" }
      if numbers.count - shown.count == 1 { return (shown + [rest]).joined(separator: ", ") }
      return "\(shown.joined(separator: ", ")), then \(rest) (\(numbers.count) steps)"
    }
  }
}
