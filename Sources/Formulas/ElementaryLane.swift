/// A lane whose bits can be taken apart: what `exp`, `log`, `pow` and the normal functions need.
///
/// Each function is written once over this protocol, from exactly rounded operations in a fixed order and without a
/// branch on data, so that one number and eight numbers side by side give the same bits on every host.
/// NaN comes out as one pattern, `Double.nan`, whatever went in.
public protocol ElementaryLane: Lane, BitwiseCopyable {
  /// The 64 bits of each number as an unsigned integer.
  associatedtype Bits: BitLane

  init(bitPattern: Bits)
  var bitPattern: Bits { get }

  /// `base[index]` for each lane; the index is a whole number the caller has brought into range.
  static func load(_ base: UnsafePointer<Double>, at index: Self) -> Self

  /// `rows[first + index]` for each lane, its own part of it; the index is a whole number the caller has brought into
  /// range.
  static func pick(_ rows: Span<Self>, from first: Int, at index: Self) -> Self
  /// The smallest of the numbers, NaN counting as infinity. Steers kernels past work that no lane needs.
  var smallest: Double { get }
  /// Whether a mask is true in every lane.
  static func all(_ mask: Mask) -> Bool
}

/// 64-bit integers, one for each lane: only what AVX2 does in one instruction.
public protocol BitLane {
  init(_ pattern: UInt64)
  static func &+ (a: Self, b: Self) -> Self
  static func &- (a: Self, b: Self) -> Self
  static func & (a: Self, b: Self) -> Self
  static func | (a: Self, b: Self) -> Self
  func shiftedLeft(by count: UInt64) -> Self
  func shiftedRight(by count: UInt64) -> Self
}

extension UInt64: BitLane {
  @inlinable @inline(__always)
  public func shiftedLeft(by count: UInt64) -> UInt64 { self &<< count }
  @inlinable @inline(__always)
  public func shiftedRight(by count: UInt64) -> UInt64 { self &>> count }
}

extension ElementaryLane {
  /// self * x + constant, rounded once: one step of Horner's rule.
  @inlinable @inline(__always)
  public func times(_ x: Self, plus constant: Double) -> Self { Self(constant).addingProduct(self, x) }

  /// self * x + addend, rounded once.
  @inlinable @inline(__always)
  public func times(_ x: Self, plus addend: Self) -> Self { addend.addingProduct(self, x) }

  /// The number with its sign bit cleared.
  @inlinable @inline(__always)
  public func magnitude() -> Self { Self(bitPattern: bitPattern & Bits(0x7fff_ffff_ffff_ffff)) }

  /// One NaN for all of them.
  @inlinable @inline(__always)
  func withOneNaN(whereNaN x: Self) -> Self { replacing(with: Self(.nan), where: .!(x .== x)) }
}
