import Formulas
import Foundation

#if arch(x86_64)
  import ComputeCoreV3
  import ComputeCoreV4
#else
  import ComputeCoreV3
#endif

extension VectorLaneTests {
  /// The compiled cores this host can run.
  static let hostCores: [Core] = {
    let floor = Core(
      testDescription: "V3", values: { ComputeCoreV3.vectorValues($0, $1, $2) },
      tableValues: { ComputeCoreV3.vectorValues($0, normal: $1) },
      laneValues: { x, y in lanes(x, y, { ComputeCoreV3.VectorLane($0) }, \.values) },
      chipStrategy: { kernel($0, $1, $2, detailed: $3, { ComputeCoreV3.VectorLane($0) }, \.values) })
    #if arch(x86_64)
      let wide = Core(
        testDescription: "V4", values: { ComputeCoreV4.vectorValues($0, $1, $2) },
        tableValues: { ComputeCoreV4.vectorValues($0, normal: $1) },
        laneValues: { x, y in lanes(x, y, { ComputeCoreV4.VectorLane($0) }, \.values) },
        chipStrategy: { kernel($0, $1, $2, detailed: $3, { ComputeCoreV4.VectorLane($0) }, \.values) })
      return hasAVX512 ? [floor, wide] : [floor]
    #else
      return [floor]
    #endif
  }()

  private static var hasAVX512: Bool {
    let facts = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    return ["avx512f", "avx512bw", "avx512dq", "avx512vl"].allSatisfy(facts.contains)
  }

  /// `laneOperations` over the pairs, the same pair in all eight lanes, read from the last.
  private static func lanes<L: ElementaryLane>(
    _ x: [Double], _ y: [Double], _ make: (Double) -> L, _ values: (L) -> SIMD8<Double>
  ) -> [[Double]] {
    zip(x, y).map { laneOperations(make($0), make($1)).map { values($0)[7] } }
  }

  /// The outputs of each instance of the kernel of `chip-strategy`, eight scenarios side by side.
  private static func kernel<L: ElementaryLane>(
    _ shared: [SIMD8<Double>], _ own: [SIMD8<Double>], _ steering: SIMD8<Int>, detailed: Bool,
    _ make: (SIMD8<Double>) -> L, _ values: (L) -> SIMD8<Double>
  ) -> [SIMD8<Double>] {
    let body = ChipStrategyKernel.self
    let instances = own.count / body.ownInputs
    var scratch = Array(repeating: L(.nan), count: body.scratchLanes(instances: instances))
    var results = Array(repeating: L(.nan), count: instances * body.outputs)
    let (sharedLanes, ownLanes) = (shared.map(make), own.map(make))
    var scratchSpan = scratch.mutableSpan
    var resultSpan = results.mutableSpan
    body.run(
      shared: sharedLanes.span, own: ownLanes.span, instances: instances, steering: steering, detailed: detailed,
      scratch: &scratchSpan, results: &resultSpan)
    return results.map(values)
  }
}
