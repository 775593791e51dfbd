import Formulas

/// Two operations in one pass over the rows: what the first one gives stays in a register. Each rounds as on its own.
enum FusedLoop<First: BinaryOperation, Second: BinaryOperation> {
  /// Second(First(a, b), c).
  @inline(never)
  static func left(_ out: Row, _ a: Row, _ b: Row, _ c: Row, steps: SIMD4<Int>, _ count: Int) {
    for index in 0..<count {
      let inner = First.apply(a[index &* steps.x], b[index &* steps.y])
      out[index] = Second.apply(inner, c[index &* steps.z])
    }
  }

  /// Second(c, First(a, b)).
  @inline(never)
  static func right(_ out: Row, _ a: Row, _ b: Row, _ c: Row, steps: SIMD4<Int>, _ count: Int) {
    for index in 0..<count {
      let inner = First.apply(a[index &* steps.x], b[index &* steps.y])
      out[index] = Second.apply(c[index &* steps.z], inner)
    }
  }
}

/// Second(First(a, b)).
enum FusedFunctionLoop<First: BinaryOperation, Second: UnaryOperation> {
  @inline(never)
  static func rows(_ out: Row, _ a: Row, _ b: Row, steps: SIMD4<Int>, _ count: Int) {
    for index in 0..<count {
      out[index] = Second.apply(First.apply(a[index &* steps.x], b[index &* steps.y]))
    }
  }
}

/// exp(a b) and exp(a + b c).
enum FusedExponentialLoop {
  @inline(never)
  static func product(_ out: Row, _ a: Row, _ b: Row, steps: SIMD4<Int>, _ count: Int) {
    exponentialRows(out, count) { a[$0 &* steps.x] * b[$0 &* steps.y] }
  }

  @inline(never)
  static func sum(_ out: Row, _ a: Row, _ b: Row, _ c: Row, steps: SIMD4<Int>, _ count: Int) {
    exponentialRows(out, count) { a[$0 &* steps.x].addingProduct(b[$0 &* steps.y], c[$0 &* steps.z]) }
  }
}

/// The loops of pairs that occur in equations.
extension Step {
  /// The loop of `first` followed by `second`, which reads its result as operand a, or as b where `isSecond`; nil for
  /// pairs that run one after the other.
  static func fusedLoop(
    _ first: Program.Code, _ second: Program.Code, isSecond: Bool, steps: SIMD4<Int>
  ) -> Loop? {
    switch (first, second) {
    case (.binary(.add), .binary(let next)): pair(Add.self, next, isSecond, steps)
    case (.binary(.subtract), .binary(let next)): pair(Subtract.self, next, isSecond, steps)
    case (.binary(.multiply), .binary(let next)): pair(Multiply.self, next, isSecond, steps)
    case (.binary(.multiply), .unary(.exp)):
      { out, a, b, _, count in FusedExponentialLoop.product(out, a, b, steps: steps, count) }
    case (.binary(.multiply), .unary(.squareRoot)):
      { out, a, b, _, count in FusedFunctionLoop<Multiply, SquareRoot>.rows(out, a, b, steps: steps, count) }
    case (.ternary(.addingProduct), .unary(.exp)):
      { out, a, b, c, count in FusedExponentialLoop.sum(out, a, b, c, steps: steps, count) }
    default: nil
    }
  }

  @inline(__always)
  private static func pair<First: BinaryOperation>(
    _ first: First.Type, _ second: Graph.Binary, _ isSecond: Bool, _ steps: SIMD4<Int>
  ) -> Loop? {
    switch second {
    case .add: pair(first, Add.self, isSecond, steps)
    case .subtract: pair(first, Subtract.self, isSecond, steps)
    case .multiply: pair(first, Multiply.self, isSecond, steps)
    case .divide: pair(first, Divide.self, isSecond, steps)
    case .power, .less, .lessOrEqual, .equal, .and, .or: nil
    }
  }

  @inline(__always)
  private static func pair<First: BinaryOperation, Second: BinaryOperation>(
    _ first: First.Type, _ second: Second.Type, _ isSecond: Bool, _ steps: SIMD4<Int>
  ) -> Loop {
    if isSecond { return { FusedLoop<First, Second>.right($0, $1, $2, $3, steps: steps, $4) } }
    return { FusedLoop<First, Second>.left($0, $1, $2, $3, steps: steps, $4) }
  }
}
