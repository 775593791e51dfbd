import Formulas

/// A call of a compiled calculation, run over the vectors of a chunk.
///
/// Scenarios of one vector must agree in what steers the kernel. Where that is drawn, neighbours that agree, up to
/// eight of them, are computed together; what the lanes behind them give is written over by the vectors of these.
/// Samples come ordered by it as far as it depends on their draws alone (`SampleOrder`).
final class KernelCall {
  private let kernel: Kernel
  private let instances: Int
  private let isDetailed: Bool
  private let steering: [SteeringInput]
  private let storage: KernelStorage
  /// Inputs that are equal in all scenarios, with their places among the inputs.
  private let splats: [Link]
  /// Inputs that have a row, those of one row together: it is read once.
  private let rows: [Link]
  /// Steering inputs that have a row, by their number in `steering`.
  private let drawnSteering: [(steering: Int, operand: Step.Operand)]
  private let results: [Link]

  /// An operand and its place among the kernel's inputs or outputs.
  private struct Link {
    var operand: Step.Operand
    var index: Int
  }

  init(_ call: Program.Call, operand: (Program.Place) -> Step.Operand) {
    let body = call.kernel.body
    kernel = call.kernel
    instances = call.instances
    isDetailed = call.isDetailed
    steering = body.steering
    storage = KernelStorage(
      inputs: call.shared.count + call.own.count, shared: call.shared.count,
      scratch: body.scratchLanes(instances: call.instances), results: call.instances * body.outputs)
    let inputs = (call.shared + call.own).enumerated().map { Link(operand: operand($1), index: $0) }
    splats = inputs.filter { $0.operand.step == 0 }
    rows = inputs.filter { $0.operand.step != 0 }.sorted { $0.operand.base < $1.operand.base }
    drawnSteering = body.steering.enumerated().compactMap { number, input in
      let operand = inputs[input.position].operand
      return operand.step == 0 ? nil : (number, operand)
    }
    results = call.results.map { Link(operand: operand($0.destination), index: $0.index) }
  }

  deinit { storage.deallocate() }

  func run(chunk: Int, count: Int) {
    for splat in splats { storage.inputs[splat.index] = splat.operand.base[0] }
    var whole = SIMD8<Int>(repeating: 0)
    for (number, input) in steering.enumerated() {
      whole[number] = input.whole(storage.inputs[input.position].values[0])
    }
    if drawnSteering.isEmpty {
      for vector in 0..<count { run(chunk, at: vector * 8, whole) }
    } else {
      runGroups(chunk, count * 8, whole)
    }
  }

  private func runGroups(_ chunk: Int, _ count: Int, _ whole: SIMD8<Int>) {
    var whole = whole
    var first = 0
    while first < count {
      var end = min(first + 8, count)
      for (number, operand) in drawnSteering {
        let values = operand.row(chunk).numbers
        whole[number] = steering[number].whole(values[first])
        var next = first + 1
        while next < end, values[next] == values[first] { next += 1 }
        end = next
      }
      if first + 8 <= count {
        run(chunk, at: first, whole)
      } else {
        load(chunk, at: first)
        compute(whole)
        for result in results { store(storage.results[result.index], result, chunk, first..<end) }
      }
      first = end
    }
  }

  /// Eight scenarios from a position on.
  @inline(__always)
  private func run(_ chunk: Int, at first: Int, _ whole: SIMD8<Int>) {
    load(chunk, at: first)
    compute(whole)
    for result in results {
      UnsafeMutableRawPointer(result.operand.row(chunk).numbers + first)
        .storeBytes(of: storage.results[result.index].values, as: SIMD8<Double>.self)
    }
  }

  @inline(__always)
  private func load(_ chunk: Int, at first: Int) {
    var last: Row?
    var value = VectorLane(0)
    for row in rows {
      if row.operand.base != last {
        last = row.operand.base
        let position = UnsafeRawPointer(row.operand.row(chunk).numbers + first)
        value = VectorLane(position.loadUnaligned(as: SIMD8<Double>.self))
      }
      storage.inputs[row.index] = value
    }
  }

  private func store(_ value: VectorLane, _ result: Link, _ chunk: Int, _ positions: Range<Int>) {
    let numbers = result.operand.row(chunk).numbers
    for position in positions { numbers[position] = value.values[position - positions.lowerBound] }
  }

  private func compute(_ whole: SIMD8<Int>) {
    switch kernel {
    case .chipStrategy: storage.run(ChipStrategyKernel.self, instances, whole, isDetailed)
    }
  }
}

/// What a call reads and writes for one vector: a few rows that stay in the first-level cache.
private struct KernelStorage {
  let inputs: Row
  let results: Row
  private let shared: UnsafeBufferPointer<VectorLane>
  private let own: UnsafeBufferPointer<VectorLane>
  private let scratch: UnsafeMutableBufferPointer<VectorLane>
  private let resultBuffer: UnsafeMutableBufferPointer<VectorLane>

  init(inputs inputCount: Int, shared sharedCount: Int, scratch scratchCount: Int, results resultCount: Int) {
    func lanes(_ count: Int) -> Row { .filled(max(1, count), with: .nan) }
    inputs = lanes(inputCount)
    results = lanes(resultCount)
    shared = UnsafeBufferPointer(start: inputs, count: sharedCount)
    own = UnsafeBufferPointer(start: inputs + sharedCount, count: inputCount - sharedCount)
    scratch = UnsafeMutableBufferPointer(start: lanes(scratchCount), count: scratchCount)
    resultBuffer = UnsafeMutableBufferPointer(start: results, count: resultCount)
  }

  func deallocate() {
    inputs.deallocate()
    results.deallocate()
    scratch.baseAddress?.deallocate()
  }

  /// Runs a kernel, compiled for eight lanes, on the inputs in the storage.
  @inline(__always)
  func run<Body: KernelBody>(_ body: Body.Type, _ instances: Int, _ whole: SIMD8<Int>, _ isDetailed: Bool) {
    var scratch = scratch.mutableSpan
    var results = resultBuffer.mutableSpan
    body.run(
      shared: shared.span, own: own.span, instances: instances, steering: whole, detailed: isDetailed,
      scratch: &scratch, results: &results)
  }
}
