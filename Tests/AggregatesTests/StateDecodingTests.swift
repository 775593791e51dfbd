import Sweeps
import Testing

@testable import Aggregates

/// Bytes from outside: whatever they are, reading ends with a state that could be or with a reason.
@Suite struct StateDecodingTests {
  private let layout = FoldedBlocks.layout

  @Test func `every shorter piece of a state is refused`() {
    let body = Self.sample(seed: 3)
    let whole = Self.sealed(body)
    #expect(throws: Never.self) { try SweepState(decoding: whole, layout: layout) }
    for length in body.indices {
      #expect(throws: StateError.self) { try SweepState(decoding: Array(whole.prefix(length)), layout: layout) }
      let cut = Self.sealed(Array(body.prefix(length)))
      #expect(throws: StateError.self, "cut at \(length) and sealed again") {
        try SweepState(decoding: cut, layout: layout)
      }
    }
  }

  @Test func `any single changed bit is found`() {
    let bytes = Self.encoded(seed: 4)
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: StateError.self) { try SweepState(decoding: changed, layout: layout) }
      }
    }
  }

  @Test func `damaged bytes with a right checksum never trap and only canonical ones are taken`() throws {
    var random = TestRandom.seeded()
    var (refused, taken) = (0, 0)
    let target = FoldedBlocks(seed: 5)
    let state = target.state(of: target.all)
    let before = state.encode()
    for round in 0..<3000 {
      let original = Self.sample(seed: UInt64(round % 8))
      let body = Self.sealed(Self.mutated(original, using: &random))
      var merged = state
      do {
        let read = try SweepState(decoding: body, layout: layout)
        #expect(read.encode() == body, "round \(round)")
        Self.finish(read)
        taken += 1
      } catch {
        refused += 1
        #expect(!"\(error)".isEmpty)
      }
      if (try? merged.merge(decoding: body)) == nil {
        #expect(merged.encode() == before, "round \(round)")
      }
    }
    print("refused \(refused), taken \(taken)")
    #expect(refused > 500)
    #expect(taken > 10, "Some changes only change a value; if none is taken the test has gone blind.")
  }

  @Test func `noise is refused`() {
    var random = TestRandom.seeded()
    let header = Array(Self.encoded(seed: 1).prefix(8))
    for _ in 0..<3000 {
      let noise = (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(throws: StateError.self) { try SweepState(decoding: noise, layout: layout) }
      _ = try? SweepState(decoding: Self.sealed(header + noise), layout: layout)
    }
  }

  @Test func `each lie gets its name`() {
    let header = Array(Self.eventState(hits: 1, valid: 1).encode().prefix(8))
    func expect(_ fault: StateError.Fault, _ body: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
      let bytes = Self.sealed(header + body)
      do {
        _ = try SweepState(decoding: bytes, layout: Self.eventLayout)
        Issue.record("Taken.", sourceLocation: sourceLocation)
      } catch {
        guard case .unreadable(let found, _) = error else {
          Issue.record(error, sourceLocation: sourceLocation)
          return
        }
        #expect(found == fault, sourceLocation: sourceLocation)
      }
    }
    // One cell at distance 2 with 5 valid scenarios, no flags, 3 hits is right.
    #expect(throws: Never.self) {
      try SweepState(decoding: Self.sealed(header + [1, 2, 5, 0, 3]), layout: Self.eventLayout)
    }
    expect(.countsDoNotAddUp, [1, 2, 5, 0, 6])
    expect(.trailingBytes, [1, 2, 5, 0, 3, 0])
    expect(.truncated, [1, 2, 5, 0])
    expect(.truncated, [0xff, 0xff, 0xff, 0x7f, 2, 5, 0, 3])
    expect(.cellOutOfRange, [1, 4, 5, 0, 3])
    expect(.cellOutOfRange, [2, 2, 5, 0, 3, 1, 5, 0, 3])
    expect(.emptyCell, [1, 2, 0, 0])
    expect(.notCanonical, [1, 2, 0x85, 0, 0, 3])
    expect(.notCanonical, [1, 2, 5, 1, 0, 3])
    expect(.notCanonical, [1, 2, 0, 0x10, 3])
    expect(.countsDoNotAddUp, [1, 2, 5, 0x10, 3])
    expect(.countsDoNotAddUp, [1, 2, 5, 1] + [UInt8](repeating: 0xff, count: 9) + [1, 3])
    expect(.notAState, [])
  }

  @Test func `a state of another layout is named as such`() {
    let bytes = Self.eventState(hits: 1, valid: 1).encode()
    #expect(throws: StateError.differentLayout) { try SweepState(decoding: bytes, layout: layout) }
    #expect(throws: StateError.unreadable(.notAState, offset: 0)) {
      try SweepState(decoding: [UInt8](repeating: 0, count: 40), layout: layout)
    }
  }

  @Test func `extremes outside the histogram and bins that miss values are refused`() throws {
    let shape = HistogramShape(mantissaBits: 3, sums: false)
    let layout = StateLayout(passes: [
      .init(
        replicates: 1, cells: 1, measures: [.quantity(.init(momentOrder: 0, histogram: shape, extremes: true))])
    ])
    func bytes(smallest: Double, largest: Double) -> [UInt8] {
      var state = SweepState(layout: layout)
      state.withCell(pass: 0, replicate: 0, cell: 0) { cell in
        cell[0].tally.valid = 2
        cell[0].histogram?.add(1)
        cell[0].histogram?.add(9)
        cell[0].extremes?.add(smallest, sample: 0)
        cell[0].extremes?.add(largest, sample: 1)
      }
      return state.encode()
    }
    #expect(throws: Never.self) { try SweepState(decoding: bytes(smallest: 1, largest: 9), layout: layout) }
    for (smallest, largest) in [(0.5, 9.0), (1, 16), (9, 9)] {
      #expect(throws: StateError.self) {
        try SweepState(decoding: bytes(smallest: smallest, largest: largest), layout: layout)
      }
    }
  }

  @Test func `the checksum is CRC-32C`() {
    // The check value of the catalogue of parametrised CRC algorithms, and RFC 3720 B.4's 32 zero bytes.
    #expect(CRC32C.checksum(of: Array("123456789".utf8).span) == 0xe306_9283)
    #expect(CRC32C.checksum(of: [UInt8](repeating: 0, count: 32).span) == 0x8a91_36aa)
  }

  // MARK: Making bytes

  private static let eventLayout = StateLayout(passes: [.init(replicates: 1, cells: 4, measures: [.event])])

  private static func eventState(hits: UInt64, valid: UInt64) -> SweepState {
    var state = SweepState(layout: eventLayout)
    state.withCell(pass: 0, replicate: 0, cell: 2) {
      $0[0].tally.valid = valid
      $0[0].hits = hits
    }
    return state
  }

  private static func encoded(seed: UInt64) -> [UInt8] {
    let blocks = FoldedBlocks(seed: seed)
    return blocks.state(of: [blocks.all[0], blocks.all[13], blocks.all[61]]).encode()
  }

  /// A state without its checksum.
  private static func sample(seed: UInt64) -> [UInt8] { Array(encoded(seed: seed).dropLast(4)) }

  /// The bytes with the checksum they should have.
  private static func sealed(_ body: [UInt8]) -> [UInt8] {
    var out = StateWriter()
    for byte in body { out.byte(byte) }
    out.word(UInt64(CRC32C.checksum(of: body.span)), byteCount: 4)
    return out.bytes
  }

  /// A few bytes changed, taken out or put in, after the header.
  private static func mutated(_ original: [UInt8], using random: inout TestRandom) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard bytes.count > 9 else { break }
      let index = Int.random(in: 8..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes[index] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
      case 3: bytes.remove(at: index)
      case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
      default: bytes[index] &+= Bool.random(using: &random) ? 1 : 255
      }
    }
    return bytes
  }

  /// Asks everything of every cell: whatever was taken must also finish without a trap.
  private static func finish(_ state: SweepState) {
    for name in state.cellNames {
      guard let cell = state[pass: name.pass, replicate: name.replicate, cell: name.cell] else { continue }
      for measure in cell.measures {
        _ = (measure.moments.mean, measure.moments.variance, measure.moments.skewness, measure.moments.kurtosis)
        for fraction in [0.001, 0.05, 0.5, 0.95, 0.999] {
          _ = (measure.histogram?.quantile(fraction), measure.histogram?.cvar(fraction))
        }
      }
    }
  }
}
