/// A calculation compiled as one loop because its state is too large to pass through rows of an expression graph.
///
/// A call computes several instances (the strategies that are compared) from inputs they have in common and inputs of
/// their own. Its results do not depend on which instances share a call.
public enum Kernel: UInt8, Hashable, Sendable, CaseIterable {
  case chipStrategy
}

/// What a kernel is: its shape and its equations, written once over lanes.
public protocol KernelBody {
  /// Inputs that all instances of a call have in common.
  static var sharedInputs: Int { get }
  /// Inputs of one instance.
  static var ownInputs: Int { get }
  /// Outputs of one instance.
  static var outputs: Int { get }
  /// Inputs that steer control flow, at most eight: whole numbers in which the lanes of one vector always agree.
  static var steering: [SteeringInput] { get }
  /// An own input in which neighbours should be alike because all lanes of a vector do the work of the one that needs
  /// most; nil where there is none. Position among the own inputs.
  static var alikeness: SteeringInput? { get }
  /// Floating-point operations of a call for one scenario: a comparison, a selection, a division count 1, a
  /// multiply-add 2.
  static func operations(instances: Int, detailed: Bool) -> Double
  /// Whether an output costs extra, so that it is computed only where somebody reads it.
  static func isDetailed(output: Int) -> Bool
  /// Working storage of a call, in lanes, whatever the steering.
  static func scratchLanes(instances: Int) -> Int

  /// Runs `instances` instances on the scenarios of one lane.
  ///
  /// - Parameters:
  ///   - shared: `sharedInputs` values.
  ///   - own: input k of instance i at `i * ownInputs + k`.
  ///   - steering: the steering inputs in the order of `steering`, within their ranges.
  ///   - detailed: whether outputs that cost extra are wanted; the other outputs have the same bits either way.
  ///   - scratch: `scratchLanes` values: NaN at first, then what the last call left there, so that a kernel may keep a
  ///     table beside the inputs it was made of.
  ///   - results: output k of instance i at `i * outputs + k`; a detailed one is left alone where it is not wanted.
  static func run<L: ElementaryLane>(
    shared: Span<L>, own: Span<L>, instances: Int, steering: SIMD8<Int>, detailed: Bool,
    scratch: inout MutableSpan<L>, results: inout MutableSpan<L>)
}

/// An input whose value is a whole number that steers a kernel's control flow: a lead time, a life in quarters.
public struct SteeringInput: Hashable, Sendable {
  /// Its position among the inputs.
  public var position: Int
  /// What the kernel copes with, inside 0 ... 255.
  public var range: ClosedRange<Int>

  public init(position: Int, range: ClosedRange<Int>) {
    self.position = position
    self.range = range
  }

  /// A value as the kernel gets it: rounded down, the nearest end of the range outside it, its lower end for NaN.
  @inlinable @inline(__always)
  public func whole(_ value: Double) -> Int {
    let atLeast = value > Double(range.lowerBound) ? value : Double(range.lowerBound)
    return Int(atLeast < Double(range.upperBound) ? atLeast : Double(range.upperBound))
  }
}

extension Kernel {
  /// The equations.
  public var body: any KernelBody.Type {
    switch self {
    case .chipStrategy: ChipStrategyKernel.self
    }
  }

  /// Runs a call on single numbers: the reference that every vectorized run must equal to the bit.
  ///
  /// - Parameter own: the inputs of one instance after those of the other.
  /// - Returns: the outputs, the same way.
  public func results(shared: [ScalarLane], own: [ScalarLane]) -> [ScalarLane] {
    switch self {
    case .chipStrategy: ChipStrategyKernel.results(shared: shared, own: own)
    }
  }
}

extension KernelBody {
  static func results(shared: [ScalarLane], own: [ScalarLane]) -> [ScalarLane] {
    precondition(shared.count == sharedInputs && own.count.isMultiple(of: ownInputs), "a call with too few inputs")
    let instances = own.count / ownInputs
    var whole = SIMD8<Int>(repeating: 0)
    for (index, input) in steering.enumerated() { whole[index] = input.whole(shared[input.position].value) }
    var scratch = Array(repeating: ScalarLane(.nan), count: scratchLanes(instances: instances))
    var results = Array(repeating: ScalarLane(.nan), count: instances * outputs)
    var scratchSpan = scratch.mutableSpan
    var resultSpan = results.mutableSpan
    run(
      shared: shared.span, own: own.span, instances: instances, steering: whole, detailed: true, scratch: &scratchSpan,
      results: &resultSpan)
    return results
  }
}
