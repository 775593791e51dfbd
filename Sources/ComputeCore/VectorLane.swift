import Formulas

/// Eight `Double`s as a lane: what the compute core runs every formula over.
public struct VectorLane: ElementaryLane, Sendable {
  public var values: SIMD8<Double>

  @inlinable @inline(__always)
  public init(_ values: SIMD8<Double>) { self.values = values }
  @inlinable @inline(__always)
  public init(_ value: Double) { values = SIMD8(repeating: value) }
  @inlinable @inline(__always)
  public init(bitPattern: VectorBits) { values = unsafeBitCast(bitPattern.values, to: SIMD8<Double>.self) }
  @inlinable @inline(__always)
  public var bitPattern: VectorBits { VectorBits(unsafeBitCast(values, to: SIMD8<UInt64>.self)) }

  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self { Self(a.values.plus(b.values)) }
  @inlinable @inline(__always)
  public static func - (a: Self, b: Self) -> Self { Self(a.values.minus(b.values)) }
  @inlinable @inline(__always)
  public static func * (a: Self, b: Self) -> Self { Self(a.values.times(b.values)) }
  @inlinable @inline(__always)
  public static func / (a: Self, b: Self) -> Self { Self(a.values.over(b.values)) }
  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self {
    Self(bitPattern: VectorBits(a.bitPattern.values ^ SIMD8(repeating: 0x8000_0000_0000_0000)))
  }
  @inlinable @inline(__always)
  public func addingProduct(_ a: Self, _ b: Self) -> Self { Self(values.plusProduct(a.values, b.values)) }
  @inlinable @inline(__always)
  public func squareRoot() -> Self { Self(values.root()) }
  @inlinable @inline(__always)
  public func floor() -> Self { Self(values.roundedDown()) }

  @inlinable @inline(__always)
  public static func .< (a: Self, b: Self) -> VectorMask { VectorMask(a.values .< b.values) }
  @inlinable @inline(__always)
  public static func .<= (a: Self, b: Self) -> VectorMask { VectorMask(a.values .<= b.values) }
  @inlinable @inline(__always)
  public static func .== (a: Self, b: Self) -> VectorMask { VectorMask(a.values .== b.values) }
  @inlinable @inline(__always)
  public func replacing(with other: Self, where mask: VectorMask) -> Self {
    Self(values.replacing(with: other.values, where: mask.isTrue))
  }

  /// `table[self]` lane by lane, the nearest entry when outside; NaN reads the first. The table must not be empty.
  @inlinable @inline(__always)
  public func lookup(in table: [Double]) -> Self {
    let last = Self(Double(table.count - 1))
    let index = Self.minimum(Self.maximum(self, Self(0)), last)
    // The index is inside by the two lines above, so the pointer reads only the table.
    return table.withUnsafeBufferPointer { entries in
      entries.baseAddress.map { Self.load($0, at: index) } ?? Self(.nan)
    }
  }

  /// Lane by lane, since lanes may differ in what steers the kernel; `KernelCall` has the fast way.
  public static func results(of kernel: Kernel, shared: [Self], own: [Self]) -> [Self] {
    let lanes = (0..<8).map { lane in
      kernel.results(
        shared: shared.map { ScalarLane($0.values[lane]) }, own: own.map { ScalarLane($0.values[lane]) })
    }
    return lanes[0].indices.map { index in
      var values = SIMD8<Double>(repeating: 0)
      for lane in 0..<8 { values[lane] = lanes[lane][index].value }
      return Self(values)
    }
  }

  /// `base[index]` lane by lane: eight scalar loads, which beat a gather on the hosts measured.
  @inlinable @inline(__always)
  public static func load(_ base: UnsafePointer<Double>, at index: Self) -> Self {
    let i = index.values
    return Self(
      SIMD8(
        base[Int(i[0])], base[Int(i[1])], base[Int(i[2])], base[Int(i[3])],
        base[Int(i[4])], base[Int(i[5])], base[Int(i[6])], base[Int(i[7])]))
  }

  @inlinable @inline(__always)
  public static func pick(_ rows: Span<Self>, from first: Int, at index: Self) -> Self {
    // Adding 2^52 leaves a whole number in the lowest bits; a row is 64 bytes. Two lanes' distances come over at once.
    let distances = (index + Self(0x1p52)).bitPattern.values.left(SIMD8(repeating: 6)).lowHalves
    let pairs = unsafeBitCast(distances, to: SIMD4<UInt64>.self)
    // The rows are inside by the caller's word, so the pointer reads only them.
    return rows.withUnsafeBufferPointer { rows in
      guard let start = rows.baseAddress else { return Self(.nan) }
      return Self(UnsafeRawPointer(start + first), at: pairs)
    }
  }

  /// Each lane's number in the row at its distance, two lanes' distances in one word.
  @inlinable @inline(__always)
  init(_ rows: UnsafeRawPointer, at pairs: SIMD4<UInt64>) {
    self.init(
      SIMD8(
        Self.number(rows, pairs[0] & 0xffff_ffff, lane: 0), Self.number(rows, pairs[0] &>> 32, lane: 1),
        Self.number(rows, pairs[1] & 0xffff_ffff, lane: 2), Self.number(rows, pairs[1] &>> 32, lane: 3),
        Self.number(rows, pairs[2] & 0xffff_ffff, lane: 4), Self.number(rows, pairs[2] &>> 32, lane: 5),
        Self.number(rows, pairs[3] & 0xffff_ffff, lane: 6), Self.number(rows, pairs[3] &>> 32, lane: 7)))
  }

  @inlinable @inline(__always)
  static func number(_ rows: UnsafeRawPointer, _ distance: UInt64, lane: Int) -> Double {
    (rows + Int(truncatingIfNeeded: distance)).load(fromByteOffset: lane * 8, as: Double.self)
  }

  @inlinable @inline(__always)
  public var smallest: Double {
    let infinity = SIMD8(repeating: Double.infinity)
    let known = infinity.replacing(with: values, where: values .< infinity)
    let four = known.lowHalf.replacing(with: known.highHalf, where: known.highHalf .< known.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
    return two[1] < two[0] ? two[1] : two[0]
  }

  @inlinable @inline(__always)
  public static func all(_ mask: VectorMask) -> Bool { mask.bits == 0xff }
}

/// Eight 64-bit integers.
public struct VectorBits: BitLane, Sendable {
  public var values: SIMD8<UInt64>

  @inlinable @inline(__always)
  public init(_ values: SIMD8<UInt64>) { self.values = values }
  @inlinable @inline(__always)
  public init(_ pattern: UInt64) { values = SIMD8(repeating: pattern) }
  @inlinable @inline(__always)
  public static func &+ (a: Self, b: Self) -> Self { Self(a.values &+ b.values) }
  @inlinable @inline(__always)
  public static func &- (a: Self, b: Self) -> Self { Self(a.values &- b.values) }
  @inlinable @inline(__always)
  public static func & (a: Self, b: Self) -> Self { Self(a.values & b.values) }
  @inlinable @inline(__always)
  public static func | (a: Self, b: Self) -> Self { Self(a.values | b.values) }
  @inlinable @inline(__always)
  public func shiftedLeft(by count: UInt64) -> Self { Self(values &<< SIMD8(repeating: count)) }
  @inlinable @inline(__always)
  public func shiftedRight(by count: UInt64) -> Self { Self(values &>> SIMD8(repeating: count)) }
}

/// The truth of eight lanes.
public struct VectorMask: LaneMask, Sendable {
  public var isTrue: SIMDMask<SIMD8<Int64>>

  @inlinable @inline(__always)
  public init(_ isTrue: SIMDMask<SIMD8<Int64>>) { self.isTrue = isTrue }
  @inlinable @inline(__always)
  public static func .& (a: Self, b: Self) -> Self { Self(a.isTrue .& b.isTrue) }
  @inlinable @inline(__always)
  public static func .| (a: Self, b: Self) -> Self { Self(a.isTrue .| b.isTrue) }
  @inlinable @inline(__always)
  public static prefix func .! (a: Self) -> Self { Self(.!a.isTrue) }
}
