/// Twelve chains of multiply-adds on eight lanes, `rounds` times: 192 operations a round, all in registers.
///
/// - Returns: a number that depends on all of them, so that none is left out.
@inline(never)
public func multiplyAddChains(rounds: Int) -> Double {
  let factor = VectorLane(0.999)
  let addend = VectorLane(0.001)
  var a0 = VectorLane(1), a1 = VectorLane(2), a2 = VectorLane(3), a3 = VectorLane(4)
  var a4 = VectorLane(5), a5 = VectorLane(6), a6 = VectorLane(7), a7 = VectorLane(8)
  var b0 = VectorLane(9), b1 = VectorLane(10), b2 = VectorLane(11), b3 = VectorLane(12)
  for _ in 0..<rounds {
    a0 = addend.addingProduct(a0, factor)
    a1 = addend.addingProduct(a1, factor)
    a2 = addend.addingProduct(a2, factor)
    a3 = addend.addingProduct(a3, factor)
    a4 = addend.addingProduct(a4, factor)
    a5 = addend.addingProduct(a5, factor)
    a6 = addend.addingProduct(a6, factor)
    a7 = addend.addingProduct(a7, factor)
    b0 = addend.addingProduct(b0, factor)
    b1 = addend.addingProduct(b1, factor)
    b2 = addend.addingProduct(b2, factor)
    b3 = addend.addingProduct(b3, factor)
  }
  let sum = ((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)) + ((b0 + b1) + (b2 + b3))
  return sum.values.sum()
}
