import Formulas

/// The dense peak a run computes at.
enum AcceleratorPeak {
  /// Peak of a chip in a precision (FLOP/s), 0 where nobody published one. In FP8 it is the 16-bit peak times
  /// `fp8Speedup`, unless that is 0.
  static func flops<L: Lane>(chip: L, precision: L, fp8Speedup: L) -> L {
    let bf16 = chip.lookup(in: AcceleratorColumn.bf16)
    let fp8 = chip.lookup(in: AcceleratorColumn.fp8)
    let fp4 = chip.lookup(in: AcceleratorColumn.fp4)
    let scaled = fp8.replacing(with: bf16 * fp8Speedup, where: (fp8 .> 0) .& (fp8Speedup .> 0))
    return bf16.replacing(with: scaled, where: precision .== 1).replacing(with: fp4, where: precision .== 2)
  }
}
