import Sweeps
import Testing
import Wire

@Suite struct RoundTripTests {
  @Test(arguments: Examples.workerBodies)
  func `a worker's message comes back as it was`(body: WorkerMessage.Body) throws {
    let message = Examples.message(body)
    #expect(try WorkerMessage(decoding: message.encode()) == message)
  }

  @Test(arguments: Examples.coordinatorBodies)
  func `a coordinator's message comes back as it was`(body: CoordinatorMessage.Body) throws {
    let message = Examples.message(body)
    #expect(try CoordinatorMessage(decoding: message.encode()) == message)
  }

  @Test(arguments: Examples.clientBodies)
  func `a client's request comes back as it was`(body: ClientMessage.Body) throws {
    let message = ClientMessage(request: 4, body: body)
    #expect(try ClientMessage(decoding: message.encode()) == message)
  }

  @Test(arguments: Examples.replyBodies)
  func `a reply comes back as it was`(body: ClientReply.Body) throws {
    let reply = ClientReply(request: 4, epoch: Epoch(3), body: body)
    #expect(try ClientReply(decoding: reply.encode()) == reply)
  }

  @Test(arguments: Examples.records)
  func `a record comes back as it was`(record: Record) throws {
    #expect(try Record(decoding: record.encode()) == record)
  }

  @Test func `records come back from their rows in order, and long ones fill a row`() throws {
    #expect(JournalRow.rows(of: []) == [])
    let records = Examples.records + Examples.records.reversed()
    let row = try #require(JournalRow.rows(of: records).first)
    #expect(try JournalRow.records(in: row) == records)
    let long = Record.closed(Examples.sweep, BlockRange(3, 9), delta: [UInt8](repeating: 7, count: 1 << 19))
    let rows = JournalRow.rows(of: [long, long, long])
    #expect(try rows.map { try JournalRow.records(in: $0) } == [[long, long], [long]])
  }

  @Test func `a row whose lengths do not fit is refused`() throws {
    let row = try #require(JournalRow.rows(of: [Examples.records[0]]).first)
    for wrong in [[], [0], Array(row.dropLast()), row + [0], row + [255, 255, 255, 255]] {
      #expect(throws: WireError.invalid("row")) { try JournalRow.records(in: wrong) }
    }
  }

  @Test func `identifiers survive their bytes and print as hexadecimal`() throws {
    #expect(SpecHash(Examples.spec.bytes) == Examples.spec)
    #expect(Examples.spec.description.hasPrefix("000102030405"))
    let worker = WorkerID(0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10)
    #expect(WorkerID(worker.bytes) == worker)
    #expect(worker.description == "0102030405060708090a0b0c0d0e0f10")
    #expect(SpecHash([1]) == nil)
    #expect(WorkerID([1]) == nil)
  }

  @Test(arguments: ["", "a b", "ä", "x/y", String(repeating: "x", count: 65)])
  func `a sweep's name is short and plain`(text: String) {
    #expect(SweepID(text) == nil)
    #expect(SweepID("chip_buy.v2-x") != nil)
  }
}
