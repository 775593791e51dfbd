import Formulas
import Sweeps

/// The samples of a block, stretch by stretch, in the order in which they are computed: a stable counting sort, eight
/// bits at a time.
///
/// Draws are put in this order before anything is computed of them, and values put back before they are folded.
final class SampleOrder {
  /// Vectors that are put in order together: so few that their draws stay in the second-level cache.
  private static let stretchVectors = 256
  private let ordering: Ordering
  private let storage: BatchStorage
  private let sampleSteps: StepList
  /// The rows of the keys, in their order.
  private let keys: [Step.Operand]
  /// For each sample the digits that steer, eight bits each, above the sum of the others.
  private let words: UnsafeMutablePointer<UInt64>
  private var order: UnsafeMutablePointer<UInt16>
  private var spare: UnsafeMutablePointer<UInt16>
  /// For each position in the block the sample that is computed there, counted from the start of its stretch.
  private let places: UnsafeMutablePointer<UInt16>
  private let starts: UnsafeMutablePointer<Int32>
  /// Draws of a stretch in order, a row each; and one draw as it comes.
  private let ordered: Row
  private let natural: Row
  private let draws: [Int]

  init?(_ program: Program, draws drawCount: Int) {
    guard let ordering = program.ordering else { return nil }
    self.ordering = ordering
    storage = BatchStorage(ordering.program)
    sampleSteps = storage.steps(ordering.program.sampleCode)
    keys = ordering.program.scenarioCode.map { [storage] in storage.operand($0.a) }
    words = .allocate(capacity: Self.stretchVectors * 8)
    order = .allocate(capacity: Self.stretchVectors * 8)
    spare = .allocate(capacity: Self.stretchVectors * 8)
    places = .allocate(capacity: blockVectors * 8)
    starts = .allocate(capacity: 257)
    draws = program.draws.sorted()
    ordered = .filled(drawCount * Self.stretchVectors, with: 0.5)
    natural = .filled(Self.stretchVectors, with: 0.5)
  }

  deinit {
    words.deallocate()
    order.deallocate()
    spare.deallocate()
    places.deallocate()
    starts.deallocate()
    ordered.deallocate()
    natural.deallocate()
  }

  /// Draws the samples of the stretch that begins with a chunk, and puts them in order.
  func start(_ place: Numbering.Place, chunk: Int, _ source: DrawRows) {
    let first = chunk * chunkVectors
    let vectors = min(Self.stretchVectors, (Int(place.count) + 7) / 8 - first)
    let firstSample = place.firstSample + UInt64(first * 8)
    for start in stride(from: 0, to: vectors, by: chunkVectors) {
      let count = min(chunkVectors, vectors - start)
      sampleSteps.run(chunk: start / chunkVectors, count: count) { row, draw in
        source.fill(
          row, draw: draw, replicate: place.replicate, first: firstSample + UInt64(start * 8), count: count)
      }
    }
    let count = min(vectors * 8, Int(place.count) - first * 8)
    sort(count)
    let places = places + first * 8
    // Lanes without a sample stay behind the others.
    for position in 0..<vectors * 8 { places[position] = position < count ? order[position] : UInt16(position) }
    for draw in draws {
      source.fill(natural, draw: draw, replicate: place.replicate, first: firstSample, count: vectors)
      let from = natural.numbers
      let to = (ordered + draw * Self.stretchVectors).numbers
      for position in 0..<vectors * 8 { to[position] = from[Int(places[position])] }
    }
  }

  /// Whether a stretch begins with a chunk.
  static func startsStretch(_ chunk: Int) -> Bool { chunk * chunkVectors % stretchVectors == 0 }

  /// The draws of a chunk, in order.
  func fill(_ row: Row, draw: Int, chunk: Int, count: Int) {
    row.update(from: ordered + (draw * Self.stretchVectors + chunk * chunkVectors % Self.stretchVectors), count: count)
  }

  /// Puts the values of a chunk where their samples are in a row of the block.
  func putBack(_ row: Row, chunk: Int, count: Int, into block: Row) {
    let from = row.numbers
    let first = chunk * chunkVectors
    let to = (block + (first - first % Self.stretchVectors)).numbers
    for position in 0..<count * 8 { to[Int(places[first * 8 + position])] = from[position] }
  }

  private func sort(_ count: Int) {
    for sample in 0..<count {
      words[sample] = 0
      order[sample] = UInt16(truncatingIfNeeded: sample)
    }
    var digits = 1
    for (key, row) in zip(ordering.keys, keys) where key.steers {
      let values = row.base.numbers
      for sample in 0..<count { words[sample] = words[sample] &<< 8 | UInt64(key.digit(values[sample])) }
      digits += 1
    }
    for sample in 0..<count { words[sample] &<<= 8 }
    for (key, row) in zip(ordering.keys, keys) where !key.steers {
      let values = row.base.numbers
      for sample in 0..<count {
        let sum = (words[sample] & 255) + UInt64(key.digit(values[sample]))
        words[sample] = (words[sample] & ~255) | min(sum, 255)
      }
    }
    for digit in 0..<min(digits, 8) { sort(count, shift: UInt64(digit * 8)) }
  }

  private func sort(_ count: Int, shift: UInt64) {
    for digit in 0..<257 { starts[digit] = 0 }
    for sample in 0..<count { starts[Int(words[sample] &>> shift & 255) &+ 1] &+= 1 }
    for digit in 0..<256 { starts[digit &+ 1] &+= starts[digit] }
    for position in 0..<count {
      let sample = order[position]
      let digit = Int(words[Int(sample)] &>> shift & 255)
      spare[Int(starts[digit])] = sample
      starts[digit] &+= 1
    }
    swap(&order, &spare)
  }
}
