/// What a model's equations are written over: one number, eight numbers side by side, or a node of an expression graph.
///
/// Every operation is exactly rounded or one of our own functions, so every instance gives the same bits. There is no
/// implicit contraction: `a * b + c` rounds twice, `c.addingProduct(a, b)` once.
public protocol Lane {
  /// Truth of each lane.
  associatedtype Mask: LaneMask

  init(_ value: Double)

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  /// self + a * b, rounded once.
  func addingProduct(_ a: Self, _ b: Self) -> Self
  func squareRoot() -> Self
  func magnitude() -> Self
  /// The largest whole number not above self.
  func floor() -> Self

  static func exp(_ x: Self) -> Self
  static func log(_ x: Self) -> Self
  /// x to the y for x >= 0.
  static func pow(_ x: Self, _ y: Self) -> Self
  /// The standard normal distribution function.
  static func normalCDF(_ x: Self) -> Self
  /// Its inverse on (0, 1).
  static func normalQuantile(_ p: Self) -> Self

  static func .< (a: Self, b: Self) -> Mask
  static func .<= (a: Self, b: Self) -> Mask
  static func .== (a: Self, b: Self) -> Mask
  /// `other` where the mask is true, self elsewhere.
  func replacing(with other: Self, where mask: Mask) -> Self
  /// `table[self]` for a whole number 0 ..< table.count; outside, the nearest entry.
  func lookup(in table: [Double]) -> Self

  /// The outputs of a compiled calculation, those of one instance after those of the other.
  ///
  /// - Parameters:
  ///   - shared: the kernel's shared inputs.
  ///   - own: the inputs of one instance after those of the other.
  static func results(of kernel: Kernel, shared: [Self], own: [Self]) -> [Self]
}

/// Truth of each lane of a `Lane`.
public protocol LaneMask {
  static func .& (a: Self, b: Self) -> Self
  static func .| (a: Self, b: Self) -> Self
  static prefix func .! (a: Self) -> Self
}

extension Lane {
  /// `a` where it is the smaller, `b` otherwise (also when either is NaN).
  @inlinable @inline(__always)
  public static func minimum(_ a: Self, _ b: Self) -> Self { b.replacing(with: a, where: a .< b) }

  /// `a` where it is the larger, `b` otherwise (also when either is NaN).
  @inlinable @inline(__always)
  public static func maximum(_ a: Self, _ b: Self) -> Self { b.replacing(with: a, where: b .< a) }

  @inlinable @inline(__always)
  public static func + (a: Self, b: Double) -> Self { a + Self(b) }
  @inlinable @inline(__always)
  public static func + (a: Double, b: Self) -> Self { Self(a) + b }
  @inlinable @inline(__always)
  public static func - (a: Self, b: Double) -> Self { a - Self(b) }
  @inlinable @inline(__always)
  public static func - (a: Double, b: Self) -> Self { Self(a) - b }
  @inlinable @inline(__always)
  public static func * (a: Self, b: Double) -> Self { a * Self(b) }
  @inlinable @inline(__always)
  public static func * (a: Double, b: Self) -> Self { Self(a) * b }
  @inlinable @inline(__always)
  public static func / (a: Self, b: Double) -> Self { a / Self(b) }
  @inlinable @inline(__always)
  public static func / (a: Double, b: Self) -> Self { Self(a) / b }
  @inlinable @inline(__always)
  public static func .< (a: Self, b: Double) -> Mask { a .< Self(b) }
  @inlinable @inline(__always)
  public static func .<= (a: Self, b: Double) -> Mask { a .<= Self(b) }
  @inlinable @inline(__always)
  public static func .== (a: Self, b: Double) -> Mask { a .== Self(b) }
  /// Strictly greater.
  @inlinable @inline(__always)
  public static func .> (a: Self, b: Self) -> Mask { b .< a }
  @inlinable @inline(__always)
  public static func .> (a: Self, b: Double) -> Mask { Self(b) .< a }
  @inlinable @inline(__always)
  public static func .>= (a: Self, b: Self) -> Mask { b .<= a }
  @inlinable @inline(__always)
  public static func .>= (a: Self, b: Double) -> Mask { Self(b) .<= a }
}
