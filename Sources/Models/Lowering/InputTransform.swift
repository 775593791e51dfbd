import Formulas
import Sweeps

/// The transform of one uncertain input on its own: what a uniform draw becomes, with the bits of a sweep.
public struct InputTransform {
  private let value: (Double) -> Double

  /// - Parameters:
  ///   - distribution: any but `perAxis`, whose cases are asked one by one.
  public init(_ distribution: Distribution, input: String, declaration: ModelDeclaration) {
    let lowering = DistributionLowering(declaration: declaration, inputs: [:])
    value = { uniform in
      lowering.value(of: distribution, input: input, uniform: TracedLane(uniform)).constant ?? .nan
    }
  }

  /// The input at a uniform in (0, 1).
  public func value(at uniform: Double) -> Double { value(uniform) }
}
