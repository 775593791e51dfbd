import Sweeps
import Testing
import Wire

/// Bytes that must never change: other programs send them, and journals hold them. They were read back with
/// `protoc --decode`.
@Suite struct GoldenBytesTests {
  /// Name and hash of the example sweep, as fields 1 and 2.
  private static let name = "0a11636869702d6275792d76732d6275696c64"
  private static let hash = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
  /// The example lease, with its length.
  private static let lease = "41" + name + "1220" + hash + "180320112802308020388827"

  /// Block 4096 alone, careful, without samples 3 and 4095.
  private static let carefulLease =
    "52" + name + "1220" + hash + "18032011280230802038812040014a0508802010034a0608802010ff1f"

  @Test func `a hello`() throws {
    try expect(
      "080111edfe0000000000001803200552f902" + "0a10" + "0102030405060708090a0b0c0d0e0f10" + "1203312e30" + "1a20"
        + Self.hash + "2040288001" + "32450a" + Self.lease + "1001" + "32470a" + Self.lease + "10021807" + "32480a"
        + Self.lease + "1003188807" + "32580a" + Self.carefulLease + "10022005" + "3a057469676572",
      Examples.message(Examples.workerBodies[0]))
  }

  @Test func `a result with its checksum`() throws {
    try expect(
      "080111edfe00000000000018032005625a0a" + Self.lease + "10802018842020d285d8cc042a04010203fa35a65c2676",
      Examples.message(.finished(Examples.finished)))
  }

  @Test func `a lease`() throws {
    let message = Examples.message(.lease(Examples.lease))
    let bytes = try #require(read("080111edfe0000000000001803" + "6a" + Self.lease))
    #expect(message.encode() == bytes)
    #expect(try CoordinatorMessage(decoding: bytes) == message)
  }

  @Test func `a request and a record`() throws {
    let request = ClientMessage(request: 4, body: .status(Examples.sweep))
    #expect(request.encode() == read("080111" + "0400000000000000" + "fa0113" + Self.name))
    let record = Record.closed(Examples.sweep, BlockRange(3, 9), delta: [1, 2])
    let bytes = "0801" + "621d" + Self.name + "1204" + "08031009" + "1a020102"
    #expect(record.encode() == read(bytes))
    #expect(JournalRow.rows(of: [record, record]) == [read("21000000" + bytes + "21000000" + bytes)])
  }

  /// The check value of CRC-32C over "123456789" is e3069283 (RFC 3720 tests; catalogue of parametrised CRC algorithms).
  @Test func `the checksum is CRC-32C`() {
    var finished = Examples.finished
    finished.state = Array("123456789".utf8)
    let frame = Examples.message(.finished(finished)).encode()
    #expect(frame.suffix(4) == [0x83, 0x92, 0x06, 0xE3])
  }

  private func expect(_ hexadecimal: String, _ message: WorkerMessage) throws {
    let bytes = try #require(read(hexadecimal))
    #expect(message.encode() == bytes)
    #expect(try WorkerMessage(decoding: bytes) == message)
  }

  private func read(_ hexadecimal: String) -> [UInt8]? {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    guard digits.count == hexadecimal.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
