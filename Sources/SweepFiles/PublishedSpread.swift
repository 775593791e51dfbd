import Sweeps

/// What `default` means under `uncertain`: the distribution that the model declares. Where that follows a choice input,
/// the sweep says which cases are meant: those of an axis or decision, or the one of a choice that is held.
struct PublishedSpread {
  var declaration: ModelDeclaration?
  /// Axes and decisions.
  var axes: [Axis] = []
  var fixed: [FixedInput] = []
  /// Full names of the uncertain inputs.
  var uncertain: Set<String> = []

  /// The declared distribution of an input in this sweep.
  func distribution(of input: InputDeclaration) throws(Complaint) -> Distribution {
    guard let distribution = input.distribution else {
      throw Complaint("no spread of \(input.name) is published", "write a distribution such as `a to b`")
    }
    guard case .perAxis(let choice, let cases) = distribution else { return distribution }
    if uncertain.contains(choice) {
      throw Complaint(
        "the published spread of \(input.name) follows \(choice), which is uncertain here",
        "write a distribution such as `a to b`, or put \(choice) under `decide`")
    }
    let values = axes.first { $0.input == choice }?.values ?? [held(choice)].compactMap { $0 }
    for value in values where !cases.contains(where: { $0.value == value }) {
      throw Complaint(
        "no spread of \(input.name) is published for \(choice) \(value.label)",
        "write a distribution such as `a to b`")
    }
    guard !axes.contains(where: { $0.input == choice }) else { return distribution }
    return cases.first { $0.value == values.first }?.distribution ?? distribution
  }

  /// The value of a choice that is neither axis, decision nor uncertain.
  private func held(_ choice: String) -> Value? {
    fixed.first { $0.input == choice }?.value ?? declaration?.input(choice)?.defaultValue
  }
}
