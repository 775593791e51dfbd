/// Which call nodes of a graph run as one call: those of one kernel with the same shared inputs that are computed
/// equally often and do not depend on each other.
struct CallGroups {
  /// For each call node the nodes it runs with, itself included, in the graph's order.
  private var members: [Int: [Int]] = [:]

  private struct Key: Hashable {
    var kernel: Kernel
    var shared: [Graph.Node]
    var level: Level
    /// Calls that lie one behind the other before this one: calls of equal depth cannot depend on each other.
    var depth: Int
  }

  init(_ graph: Graph, levels: [Level], needed: [Bool]) {
    var depths = Array(repeating: 0, count: graph.operations.count)
    var groups: [Key: [Int]] = [:]
    for (node, operation) in graph.operations.enumerated() {
      depths[node] = operation.operands.reduce(0) { max($0, depths[Int($1)]) }
      if case .result = operation { depths[node] += 1 }
      guard needed[node], case .call(let kernel, let shared, _) = operation else { continue }
      let key = Key(kernel: kernel, shared: shared, level: levels[node], depth: depths[node])
      groups[key, default: []].append(node)
    }
    for group in groups.values {
      for node in group { members[node] = group }
    }
  }

  /// The call nodes that run with this one, itself included.
  func members(with call: Int) -> [Int] { members[call] ?? [call] }

  /// The node that stands for a call and those it runs with.
  func leader(of call: Int) -> Int { members(with: call)[0] }
}
