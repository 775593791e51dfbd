import Formulas

/// The scenarios of a chunk in order of what steers a kernel: a stable counting sort, eight bits at a time.
final class SteeringOrder {
  private static let capacity = chunkVectors * 8
  private(set) var count = 0
  /// For each scenario its steering values, eight bits each, the last one lowest.
  private let keys: UnsafeMutablePointer<UInt64>
  private var order: UnsafeMutablePointer<Int32>
  private var spare: UnsafeMutablePointer<Int32>
  private let starts: UnsafeMutablePointer<Int32>
  private var digits = 0

  init() {
    keys = .allocate(capacity: Self.capacity)
    order = .allocate(capacity: Self.capacity)
    spare = .allocate(capacity: Self.capacity)
    starts = .allocate(capacity: 257)
  }

  deinit {
    keys.deallocate()
    order.deallocate()
    spare.deallocate()
    starts.deallocate()
  }

  func start(_ count: Int) {
    self.count = count
    digits = 0
    for scenario in 0..<count {
      keys[scenario] = 0
      order[scenario] = Int32(truncatingIfNeeded: scenario)
    }
  }

  func add(_ row: Row, _ input: SteeringInput) {
    let values = UnsafeMutableRawPointer(row).assumingMemoryBound(to: Double.self)
    for scenario in 0..<count {
      keys[scenario] = keys[scenario] &<< 8 | UInt64(truncatingIfNeeded: input.whole(values[scenario]))
    }
    digits &+= 1
  }

  func sort() {
    for digit in 0..<digits { sort(shift: UInt64(digit &* 8)) }
  }

  private func sort(shift: UInt64) {
    for digit in 0..<257 { starts[digit] = 0 }
    for scenario in 0..<count { starts[Int(keys[scenario] &>> shift & 255) &+ 1] &+= 1 }
    for digit in 0..<256 { starts[digit &+ 1] &+= starts[digit] }
    for position in 0..<count {
      let scenario = order[position]
      let digit = Int(keys[Int(scenario)] &>> shift & 255)
      spare[Int(starts[digit])] = scenario
      starts[digit] &+= 1
    }
    swap(&order, &spare)
  }

  /// Up to eight scenarios of one key from a position on, their key, and the position after them.
  func vector(from first: Int) -> (lanes: ScenarioLanes, key: UInt64, end: Int) {
    let key = keys[Int(order[first])]
    var lanes = SIMD8<Int32>(repeating: order[first])
    var end = first &+ 1
    let limit = min(first &+ 8, count)
    while end < limit, keys[Int(order[end])] == key {
      for lane in (end &- first)..<8 { lanes[lane] = order[end] }
      end &+= 1
    }
    return (ScenarioLanes(lanes), key, end)
  }
}

/// Eight positions in a chunk.
struct ScenarioLanes {
  private let p: (Int, Int, Int, Int, Int, Int, Int, Int)

  @inline(__always)
  init(_ s: SIMD8<Int32>) {
    p = (Int(s[0]), Int(s[1]), Int(s[2]), Int(s[3]), Int(s[4]), Int(s[5]), Int(s[6]), Int(s[7]))
  }

  @inline(__always)
  func gather(_ row: Row) -> VectorLane {
    let base = UnsafeMutableRawPointer(row).assumingMemoryBound(to: Double.self)
    return VectorLane(
      SIMD8(base[p.0], base[p.1], base[p.2], base[p.3], base[p.4], base[p.5], base[p.6], base[p.7]))
  }

  /// Lanes that stand for one scenario hold one value, so it does not matter which is written last.
  @inline(__always)
  func scatter(_ value: VectorLane, _ row: Row) {
    let base = UnsafeMutableRawPointer(row).assumingMemoryBound(to: Double.self)
    let v = value.values
    base[p.0] = v[0]
    base[p.1] = v[1]
    base[p.2] = v[2]
    base[p.3] = v[3]
    base[p.4] = v[4]
    base[p.5] = v[5]
    base[p.6] = v[6]
    base[p.7] = v[7]
  }
}
