import Formulas

extension Accelerator {
  /// The chip a point names by its `chip`.
  static func chosen(by input: ModelInputs<ScalarLane>) -> Accelerator {
    table[max(0, min(Int(input["chip"].value), table.count - 1))]
  }

  /// Why a point's `precision` has no peak: none is published and `peak_flops` gives none. Nil where there is one.
  func missingPeak(of input: ModelInputs<ScalarLane>) -> String? {
    guard input["peak_flops"].value <= 0 else { return nil }
    let peaks = [bf16, fp8, fp4]
    let index = max(0, min(Int(input["precision"].value), 2))
    guard peaks[index] == nil else { return nil }
    let has = zip(Self.precisions, peaks).filter { $0.1 != nil }.map(\.0)
    let offered = has.isEmpty ? "none of the three" : has.joined(separator: ", ")
    return "precision: \(name) has no published \(Self.precisions[index]) peak; it has \(offered); "
      + "choose another or give peak_flops"
  }
}
