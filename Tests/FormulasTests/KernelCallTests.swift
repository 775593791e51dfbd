import Formulas
import Testing

/// Compiled calculations in traced graphs.
@Suite struct KernelCallTests {
  private let body = Kernel.chipStrategy.body

  /// Inputs of a call: every `step`-th is a draw, the others are constants.
  private func lanes(_ count: Int, _ recorder: TracedLane.Recorder, draw: Int, step: Int) -> [TracedLane] {
    (0..<count).map { $0 % step == 0 ? recorder.draw(draw) : TracedLane(Double($0)) }
  }

  private func program(_ lanes: [TracedLane], _ recorder: TracedLane.Recorder) -> Program {
    let outputs = lanes.map { Program.Output(value: $0.node(in: recorder), filter: nil) }
    return Program(graph: recorder.graph, outputs: outputs, axisCount: 1)
  }

  @Test func `a call on constants is folded with the bits of single numbers`() {
    let shared = (0..<body.sharedInputs).map { 0.5 + Double($0) }
    let own = (0..<3 * body.ownInputs).map { 1.25 + Double($0 % 7) }
    let traced = TracedLane.results(
      of: .chipStrategy, shared: shared.map(TracedLane.init), own: own.map(TracedLane.init))
    let plain = ScalarLane.results(
      of: .chipStrategy, shared: shared.map(ScalarLane.init), own: own.map(ScalarLane.init))
    #expect(traced.count == 3 * body.outputs)
    #expect(traced.map { $0.constant?.bitPattern } == plain.map(\.value.bitPattern))
  }

  @Test func `instances do not depend on which others share their call`() {
    let shared = (0..<body.sharedInputs).map { ScalarLane(0.5 + Double($0)) }
    let own = (0..<4).map { instance in
      (0..<body.ownInputs).map { ScalarLane(0.125 * Double($0) + Double(instance)) }
    }
    let together = ScalarLane.results(of: .chipStrategy, shared: shared, own: own.flatMap { $0 })
    let alone = own.flatMap { ScalarLane.results(of: .chipStrategy, shared: shared, own: $0) }
    #expect(together.map(\.value.bitPattern) == alone.map(\.value.bitPattern))
  }

  @Test func `calls with the same shared inputs run together, after all they read`() {
    let recorder = TracedLane.Recorder()
    let shared = lanes(body.sharedInputs, recorder, draw: 0, step: 2)
    let options = (1...3).map { option in
      TracedLane.results(
        of: .chipStrategy, shared: shared, own: lanes(body.ownInputs, recorder, draw: option, step: 2))
    }
    let program = program(options.map { $0[0] }, recorder)
    #expect(program.calls.count == 1)
    #expect(program.calls[0].instances == 3)
    #expect(program.calls[0].results.map(\.index) == [0, body.outputs, 2 * body.outputs])
    #expect(program.sampleCode.count { if case .call = $0.code { true } else { false } } == 1)
  }

  @Test func `what nobody reads has no row, no instance and no extra cost`() throws {
    let recorder = TracedLane.Recorder()
    let shared = lanes(body.sharedInputs, recorder, draw: 0, step: 2)
    let options = (1...3).map { option in
      TracedLane.results(of: .chipStrategy, shared: shared, own: lanes(body.ownInputs, recorder, draw: option, step: 2))
    }
    let detail = try #require((0..<body.outputs).first(where: body.isDetailed))
    let lean = program([options[1][0]], recorder)
    #expect(lean.calls.map(\.instances) == [1])
    #expect(lean.calls.map(\.isDetailed) == [false])
    #expect(lean.calls.map(\.results.count) == [1])
    #expect(program([options[1][0], options[1][detail]], recorder).calls.map(\.isDetailed) == [true])
  }

  @Test func `a call that does not depend on the cell is not made again for every cell`() {
    let recorder = TracedLane.Recorder()
    let shared = lanes(body.sharedInputs, recorder, draw: 0, step: 2)
    let fixed = TracedLane.results(
      of: .chipStrategy, shared: shared, own: lanes(body.ownInputs, recorder, draw: 1, step: 2))
    var own = lanes(body.ownInputs, recorder, draw: 1, step: 2)
    own[0] = recorder.coordinate(0)
    let swept = TracedLane.results(of: .chipStrategy, shared: shared, own: own)
    let program = program([fixed[0], swept[0]], recorder)
    #expect(program.calls.map(\.instances) == [1, 1])
    #expect(program.sampleCode.count { if case .call = $0.code { true } else { false } } == 1)
    #expect(program.scenarioCode.count { if case .call = $0.code { true } else { false } } == 1)
    let numbers = (shared + own).map { _ in recorder.coordinate(0) }
    let ofCell = TracedLane.results(
      of: .chipStrategy, shared: Array(numbers.prefix(body.sharedInputs)),
      own: Array(numbers.suffix(body.ownInputs)))
    #expect(self.program([ofCell[0]], recorder).cellCode.count { if case .call = $0.code { true } else { false } } == 1)
  }

  @Test func `a call that reads a result of another one runs after it`() {
    let recorder = TracedLane.Recorder()
    let shared = lanes(body.sharedInputs, recorder, draw: 0, step: 2)
    let first = TracedLane.results(
      of: .chipStrategy, shared: shared, own: lanes(body.ownInputs, recorder, draw: 1, step: 2))
    var own = lanes(body.ownInputs, recorder, draw: 1, step: 2)
    own[0] = first[0]
    let second = TracedLane.results(of: .chipStrategy, shared: shared, own: own)
    let program = program([second[0], first[0]], recorder)
    #expect(program.calls.map(\.instances) == [1, 1])
    #expect(program.calls[1].own[0] == program.calls[0].results[0].destination)
  }

  @Test func `a steering value is brought into its range`() {
    let input = SteeringInput(position: 0, range: 2...40)
    let values: [Double] = [.nan, -.infinity, -3, 2, 2.999, 17, 40, 41, 1e300, .infinity]
    #expect(values.map(input.whole) == [2, 2, 2, 2, 2, 17, 40, 40, 40, 40])
  }

  @Test(arguments: Kernel.allCases)
  func `a kernel's shape holds together`(kernel: Kernel) {
    let body = kernel.body
    #expect(body.steering.count <= 8)
    for input in body.steering {
      #expect((0..<body.sharedInputs).contains(input.position))
      #expect((0...255).contains(input.range.lowerBound) && (0...255).contains(input.range.upperBound))
    }
    #expect(body.operations(instances: 6, detailed: false) > body.operations(instances: 1, detailed: false))
  }
}
