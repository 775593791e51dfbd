import Formulas

// The operations of `Graph` on one vector. Truth is 1 or 0.

enum Negate: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { -a }
}
enum Magnitude: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { a.magnitude() }
}
enum SquareRoot: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { a.squareRoot() }
}
enum Floor: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { a.floor() }
}
enum Logarithm: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { VectorLane.log(a) }
}
enum NormalCDF: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { VectorLane.normalCDF(a) }
}
enum Not: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { VectorLane(1) - a }
}

enum Add: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane { a + b }
}
enum Subtract: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane { a - b }
}
enum Multiply: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane { a * b }
}
enum Divide: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane { a / b }
}
enum Power: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane { VectorLane.pow(a, b) }
}
enum Less: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane {
    VectorLane(0).replacing(with: VectorLane(1), where: a .< b)
  }
}
enum LessOrEqual: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane {
    VectorLane(0).replacing(with: VectorLane(1), where: a .<= b)
  }
}
enum Equal: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane {
    VectorLane(0).replacing(with: VectorLane(1), where: a .== b)
  }
}
enum And: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane { a * b }
}
enum Or: BinaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane { VectorLane.maximum(a, b) }
}

enum AddProduct: TernaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane, _ c: VectorLane) -> VectorLane {
    a.addingProduct(b, c)
  }
}
/// b where c is true, a elsewhere.
enum Select: TernaryOperation {
  @inline(__always) static func apply(_ a: VectorLane, _ b: VectorLane, _ c: VectorLane) -> VectorLane {
    b.replacing(with: a, where: c .== VectorLane(0))
  }
}
