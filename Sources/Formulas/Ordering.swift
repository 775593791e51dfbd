/// What puts the samples of a block into an order in which neighbours steer a kernel alike, so that they can share a
/// vector and what one of them needs all need.
///
/// The order changes only who is computed beside whom. Values go to the folds in the order of their samples.
public struct Ordering: Sendable {
  /// A number by which samples are ordered.
  public struct Key: Sendable {
    var node: Int
    /// The whole numbers that are told apart, inside 0 ... 255.
    public var range: ClosedRange<Int>
    /// Whether samples that differ in it cannot share a vector. The others only like to.
    public var steers: Bool
  }

  /// The numbers, the most significant first: one output of the program each.
  public let keys: [Key]
  /// In an array because a program holds its ordering.
  private var programs: [Program]

  init?(_ graph: Graph, keys: [Key], axisCount: Int) {
    guard keys.contains(where: \.steers) else { return nil }
    self.keys = keys
    programs = [
      Program(
        graph: graph, outputs: keys.map { Program.Output(value: Graph.Node($0.node), filter: nil) },
        axisCount: axisCount)
    ]
  }

  /// Computes the keys.
  public var program: Program { programs[0] }

  mutating func renumberDraws(_ number: (Int) -> Int) { programs[0].renumberDraws(number) }
}

extension Ordering.Key {
  /// A value as a digit of the order: rounded down, the nearest end of the range outside it, its lower end for NaN.
  @inlinable @inline(__always)
  public func digit(_ value: Double) -> UInt8 {
    UInt8(truncatingIfNeeded: SteeringInput(position: 0, range: range).whole(value))
  }
}

extension ProgramCompiler {
  /// What the first call whose steering is drawn wants samples ordered by: what steers it, as far as that depends on
  /// the draws alone; then what makes its instances alike.
  var orderingKeys: [Ordering.Key] {
    for (node, operation) in graph.operations.enumerated() where needed[node] {
      guard case .call(let kernel, let shared, _) = operation, standsForItself(node) else { continue }
      let steering = kernel.body.steering.map {
        Ordering.Key(node: Int(shared[$0.position]), range: $0.range, steers: true)
      }
      let keys = steering.filter { levels[$0.node] == .sample }
      if !keys.isEmpty { return keys + alikeness(of: node, kernel) }
    }
    return []
  }

  /// An input of each instance that runs with a call, once.
  private func alikeness(of call: Int, _ kernel: Kernel) -> [Ordering.Key] {
    guard let input = kernel.body.alikeness else { return [] }
    var keys: [Ordering.Key] = []
    for member in members(with: call) {
      guard case .call(_, _, let own) = graph.operations[member] else { continue }
      let node = Int(own[input.position])
      if levels[node] == .sample, !keys.contains(where: { $0.node == node }) {
        keys.append(Ordering.Key(node: node, range: input.range, steers: false))
      }
    }
    return keys
  }
}
