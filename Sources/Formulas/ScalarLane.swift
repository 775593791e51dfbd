/// One `Double` as a lane: the reference every vector instance must equal to the bit.
public struct ScalarLane: ElementaryLane, Hashable, Sendable {
  public var value: Double

  @inlinable @inline(__always)
  public init(_ value: Double) { self.value = value }
  @inlinable @inline(__always)
  public init(bitPattern: UInt64) { value = Double(bitPattern: bitPattern) }
  @inlinable @inline(__always)
  public var bitPattern: UInt64 { value.bitPattern }

  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  @inlinable @inline(__always)
  public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }
  @inlinable @inline(__always)
  public static func * (a: Self, b: Self) -> Self { Self(a.value * b.value) }
  @inlinable @inline(__always)
  public static func / (a: Self, b: Self) -> Self { Self(a.value / b.value) }
  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { Self(-a.value) }
  @inlinable @inline(__always)
  public func addingProduct(_ a: Self, _ b: Self) -> Self { Self(value.addingProduct(a.value, b.value)) }
  @inlinable @inline(__always)
  public func squareRoot() -> Self { Self(value.squareRoot()) }
  @inlinable @inline(__always)
  public func floor() -> Self { Self(value.rounded(.down)) }

  @inlinable @inline(__always)
  public static func .< (a: Self, b: Self) -> ScalarMask { ScalarMask(a.value < b.value) }
  @inlinable @inline(__always)
  public static func .<= (a: Self, b: Self) -> ScalarMask { ScalarMask(a.value <= b.value) }
  @inlinable @inline(__always)
  public static func .== (a: Self, b: Self) -> ScalarMask { ScalarMask(a.value == b.value) }
  @inlinable @inline(__always)
  public func replacing(with other: Self, where mask: ScalarMask) -> Self { mask.isTrue ? other : self }

  /// `table[self]`, the nearest entry when self is outside; NaN reads the first. The table must not be empty.
  @inlinable @inline(__always)
  public func lookup(in table: [Double]) -> Self {
    let atLeastFirst = Self.maximum(self, Self(0))
    return Self(table[Int(Self.minimum(atLeastFirst, Self(Double(table.count - 1))).value)])
  }

  public static func results(of kernel: Kernel, shared: [Self], own: [Self]) -> [Self] {
    kernel.results(shared: shared, own: own)
  }

  @inlinable @inline(__always)
  public static func load(_ base: UnsafePointer<Double>, at index: Self) -> Self { Self(base[Int(index.value)]) }
  @inlinable @inline(__always)
  public static func pick(_ rows: Span<Self>, from first: Int, at index: Self) -> Self {
    rows[first + Int(index.value)]
  }
  @inlinable @inline(__always)
  public var smallest: Double { value < .infinity ? value : .infinity }
  @inlinable @inline(__always)
  public static func all(_ mask: ScalarMask) -> Bool { mask.isTrue }
}

/// The truth of one lane.
public struct ScalarMask: LaneMask, Hashable, Sendable {
  public var isTrue: Bool

  @inlinable @inline(__always)
  public init(_ isTrue: Bool) { self.isTrue = isTrue }
  @inlinable @inline(__always)
  public static func .& (a: Self, b: Self) -> Self { Self(a.isTrue && b.isTrue) }
  @inlinable @inline(__always)
  public static func .| (a: Self, b: Self) -> Self { Self(a.isTrue || b.isTrue) }
  @inlinable @inline(__always)
  public static prefix func .! (a: Self) -> Self { Self(!a.isTrue) }
}
