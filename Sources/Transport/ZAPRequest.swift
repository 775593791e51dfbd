import CZeroMQ

/// What libzmq asks before it lets a peer in (RFC 27/ZAP): an envelope, then the facts.
struct ZAPRequest: Hashable {
  /// Way back to the connection that asks.
  var envelope: [UInt8]
  var requestID: [UInt8]
  var domain: String
  /// Nil where the peer did not prove a CURVE key.
  var key: PublicKey?

  /// Frames of a request: envelope, delimiter, version, request, domain, address, routing id, mechanism, credentials.
  private static let leastFrames = 8

  /// Nil for a message that is no question of version 1.0.
  init?(frames: [[UInt8]]) {
    guard frames.count >= Self.leastFrames, frames[1].isEmpty, frames[2] == Array("1.0".utf8) else { return nil }
    envelope = frames[0]
    requestID = frames[3]
    domain = String(decoding: frames[4], as: UTF8.self)
    let isCurve = frames[7] == Array("CURVE".utf8) && frames.count == Self.leastFrames + 1
    key = isCurve ? PublicKey(raw: frames[8]) : nil
  }

  /// The frames that let the peer in under a user id, or keep it out where there is none.
  func reply(userID: String?) -> [[UInt8]] {
    let (code, text) = userID == nil ? ("400", "refused") : ("200", "OK")
    let words = ["1.0", nil, code, text, userID ?? "", ""]
    return [envelope, []] + words.map { $0.map { Array($0.utf8) } ?? requestID }
  }
}
