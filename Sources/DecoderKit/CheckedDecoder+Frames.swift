import Wire

/// Frames of peers.
extension CheckedDecoder {
  static let frames = [
    frame(
      "worker-message", seeds: { Examples.workerBodies.map { Examples.message($0).encode() } },
      decode: { bytes throws(WireError) in try WorkerMessage(decoding: bytes) }, encode: { $0.encode() }),
    frame(
      "coordinator-message", seeds: { Examples.coordinatorBodies.map { Examples.message($0).encode() } },
      decode: { bytes throws(WireError) in try CoordinatorMessage(decoding: bytes) }, encode: { $0.encode() }),
    frame(
      "client-message", seeds: { Examples.clientBodies.map { ClientMessage(request: 4, body: $0).encode() } },
      decode: { bytes throws(WireError) in try ClientMessage(decoding: bytes) }, encode: { $0.encode() }),
    frame(
      "client-reply",
      seeds: { Examples.replyBodies.map { ClientReply(request: 4, epoch: Epoch(3), body: $0).encode() } },
      decode: { bytes throws(WireError) in try ClientReply(decoding: bytes) }, encode: { $0.encode() }),
  ]

  /// A decoder of messages: what it reads it writes again, and equal messages are equal bytes.
  static func frame<Message: Hashable & SendableMetatype>(
    _ name: String, seeds: @escaping @Sendable () -> [[UInt8]],
    decode: @escaping @Sendable ([UInt8]) throws(WireError) -> Message,
    encode: @escaping @Sendable (Message) -> [UInt8],
    also: @escaping @Sendable (Message) throws(Violation) -> Void = { _ in }
  ) -> CheckedDecoder {
    CheckedDecoder(name, seeds: seeds) { bytes throws(Violation) in
      let message: Message
      do throws(WireError) { message = try decode(bytes) } catch {
        try expect(!error.description.isEmpty, "an error says nothing")
        return .refused
      }
      let written = encode(message)
      let again: Message
      do throws(WireError) { again = try decode(written) } catch {
        throw Violation("what was read and written again is refused (\(error)): \(message)")
      }
      try expect(again == message, "\(message) is written and read as \(again)")
      try expect(encode(again) == written, "\(message) has two encodings")
      try also(message)
      return .read
    }
  }
}
