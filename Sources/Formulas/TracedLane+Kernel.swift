extension TracedLane {
  /// Each instance is a call of its own in the graph; `Program` puts those with the same shared inputs together.
  public static func results(of kernel: Kernel, shared: [Self], own: [Self]) -> [Self] {
    let size = kernel.body.ownInputs
    precondition(own.count.isMultiple(of: size), "a call with too few inputs")
    return stride(from: 0, to: own.count, by: size).flatMap { first in
      instance(of: kernel, shared: shared, own: Array(own[first..<first + size]))
    }
  }

  private static func instance(of kernel: Kernel, shared: [Self], own: [Self]) -> [Self] {
    guard let recorder = (shared + own).lazy.compactMap(\.recorder).first else {
      let constants = { (lanes: [Self]) in lanes.map { ScalarLane($0.constant ?? .nan) } }
      return kernel.results(shared: constants(shared), own: constants(own)).map { Self($0.value) }
    }
    let call = recorder.graph.intern(
      .call(kernel, shared: shared.map { $0.node(in: recorder) }, own: own.map { $0.node(in: recorder) }))
    return (0..<kernel.body.outputs).map { recorder.node(.result(call, $0)) }
  }
}
