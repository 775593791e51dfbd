import Foundation
import Sweeps
import Transport
import Wire

/// A worker that says whatever a test wants it to say.
final class FakeWorker {
  private let context: Context
  private let socket: DealerSocket
  private var ordinal: UInt64 = 0
  let session: Session
  var epoch = Epoch.none

  init(
    at address: String, session: Session = Session(.random(in: 1 ... .max)), security: DealerSecurity = .none
  ) throws {
    self.session = session
    context = try Context()
    socket = try DealerSocket(in: context, options: FrameProxy.options, security: security)
    try socket.connect(try Endpoint(address))
  }

  func send(_ body: WorkerMessage.Body) throws {
    ordinal += 1
    try send(WorkerMessage(session: session, epoch: epoch, ordinal: ordinal, body: body).encode())
  }

  func send(_ frame: [UInt8]) throws { _ = try socket.send(frame) }

  /// The next frame, whatever it is; nil if none comes in time.
  func receiveFrame(within seconds: Double = 5) throws -> [UInt8]? {
    var frame: [UInt8]?
    _ = try waitUntil(seconds) {
      frame = try socket.receive()
      return frame != nil
    }
    return frame
  }

  /// The next message of the coordinator that is asked for; nil if none comes in time.
  func receive<Answer>(
    within seconds: Double = 5, _ wanted: (CoordinatorMessage.Body) -> Answer?
  ) throws -> Answer? {
    var found: Answer?
    _ = try waitUntil(seconds) {
      while found == nil, let frame = try socket.receive() {
        let message = try CoordinatorMessage(decoding: frame)
        epoch = max(epoch, message.epoch)
        found = wanted(message.body)
      }
      return found != nil
    }
    return found
  }
}
