import Formulas
import Sweeps

/// The samples of a block, stretch by stretch, in the order in which they are computed: a stable counting sort, eight
/// bits at a time.
///
/// Draws come in this order before anything is computed of them, and values are put back before they are folded.
final class SampleOrder {
  /// Vectors that are put in order together: a block, or so few that their draws stay in the second-level cache.
  private let stretchVectors: Int
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
  /// What gives the draws in order: Sobol' points come in any order, others are copied.
  private let sobol: OrderedSobol?
  private let copies: OrderedCopies?

  init?(_ program: Program, _ source: DrawRows) {
    guard let ordering = program.ordering else { return nil }
    self.ordering = ordering
    let draws = program.sampleCode.compactMap { if case .draw(let draw) = $0.code { draw } else { nil } }
    sobol = source.design == .sobol ? OrderedSobol(draws: draws) : nil
    stretchVectors = sobol == nil ? 256 : blockVectors
    copies = sobol == nil ? OrderedCopies(draws: draws, vectors: stretchVectors) : nil
    storage = BatchStorage(ordering.program)
    sampleSteps = storage.steps(ordering.program.sampleCode)
    keys = ordering.program.scenarioCode.map { [storage] in storage.operand($0.a) }
    words = .allocate(capacity: stretchVectors * 8)
    order = .allocate(capacity: stretchVectors * 8)
    spare = .allocate(capacity: stretchVectors * 8)
    places = .allocate(capacity: blockVectors * 8)
    starts = .allocate(capacity: 257)
  }

  deinit {
    words.deallocate()
    order.deallocate()
    spare.deallocate()
    places.deallocate()
    starts.deallocate()
  }

  /// Draws the samples of the stretch that begins with a chunk, and puts them in order.
  func start(_ place: Numbering.Place, chunk: Int, _ source: DrawRows) {
    let first = chunk * chunkVectors
    let vectors = min(stretchVectors, (Int(place.count) + 7) / 8 - first)
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
    sobol?.start(replicate: place.replicate, block: firstSample, source.sobolTables)
    copies?.start(places, vectors) { row, draw in
      source.fill(row, draw: draw, replicate: place.replicate, first: firstSample, count: vectors)
    }
  }

  /// Whether a stretch begins with a chunk.
  func startsStretch(_ chunk: Int) -> Bool { chunk * chunkVectors % stretchVectors == 0 }

  /// The draws of a chunk, in order.
  func fill(_ row: Row, draw: Int, chunk: Int, count: Int) {
    sobol?.fill(row, draw: draw, chunk: chunk, places: places + chunk * chunkVectors * 8, count: count)
    copies?.fill(row, draw: draw, first: chunk * chunkVectors % stretchVectors, count: count)
  }

  /// Puts the values of a chunk where their samples are in a row of the block.
  func putBack(_ row: Row, chunk: Int, count: Int, into block: Row) {
    let from = row.numbers
    let first = chunk * chunkVectors
    let to = (block + (first - first % stretchVectors)).numbers
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

/// The draws of a stretch, copied into the order in which its samples are computed.
private final class OrderedCopies {
  private let draws: [Int]
  private let vectors: Int
  /// For each draw the place of its row.
  private var rows: [Int: Row] = [:]
  private let ordered: Row
  private let natural: Row

  init(draws: [Int], vectors: Int) {
    self.draws = draws
    self.vectors = vectors
    ordered = .filled(draws.count * vectors, with: 0.5)
    natural = .filled(vectors, with: 0.5)
    for (index, draw) in draws.enumerated() { rows[draw] = ordered + index * vectors }
  }

  deinit {
    ordered.deallocate()
    natural.deallocate()
  }

  /// Draws the samples of a stretch; `fill` gives those of one draw as they come.
  func start(_ places: UnsafePointer<UInt16>, _ count: Int, fill: (Row, _ draw: Int) -> Void) {
    for (index, draw) in draws.enumerated() {
      fill(natural, draw)
      let from = natural.numbers
      let to = (ordered + index * vectors).numbers
      for position in 0..<count * 8 { to[position] = from[Int(places[position])] }
    }
  }

  func fill(_ row: Row, draw: Int, first: Int, count: Int) {
    if let ordered = rows[draw] { row.update(from: ordered + first, count: count) }
  }
}
