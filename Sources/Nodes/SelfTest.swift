import Aggregates
import Formulas
import Models
import Sweeps
import Wire

/// A numeric self-test: a hash of what this host computes for a small sweep of every model. Hosts with equal hashes give
/// equal bits; a coordinator refuses a worker whose hash differs from its own.
public enum SelfTest {
  /// SHA-256 over the states of all models under both random designs.
  public static func hash(_ instructionSet: InstructionSet) throws -> SpecHash {
    var digest = SHA256()
    for model in Catalogue.models {
      for design in [Sample.Design.sobol, .random] {
        let plan = try Plan(sweep(of: model.declaration, design), declaration: model.declaration)
        let workload = Workload(plan, model: model)
        var state = SweepState(layout: workload.layout)
        instructionSet.engine(workload).run(BlockRange(0, plan.blockCount), into: &state) { _ in true }
        digest.update(state.encode())
      }
    }
    guard let hash = SpecHash(digest.digest()) else { preconditionFailure("SHA-256 has 32 bytes") }
    return hash
  }

  /// Every input that has a default distribution is uncertain; every output is measured.
  private static func sweep(of declaration: ModelDeclaration, _ design: Sample.Design) -> Sweep {
    Sweep(
      name: "self-test", model: ModelReference(name: declaration.name, version: declaration.version), seed: 1,
      uncertain: declaration.inputs.compactMap { input in
        input.distribution.map { UncertainInput(input: input.name, distribution: $0) }
      },
      sample: Sample(design: design, size: 256, replicates: 1),
      reports: declaration.outputs.map {
        Report(
          name: $0.name,
          question: .statistics(of: .name($0.name), [.mean, .kurtosis, .min, .max, .quantile(0.5), .cvar(0.95)]), by: []
        )
      })
  }
}
