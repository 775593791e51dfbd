import Formulas
import Sweeps

/// The transform of one uncertain input on its own: what a uniform draw becomes, with the bits of a sweep.
public struct InputTransform {
  let distribution: Distribution
  let input: String
  let declaration: ModelDeclaration

  /// - Parameters:
  ///   - distribution: any but `perAxis`, whose cases are asked one by one.
  public init(_ distribution: Distribution, input: String, declaration: ModelDeclaration) {
    self.distribution = distribution
    self.input = input
    self.declaration = declaration
  }

  /// The input at a uniform in (0, 1).
  public func value(at uniform: Double) -> Double {
    let lowering = DistributionLowering(declaration: declaration, inputs: [:])
    return lowering.value(of: distribution, input: input, uniform: TracedLane(uniform)).constant ?? .nan
  }
}
