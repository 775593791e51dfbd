import Aggregates
import Sweeps

extension Result {
  /// Finishes a state, complete or partial.
  ///
  /// - Parameters:
  ///   - state: merged over exactly the blocks that `coverage` names.
  ///   - specSHA256: of the sweep's canonical text.
  public init(plan: Plan, state: SweepState, coverage: Coverage, specSHA256: String) {
    self.init(
      sweep: plan.sweep.name, model: "\(plan.sweep.model.name)@\(plan.sweep.model.version)", specSHA256: specSHA256,
      seed: plan.sweep.seed, coverage: coverage, stateSHA256: SHA256.hexDigest(of: state.encode()),
      tables: Self.tables(of: plan, state: state))
  }

  /// The tables alone, as a progress display wants them: nothing is encoded or hashed.
  public static func tables(of plan: Plan, state: SweepState) -> [Table] {
    let finisher = Finisher(plan: plan, state: state)
    return plan.sheets.map { finisher.table(for: $0) }
  }
}
