/// The quarterly simulation of chip strategies.
public enum ChipStrategyKernel: KernelBody {
  public static var sharedInputs: Int { 6 }
  public static var ownInputs: Int { 3 }
  public static var outputs: Int { 4 }
  public static var steering: [SteeringInput] {
    [SteeringInput(position: 0, range: 1...40), SteeringInput(position: 1, range: 0...12)]
  }

  public static func operations(instances: Int, detailed: Bool) -> Double { Double(instances) * 32 * 10 }
  public static func isDetailed(output: Int) -> Bool { output == 3 }
  public static func scratchLanes(instances: Int) -> Int { 64 }

  @inlinable
  public static func run<L: ElementaryLane>(
    shared: Span<L>, own: Span<L>, instances: Int, steering: SIMD8<Int>, detailed: Bool,
    scratch: inout MutableSpan<L>, results: inout MutableSpan<L>
  ) {
    let (quarters, lead) = (steering[0], steering[1])
    var demand = L(1)
    for quarter in 0..<(quarters + lead) {
      scratch[quarter] = demand
      demand = demand * shared[2]
    }
    for instance in 0..<instances {
      var (cost, late, peak) = (L(0), L(0), L(0))
      for quarter in 0..<quarters {
        let wanted = scratch[quarter + lead] * own[instance * 3]
        let isLate = own[instance * 3 + 1] .< Double(quarter)
        cost = cost.addingProduct(wanted, shared[3].replacing(with: shared[4], where: isLate))
        late = late + L(0).replacing(with: L(1), where: isLate)
        if detailed { peak = L.maximum(peak, wanted) }
      }
      results[instance * 4] = cost + own[instance * 3 + 2] * shared[5]
      results[instance * 4 + 1] = late
      results[instance * 4 + 2] = cost / L(Double(quarters))
      if detailed { results[instance * 4 + 3] = peak }
    }
  }
}
