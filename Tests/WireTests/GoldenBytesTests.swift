import Sweeps
import Testing
import Wire

/// Bytes that must never change: other versions of the program have sent and stored them.
@Suite struct GoldenBytesTests {
  @Test func `print`() {
    for bytes in [
      Examples.message(Examples.workerBodies[0]).encode(), Examples.message(.finished(Examples.finished)).encode(),
      Examples.message(.lease(Examples.lease)).encode(), Record.closed(Examples.sweep, BlockRange(3, 9), delta: [1, 2]).encode(),
      ClientMessage(request: 4, body: .status(Examples.sweep)).encode(),
    ] { print("GOLD", bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()) }
  }
}
