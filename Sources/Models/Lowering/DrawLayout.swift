import Formulas
import Sweeps

/// The draws of a sweep's uncertain inputs: one for each input, one for each step of a path.
public struct DrawLayout: Sendable {
  public private(set) var draws: [Workload.Draw] = []
  /// For each uncertain input, in declared order, the positions of its draws.
  public private(set) var ranges: [Range<Int>]

  /// Inputs of one value come first, in declared order, then the steps of the paths, in order. A pinned dimension counts
  /// from 1; the others take the free dimensions in that order. Every draw has the hash of its name for a key, and a
  /// step's name is `path[3]`.
  public init(_ sweep: Sweep, declaration: ModelDeclaration) {
    let uncertain = sweep.uncertain
    let pinned = Set(uncertain.compactMap(\.dimension))
    let lengths = uncertain.map { declaration.input($0.input)?.length }
    ranges = Array(repeating: 0..<0, count: uncertain.count)
    var next = 1
    func free() -> Int {
      while pinned.contains(next) { next += 1 }
      defer { next += 1 }
      return next
    }
    for (index, input) in uncertain.enumerated() where lengths[index] == nil {
      ranges[index] = draws.count..<draws.count + 1
      let dimension = input.dimension ?? free()
      draws.append(Workload.Draw(key: FNV1a.hash32(input.input), dimension: dimension - 1))
    }
    for (index, input) in uncertain.enumerated() {
      guard let length = lengths[index], let path = declaration.input(input.input) else { continue }
      ranges[index] = draws.count..<draws.count + length
      for step in 0..<length {
        draws.append(Workload.Draw(key: FNV1a.hash32(path.stepName(step)), dimension: free() - 1))
      }
    }
  }
}

extension Plan {
  /// The draws of the sweep's uncertain inputs.
  public var drawLayout: DrawLayout { DrawLayout(sweep, declaration: declaration) }
}
