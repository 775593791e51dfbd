import Formulas
import Testing

/// In what order samples of a block are computed.
@Suite struct OrderingTests {
  private let body = Kernel.chipStrategy.body

  /// A program of one call with three instances, some inputs of which are set and the others constant.
  private func program(
    shared: (TracedLane.Recorder) -> [Int: TracedLane] = { _ in [:] },
    own: (TracedLane.Recorder, _ instance: Int) -> [Int: TracedLane] = { _, _ in [:] }
  ) -> Program {
    let recorder = TracedLane.Recorder()
    func lanes(_ count: Int, _ given: [Int: TracedLane]) -> [TracedLane] {
      (0..<count).map { given[$0] ?? TracedLane(Double($0 % 5 + 1)) }
    }
    let common = lanes(body.sharedInputs, shared(recorder))
    let outputs = (0..<3).map { instance in
      TracedLane.results(of: .chipStrategy, shared: common, own: lanes(body.ownInputs, own(recorder, instance)))[0]
    }
    return Program(
      graph: recorder.graph, outputs: outputs.map { .init(value: $0.node(in: recorder), filter: nil) }, axisCount: 1)
  }

  @Test func `where steering is not drawn, samples stay as they come`() {
    let price = body.steering.map(\.position).max().map { $0 + 20 } ?? 0
    #expect(program(shared: { [price: $0.draw(0)] }).ordering == nil)
  }

  @Test func `samples are ordered by what steers, then by what instances should have in common`() throws {
    let steering = body.steering
    let alikeness = try #require(ChipStrategyKernel.alikeness)
    let program = program(
      shared: { [steering[1].position: $0.draw(0) * 4, steering[3].position: $0.draw(1) * 20] },
      own: { recorder, instance in [alikeness.position: recorder.draw(instance < 2 ? 2 : 3) * 30, 0: TracedLane(2)] })
    let ordering = try #require(program.ordering)
    #expect(ordering.keys.map(\.steers) == [true, true, false, false])
    #expect(ordering.keys.map(\.range) == [steering[1].range, steering[3].range, alikeness.range, alikeness.range])
    #expect(ordering.program.draws == [0, 1, 2, 3])
    #expect(ordering.program.measureCount == 4)
    #expect(ordering.program.calls.isEmpty)
  }

  @Test func `what the cell has a say in does not order samples that cells share`() {
    let steering = body.steering
    let program = program(shared: { [steering[1].position: $0.draw(0) * $0.coordinate(0)] })
    #expect(program.ordering == nil)
  }

  @Test func `draws keep their numbers in step with the program's`() throws {
    let steering = body.steering
    var program = program(shared: { [steering[1].position: $0.draw(7)] })
    program.renumberDraws { $0 - 5 }
    #expect(program.draws == [2])
    #expect(try #require(program.ordering).program.draws == [2])
  }

  @Test func `a digit is a whole number inside its range, whatever the value`() throws {
    let steering = body.steering
    let key = try #require(program(shared: { [steering[1].position: $0.draw(0)] }).ordering?.keys.first)
    let (low, high) = (UInt8(key.range.lowerBound), UInt8(key.range.upperBound))
    #expect([-3, .nan, -.infinity].map(key.digit) == [low, low, low])
    #expect([1e300, .infinity].map(key.digit) == [high, high])
    #expect(key.digit(2.9) == 2)
  }
}
