import Formulas

/// A lane whose value is the set of inputs it depends on: shows what an output is made of, without numbers.
struct DependencyLane: Lane {
  struct Mask: LaneMask {
    var names: Set<String>

    static func .& (a: Self, b: Self) -> Self { Self(names: a.names.union(b.names)) }
    static func .| (a: Self, b: Self) -> Self { Self(names: a.names.union(b.names)) }
    static prefix func .! (a: Self) -> Self { a }
  }

  var names: Set<String> = []

  init(_ value: Double) {}
  init(names: Set<String>) { self.names = names }

  private static func both(_ a: Self, _ b: Self) -> Self { Self(names: a.names.union(b.names)) }
  private static func mask(_ a: Self, _ b: Self) -> Mask { Mask(names: a.names.union(b.names)) }

  static func + (a: Self, b: Self) -> Self { both(a, b) }
  static func - (a: Self, b: Self) -> Self { both(a, b) }
  static func * (a: Self, b: Self) -> Self { both(a, b) }
  static func / (a: Self, b: Self) -> Self { both(a, b) }
  static prefix func - (a: Self) -> Self { a }
  func addingProduct(_ a: Self, _ b: Self) -> Self { Self.both(self, Self.both(a, b)) }
  func squareRoot() -> Self { self }
  func magnitude() -> Self { self }
  func floor() -> Self { self }
  static func exp(_ x: Self) -> Self { x }
  static func log(_ x: Self) -> Self { x }
  static func pow(_ x: Self, _ y: Self) -> Self { both(x, y) }
  static func normalCDF(_ x: Self) -> Self { x }
  static func normalQuantile(_ p: Self) -> Self { p }
  static func .< (a: Self, b: Self) -> Mask { mask(a, b) }
  static func .<= (a: Self, b: Self) -> Mask { mask(a, b) }
  static func .== (a: Self, b: Self) -> Mask { mask(a, b) }
  func replacing(with other: Self, where mask: Mask) -> Self {
    Self(names: names.union(other.names).union(mask.names))
  }
  func lookup(in table: [Double]) -> Self { self }

  static func results(of kernel: Kernel, shared: [Self], own: [Self]) -> [Self] {
    let size = kernel.body.ownInputs
    return stride(from: 0, to: own.count, by: size).flatMap { first in
      let read = (shared + own[first..<first + size]).reduce(into: Set<String>()) { $0.formUnion($1.names) }
      return Array(repeating: Self(names: read), count: kernel.body.outputs)
    }
  }
}
