import Sweeps

/// A state as bytes, version 1. Equal contents are equal bytes: cells ascend, cells without scenarios are left out, and
/// every number has one form. Little-endian throughout.
///
///     "SFS" 0x01 | layout tag (4) | number of cells | for each: distance from the cell before, less 1; its measures | CRC-32C (4)
///
/// The tag is the CRC-32C of the layout's text, so a state of another sweep is named as such.
extension SweepState {
  private static let signature: [UInt8] = [0x53, 0x46, 0x53, 0x01]
  /// Signature, tag, one byte for the number of cells, checksum.
  private static let shortestLength = 13

  /// The canonical bytes.
  public func encode() -> [UInt8] {
    var out = StateWriter()
    for byte in Self.signature { out.byte(byte) }
    out.word(UInt64(tag), byteCount: 4)
    let occupied = occupied
    out.varint(UInt64(occupied.count))
    var next: UInt64 = 0
    for number in occupied {
      guard let cell = cells[number] else { continue }
      out.varint(number - next)
      next = number + 1
      let measures = layout.passes[numbering.pass(of: number)].measures
      for (measure, state) in zip(measures, cell.measures) { state.encode(as: measure, into: &out) }
    }
    out.word(UInt64(CRC32C.checksum(of: out.bytes.span)), byteCount: 4)
    return out.bytes
  }

  /// Reads a state of this layout from bytes that nobody vouches for. Memory stays in proportion to the bytes given.
  ///
  /// - Throws: `StateError.unreadable` unless the bytes are what `encode` gives for a state whose counts and sums can
  ///   be; `StateError.differentLayout` for a state of another layout.
  public init(decoding bytes: [UInt8], layout: StateLayout) throws(StateError) {
    self.init(layout: layout)
    try read(bytes)
  }

  /// Reads a state of the same layout as another: as `init(decoding:layout:)`, without working out the layout anew.
  public init(decoding bytes: [UInt8], like other: SweepState) throws(StateError) {
    self.init(like: other)
    try read(bytes)
  }

  /// Takes in the state these bytes are; all of it or, on an error, nothing.
  ///
  /// - Throws: as `init(decoding:layout:)`, and as `merge`.
  public mutating func merge(decoding bytes: [UInt8]) throws(StateError) {
    try check(try body(of: bytes))
    try read(bytes)
  }

  /// Takes in what it can read before an error.
  private mutating func read(_ bytes: [UInt8]) throws(StateError) {
    var input = try body(of: bytes)
    // A cell is at least its distance, and for one measure a count and the flags.
    let count = try input.count(ofSize: 3)
    if cells.isEmpty { reserveCells(count) }
    var next: UInt64 = 0
    for _ in 0..<count {
      let number = try cellNumber(after: &next, from: &input)
      let pass = numbering.pass(of: number)
      let measures = layout.passes[pass].measures
      try withCell(number, pass: pass) { cell throws(StateError) in
        try cell.add(as: measures, from: &input)
      }
    }
    guard input.remaining == 0 else { throw input.fault(.trailingBytes) }
  }

  /// What lies between the header and the checksum, once both are found right.
  private func body(of bytes: [UInt8]) throws(StateError) -> StateReader {
    guard bytes.count >= Self.shortestLength, bytes.prefix(4).elementsEqual(Self.signature) else {
      throw .unreadable(.notAState, offset: 0)
    }
    let end = bytes.count - 4
    var tail = StateReader(bytes, from: end, to: bytes.count)
    guard try tail.word(byteCount: 4) == UInt64(CRC32C.checksum(of: bytes.span.extracting(..<end))) else {
      throw .unreadable(.checksum, offset: end)
    }
    var input = StateReader(bytes, from: 4, to: end)
    guard try input.word(byteCount: 4) == UInt64(tag) else { throw .differentLayout }
    return input
  }

  /// Throws whatever reading and merging these cells would, without changing anything.
  private func check(_ start: StateReader) throws(StateError) {
    var input = start
    let count = try input.count(ofSize: 3)
    var scratch = blanks
    var next: UInt64 = 0
    for _ in 0..<count {
      let number = try cellNumber(after: &next, from: &input)
      let pass = numbering.pass(of: number)
      scratch[pass].removeAll()
      try scratch[pass].add(as: layout.passes[pass].measures, from: &input)
      try cells[number]?.checkMerge(scratch[pass])
    }
    guard input.remaining == 0 else { throw input.fault(.trailingBytes) }
  }

  private func cellNumber(after next: inout UInt64, from input: inout StateReader) throws(StateError) -> UInt64 {
    let distance = try input.varint()
    guard distance < numbering.end - next else { throw input.fault(.cellOutOfRange) }
    let number = next + distance
    next = number + 1
    return number
  }
}

extension CellState {
  fileprivate mutating func add(as kinds: [Measure], from input: inout StateReader) throws(StateError) {
    var first: UInt64?
    for index in kinds.indices {
      let total = try measures[index].add(as: kinds[index], from: &input)
      guard total > 0 else { throw input.fault(.emptyCell) }
      guard first == nil || first == total else { throw input.fault(.unequalTallies) }
      first = total
    }
    guard first != nil else { throw input.fault(.emptyCell) }
  }

  fileprivate mutating func removeAll() {
    for index in measures.indices { measures[index].removeAll() }
  }
}

extension StateLayout {
  /// Tells layouts apart in a state's header.
  var tag: UInt32 {
    let text = passes.map { pass in
      "\(pass.replicates)x\(pass.cells):" + pass.measures.map(\.text).joined(separator: ",")
    }
    return CRC32C.checksum(of: Array(text.joined(separator: ";").utf8).span)
  }
}

extension Measure {
  fileprivate var text: String {
    switch self {
    case .event: "e"
    case .quantity(let quantity):
      "m\(quantity.momentOrder)"
        + (quantity.histogram.map { "h\($0.mantissaBits)\($0.sums ? "s" : "")" } ?? "")
        + (quantity.extremes ? "x" : "")
    }
  }
}
