import Formulas
import Sweeps

/// Which points of a plan cannot be built, and why, as the model says of them at the middle of all draws. Points are cells
/// under options; of many, a sample spread over the map is looked at.
public struct FeasibilitySurvey: Sendable {
  /// A reason, which begins with the name of an input.
  public struct Reason: Hashable, Sendable {
    /// The sentence of the first point it holds for.
    public var sentence: String
    /// Axes and decisions at that point.
    public var example: [FixedInput]
    /// Points it holds for; of many sentences about one input the later ones count with the last that is kept.
    public var points: Int
  }
  public private(set) var checked = 0
  public private(set) var infeasible = 0
  /// In the order in which they were met.
  public private(set) var reasons: [Reason] = []

  /// - Parameter limit: points to look at, about.
  public init(_ plan: Plan, model: any Model, limit: Int = 400) {
    let tracer = ScopeTracer(plan: plan, model: model)
    let middle = plan.drawLayout.draws.map { _ in TracedLane(0.5) }
    for pass in plan.passes {
      let share = max(1, limit / max(1, plan.passes.count * pass.options.count))
      let cells = Int(clamping: pass.numbering.cells)
      for index in 0..<min(cells, share) {
        let cell = cells <= share ? index : Int(Double(index) * Double(cells - 1) / Double(max(1, share - 1)))
        let coordinates = pass.coordinates(of: cell).enumerated().map { axis, position in
          FixedInput(
            input: plan.sweep.axes[axis].input, value: plan.axisValues[axis][pass.axisPositions[axis][position]])
        }
        for option in pass.options { look(at: coordinates, option, middle, tracer) }
      }
    }
  }

  private mutating func look(
    at coordinates: [FixedInput], _ option: Option, _ middle: [TracedLane], _ tracer: ScopeTracer
  ) {
    let lanes = coordinates.map { tracer.constant($0.value, of: $0.input) }
    let (inputs, scope) = tracer.scope(option, coordinates: lanes, uniforms: middle)
    // What `where` leaves out is no part of the sweep.
    if let filter = tracer.plan.sweep.filter, scope.truth(filter).truth.constant != 1 { return }
    checked += 1
    let sentences = tracer.model.infeasibilities(ModelInputs(constants: inputs))
    guard !sentences.isEmpty else { return }
    infeasible += 1
    let chosen = coordinates.filter { place in !option.choices.contains { $0.input == place.input } } + option.choices
    for sentence in sentences {
      let related = reasons.indices.filter { reasons[$0].sentence.subject == sentence.subject }
      if let known = related.first(where: { reasons[$0].sentence == sentence }) {
        reasons[known].points += 1
      } else if let last = related.last, related.count >= Self.sentencesOfOneInput {
        reasons[last].points += 1
      } else {
        reasons.append(Reason(sentence: sentence, example: chosen, points: 1))
      }
    }
  }

  /// Sentences about one input that are kept: they may differ in every cell.
  private static let sentencesOfOneInput = 3
}

extension String {
  /// What a sentence is about: the words before its colon.
  fileprivate var subject: Substring { prefix { $0 != ":" } }
}
