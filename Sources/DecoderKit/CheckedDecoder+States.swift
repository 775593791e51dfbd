import Aggregates
import Sweeps

/// Partial states.
extension CheckedDecoder {
  /// The first byte chooses a layout; then follow the cells as a state has them. Signature, tag and checksum are put
  /// around them, since chance would not find them. What is read encodes to the same bytes, and can be asked anything.
  static let state = CheckedDecoder("state", seeds: StateExamples.bodies) { bytes throws(Violation) in
    guard let choice = bytes.first else { return .refused }
    let layout = StateExamples.layouts[Int(choice) % StateExamples.layouts.count]
    let sealed = StateExamples.sealed(bytes.dropFirst(), layout: layout)
    let state: SweepState
    do throws(StateError) { state = try SweepState(decoding: sealed, layout: layout) } catch {
      try expect(error != .differentLayout, "a state is not known by its tag")
      try expect(!error.description.isEmpty, "an error says nothing")
      return .refused
    }
    try expect(state.encode() == sealed, "a state has two encodings")
    try expect(!state.isEmpty || state.cellCount == 0, "an empty state has cells")
    ask(state)
    try checkMerging(state, sealed)
    return .read
  }

  /// Merging with a state of nothing changes nothing; merging with itself gives the same either way, or nothing at all.
  private static func checkMerging(_ state: SweepState, _ bytes: [UInt8]) throws(Violation) {
    var sum = SweepState(layout: state.layout)
    do throws(StateError) { try sum.merge(state) } catch {
      throw Violation("a state does not merge into nothing: \(error)")
    }
    try expect(sum.encode() == bytes, "a state merged into nothing is another one")
    var values = state
    var encoded = state
    let merged = (try? values.merge(state)) != nil
    let taken = (try? encoded.merge(decoding: bytes)) != nil
    try expect(merged == taken, "a state merges as a value or as bytes, but not as both")
    try expect(values.encode() == encoded.encode(), "a state and its bytes merge to different sums")
    try expect(merged || values.encode() == bytes, "a merge that failed changed the state")
  }

  /// Asks every cell for every figure that results are made of.
  private static func ask(_ state: SweepState) {
    for name in state.cellNames {
      guard let cell = state[pass: name.pass, replicate: name.replicate, cell: name.cell] else { continue }
      for measure in cell.measures {
        let moments = measure.moments
        _ = (measure.probability, moments.mean, moments.variance, moments.skewness, moments.kurtosis)
        for fraction in [0.001, 0.5, 0.999] {
          _ = (measure.histogram?.quantile(fraction), measure.histogram?.cvar(fraction))
        }
      }
    }
  }
}
