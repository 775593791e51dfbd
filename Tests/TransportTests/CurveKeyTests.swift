import Testing

@testable import Transport

@Suite struct CurveKeyTests {
  /// The server's keys of libzmq's own page on CURVE, zmq_curve(7).
  private static let publicText = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
  private static let secretText = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"

  @Test func `a public key follows from its secret key`() throws {
    let pair = try CurveKeyPair(secretKey: SecretKey(Self.secretText))
    #expect(pair.publicKey.text == Self.publicText)
    #expect(try CurveKeyPair(publicKey: PublicKey(Self.publicText), secretKey: SecretKey(Self.secretText)) == pair)
  }

  @Test func `new pairs differ and hold together`() throws {
    let (first, second) = (try CurveKeyPair.random(), try CurveKeyPair.random())
    #expect(first.publicKey != second.publicKey)
    #expect(try CurveKeyPair(publicKey: first.publicKey, secretKey: first.secretKey) == first)
    let error = #expect(throws: TransportError.self) {
      try CurveKeyPair(publicKey: first.publicKey, secretKey: second.secretKey)
    }
    #expect(error?.kind == .invalidKey)
  }

  private static let good39 = String(publicText.dropLast())
  private static let bad: [String] = [
    "", "x", good39, publicText + "0", good39 + " ", good39 + "\n", good39 + "\"", good39 + "\0",
    String(repeating: "#", count: 40), String(repeating: "é", count: 20),
  ]

  @Test(arguments: bad)
  func `a text that is no key is refused`(text: String) throws {
    let error = #expect(throws: TransportError.self) { try PublicKey(text) }
    #expect(error?.kind == .invalidKey)
    let secret = #expect(throws: TransportError.self) { try SecretKey(text) }
    #expect(text.count < 2 || secret.map { !$0.description.contains(text) } == true)
  }

  @Test func `raw bytes make the key that libzmq reads back`() throws {
    #expect(PublicKey(raw: []) == nil)
    #expect(PublicKey(raw: [UInt8](repeating: 0, count: 31)) == nil)
    #expect(PublicKey(raw: [UInt8](repeating: 0, count: 32))?.text == String(repeating: "0", count: 40))
    #expect(Z85.isKey(PublicKey(raw: [UInt8](repeating: 255, count: 32))?.text ?? ""))
  }

  @Test func `a secret key does not print`() throws {
    let pair = try CurveKeyPair.random()
    var dumped = ""
    dump(pair, to: &dumped)
    for text in ["\(pair)", "\(pair.secretKey)", String(reflecting: pair), dumped] {
      #expect(!text.contains(pair.secretKey.text))
    }
  }

  @Test func `a ring answers for the list it holds now`() throws {
    let keys = try (0..<3).map { _ in try CurveKeyPair.random() }
    let ring = KeyRing(admitting: [holder(of: keys[0])])
    #expect(ring.standing(of: keys[0].publicKey) == .admitted(holder(of: keys[0])))
    #expect(ring.standing(of: keys[1].publicKey) == .unknown)
    #expect(!ring.revoke(keys[1].publicKey))
    #expect(ring.revoke(keys[0].publicKey) && ring.revoke(keys[0].publicKey))
    #expect(ring.standing(of: keys[0].publicKey) == .revoked(holder(of: keys[0])))
    ring.replace(admitting: [holder(of: keys[1]), holder(of: keys[2])], revoking: [holder(of: keys[2])])
    #expect(ring.standing(of: keys[0].publicKey) == .unknown)
    #expect(ring.standing(of: keys[1].publicKey) == .admitted(holder(of: keys[1])))
    #expect(ring.standing(of: keys[2].publicKey) == .revoked(holder(of: keys[2])))
  }
}
