import CZeroMQ

/// Half of a CURVE key pair that everybody may know: 32 bytes, written as 40 characters of Z85 (RFC 32).
public struct PublicKey: Hashable, Sendable, CustomStringConvertible {
  /// 40 characters of Z85.
  public let text: String

  /// Reads a key.
  /// - Throws: `invalidKey` for anything but 40 characters of Z85.
  public init(_ text: String) throws(TransportError) {
    guard Z85.isKey(text) else { throw Z85.notAKey("public key", text) }
    self.text = text
  }

  /// The key of 32 raw bytes; nil for any other number.
  init?(raw: [UInt8]) {
    guard let text = Z85.text(of: raw) else { return nil }
    self.text = text
  }

  public var description: String { text }
}

/// Half of a CURVE key pair that only its owner may know. It prints as `(hidden)`, so that no log gives it away.
public struct SecretKey: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// 40 characters of Z85, for the one file that keeps it.
  public let text: String

  /// Reads a key.
  /// - Throws: `invalidKey` for anything but 40 characters of Z85; the text is not repeated in the error.
  public init(_ text: String) throws(TransportError) {
    guard Z85.isKey(text) else { throw Z85.notAKey("secret key", nil) }
    self.text = text
  }

  public var description: String { "(hidden)" }
  public var debugDescription: String { "(hidden)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Who a socket is: a secret key and the public key that belongs to it (Curve25519, RFC 26/CurveZMQ).
public struct CurveKeyPair: Equatable, Sendable {
  public let publicKey: PublicKey
  public let secretKey: SecretKey

  /// Puts two halves together.
  /// - Throws: `invalidKey` when they do not belong together.
  public init(publicKey: PublicKey, secretKey: SecretKey) throws(TransportError) {
    let pair = try CurveKeyPair(secretKey: secretKey)
    guard pair.publicKey == publicKey else {
      throw TransportError(
        .invalidKey, "the secret key does not belong to the public key", at: publicKey.text,
        remedy: "use both keys as they were made together")
    }
    self = pair
  }

  /// Works the public key out.
  public init(secretKey: SecretKey) throws(TransportError) {
    var text = [CChar](repeating: 0, count: Z85.keyCharacters + 1)
    guard zmq_curve_public(&text, secretKey.text) == 0 else {
      throw .last("working out a public key", at: "libzmq")
    }
    publicKey = try PublicKey(Z85.string(text))
    self.secretKey = secretKey
  }

  /// A new pair from the system's randomness.
  /// - Throws: `system` when libzmq was built without CURVE.
  public static func random() throws(TransportError) -> CurveKeyPair {
    var publicText = [CChar](repeating: 0, count: Z85.keyCharacters + 1)
    var secretText = publicText
    guard zmq_curve_keypair(&publicText, &secretText) == 0 else { throw .last("making a key pair", at: "libzmq") }
    return try CurveKeyPair(
      publicKey: PublicKey(Z85.string(publicText)), secretKey: SecretKey(Z85.string(secretText)))
  }
}

/// Five characters for four bytes, without quotes or blanks: how ZeroMQ writes keys (RFC 32/Z85).
enum Z85 {
  static let keyBytes = 32
  static let keyCharacters = 40

  /// True for 40 characters that stand for 32 bytes.
  static func isKey(_ text: String) -> Bool {
    // A zero byte would end libzmq's text early.
    guard text.utf8.count == keyCharacters, !text.utf8.contains(0) else { return false }
    var bytes = [UInt8](repeating: 0, count: keyBytes)
    return zmq_z85_decode(&bytes, text) != nil
  }

  static func text(of bytes: [UInt8]) -> String? {
    guard bytes.count == keyBytes else { return nil }
    var text = [CChar](repeating: 0, count: keyCharacters + 1)
    return zmq_z85_encode(&text, bytes, bytes.count) == nil ? nil : string(text)
  }

  static func string(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func notAKey(_ name: String, _ text: String?) -> TransportError {
    TransportError(
      .invalidKey, "the \(name) is not 40 characters of Z85", at: text.map { "\"\($0)\"" } ?? name,
      remedy: "copy the whole key, without blanks or line ends, or have a new one made")
  }
}
