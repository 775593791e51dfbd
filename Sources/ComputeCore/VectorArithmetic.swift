// The standard library's floating-point operators on SIMD8 go lane by lane and leave it to the optimiser to find the
// vector again, which it now and then does not: then a loop runs three times slower. The compiler's own vector
// operations leave nothing to find. Without the experimental feature (`-enable-experimental-feature BuiltinModule`)
// the operators stand in; every one of these is exactly rounded, so both give the same bits.
#if hasFeature(BuiltinModule)
  import Builtin

  extension SIMD8<Double> {
    @inlinable @inline(__always)
    init(vector: Builtin.Vec8xFPIEEE64) {
      self.init()
      _storage._value = vector
    }
    @inlinable @inline(__always)
    var vector: Builtin.Vec8xFPIEEE64 { _storage._value }

    @inlinable @inline(__always)
    func plus(_ b: Self) -> Self { Self(vector: Builtin.fadd_Vec8xFPIEEE64(vector, b.vector)) }
    @inlinable @inline(__always)
    func minus(_ b: Self) -> Self { Self(vector: Builtin.fsub_Vec8xFPIEEE64(vector, b.vector)) }
    @inlinable @inline(__always)
    func times(_ b: Self) -> Self { Self(vector: Builtin.fmul_Vec8xFPIEEE64(vector, b.vector)) }
    @inlinable @inline(__always)
    func over(_ b: Self) -> Self { Self(vector: Builtin.fdiv_Vec8xFPIEEE64(vector, b.vector)) }
    @inlinable @inline(__always)
    func plusProduct(_ a: Self, _ b: Self) -> Self {
      Self(vector: Builtin.int_fma_Vec8xFPIEEE64(a.vector, b.vector, vector))
    }
    @inlinable @inline(__always)
    func root() -> Self { Self(vector: Builtin.int_sqrt_Vec8xFPIEEE64(vector)) }
    @inlinable @inline(__always)
    func roundedDown() -> Self { Self(vector: Builtin.int_floor_Vec8xFPIEEE64(vector)) }
  }

  extension SIMD8<UInt64> {
    @inlinable @inline(__always)
    init(vector: Builtin.Vec8xInt64) {
      self.init()
      _storage._value = vector
    }
    @inlinable @inline(__always)
    var vector: Builtin.Vec8xInt64 { _storage._value }

    @inlinable @inline(__always)
    func product(_ b: Self) -> Self { Self(vector: Builtin.mul_Vec8xInt64(vector, b.vector)) }
    @inlinable @inline(__always)
    func both(_ b: Self) -> Self { Self(vector: Builtin.and_Vec8xInt64(vector, b.vector)) }
    @inlinable @inline(__always)
    func either(_ b: Self) -> Self { Self(vector: Builtin.or_Vec8xInt64(vector, b.vector)) }
    @inlinable @inline(__always)
    func differing(_ b: Self) -> Self { Self(vector: Builtin.xor_Vec8xInt64(vector, b.vector)) }
    @inlinable @inline(__always)
    func right(_ b: Self) -> Self { Self(vector: Builtin.lshr_Vec8xInt64(vector, b.vector)) }
    @inlinable @inline(__always)
    func left(_ b: Self) -> Self { Self(vector: Builtin.shl_Vec8xInt64(vector, b.vector)) }
    /// The low 32 bits of each.
    @inlinable @inline(__always)
    var lowHalves: SIMD8<UInt32> {
      var halves = SIMD8<UInt32>()
      halves._storage._value = Builtin.trunc_Vec8xInt64_Vec8xInt32(vector)
      return halves
    }
  }

  extension VectorMask {
    /// Bit l is the truth of lane l.
    @inlinable @inline(__always)
    var bits: UInt8 {
      let lanes = unsafeBitCast(isTrue, to: SIMD8<UInt64>.self)
      return UInt8(
        Builtin.bitcast_Vec8xInt1_Int8(Builtin.cmp_slt_Vec8xInt64(lanes.vector, SIMD8<UInt64>(repeating: 0).vector)))
    }
  }
#else
  extension VectorMask {
    @inlinable @inline(__always)
    var bits: UInt8 {
      var bits: UInt8 = 0
      for lane in 0..<8 where isTrue[lane] { bits |= 1 << UInt8(lane) }
      return bits
    }
  }

  extension SIMD8<UInt64> {
    @inlinable @inline(__always)
    func product(_ b: Self) -> Self { self &* b }
    @inlinable @inline(__always)
    func both(_ b: Self) -> Self { self & b }
    @inlinable @inline(__always)
    func either(_ b: Self) -> Self { self | b }
    @inlinable @inline(__always)
    func differing(_ b: Self) -> Self { self ^ b }
    @inlinable @inline(__always)
    func right(_ b: Self) -> Self { self &>> b }
    @inlinable @inline(__always)
    func left(_ b: Self) -> Self { self &<< b }
    @inlinable @inline(__always)
    var lowHalves: SIMD8<UInt32> { SIMD8<UInt32>(truncatingIfNeeded: self) }
  }

  extension SIMD8<Double> {
    @inlinable @inline(__always)
    func plus(_ b: Self) -> Self { self + b }
    @inlinable @inline(__always)
    func minus(_ b: Self) -> Self { self - b }
    @inlinable @inline(__always)
    func times(_ b: Self) -> Self { self * b }
    @inlinable @inline(__always)
    func over(_ b: Self) -> Self { self / b }
    @inlinable @inline(__always)
    func plusProduct(_ a: Self, _ b: Self) -> Self { addingProduct(a, b) }
    @inlinable @inline(__always)
    func root() -> Self { squareRoot() }
    @inlinable @inline(__always)
    func roundedDown() -> Self { rounded(.down) }
  }
#endif
