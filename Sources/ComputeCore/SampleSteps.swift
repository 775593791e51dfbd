import Formulas
import Sweeps

/// Samples of one block in small steps: eight at a time, or one that all lanes repeat.
///
/// For blocks in which an evaluation is known or feared to end the process. What a step does not name it does not
/// evaluate, and values are folded only after the last step, in the order of the samples: so the state has the bytes of
/// a plain run, less the samples left out.
final class SampleSteps {
  /// Vectors whose draws are made together: the fewest that every design can begin with.
  private static let groupVectors = 8
  private let draws: [Int]
  /// The draws of a group, `groupVectors` for each draw of the sweep.
  private let group: Row
  /// For each measure the block's values, and 1 where a sample takes part.
  private let values: [Row]
  private let filters: [Row]

  init(_ program: Program, draws drawCount: Int, measures: Int) {
    draws = program.draws.sorted()
    group = .filled(drawCount * Self.groupVectors + 1, with: 0.5)
    values = (0..<measures).map { _ in .filled(blockVectors, with: 0) }
    filters = (0..<measures).map { _ in .filled(blockVectors, with: 0) }
  }

  deinit {
    group.deallocate()
    for row in values + filters { row.deallocate() }
  }

  /// Calls `evaluate` for each step with a lane for every draw, which the call reads as it needs them.
  ///
  /// - Parameters:
  ///   - without: samples left out, counted from the first of the block.
  ///   - oneByOne: whether each step takes one sample; otherwise only vectors with one left out are taken apart.
  ///   - proceed: asked before each step with the samples done; false ends the walk.
  /// - Returns: whether all samples were walked.
  func walk(
    _ place: Numbering.Place, _ source: DrawRows, without: Set<UInt32>, oneByOne: Bool,
    proceed: (_ samplesDone: UInt32) -> Bool, evaluate: (_ samples: Range<Int>, _ draw: (Int) -> VectorLane) -> Void
  ) -> Bool {
    let count = Int(place.count)
    for first in stride(from: 0, to: count, by: 8) {
      let vector = first / 8 % Self.groupVectors
      if vector == 0 { fill(source, place, first: first) }
      let samples = first..<min(first + 8, count)
      let isWhole = !oneByOne && samples.count == 8 && !samples.contains { without.contains(UInt32($0)) }
      guard !isWhole else {
        guard proceed(UInt32(first)) else { return false }
        evaluate(samples) { group[$0 * Self.groupVectors + vector] }
        continue
      }
      for sample in samples where !without.contains(UInt32(sample)) {
        guard proceed(UInt32(sample)) else { return false }
        evaluate(sample..<sample + 1) { VectorLane(group[$0 * Self.groupVectors + vector].values[sample % 8]) }
      }
    }
    return true
  }

  private func fill(_ source: DrawRows, _ place: Numbering.Place, first: Int) {
    for draw in draws {
      source.fill(
        group + draw * Self.groupVectors, draw: draw, replicate: place.replicate,
        first: place.firstSample + UInt64(first), count: Self.groupVectors)
    }
  }

  /// Keeps what a step gave for a measure.
  func put(_ value: VectorLane, _ filter: VectorLane?, measure: Int, samples: Range<Int>) {
    for (lane, sample) in samples.enumerated() {
      values[measure].numbers[sample] = value.values[lane]
      filters[measure].numbers[sample] = filter?.values[lane] ?? 1
    }
  }

  /// Folds the block into the measures. What was left out adds nothing and is not counted.
  func fold(_ count: Int, without: Set<UInt32>, into measures: [MeasureScratch]) {
    for (measure, scratch) in measures.enumerated() {
      for sample in without { filters[measure].numbers[Int(sample)] = 0 }
      for first in stride(from: 0, to: count, by: chunkVectors * 8) {
        scratch.fold(
          values[measure] + first / 8, filter: filters[measure] + first / 8, first: first,
          samples: min(chunkVectors * 8, count - first))
      }
      scratch.forget(UInt64(without.count))
    }
  }
}
