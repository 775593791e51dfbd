import Foundation
import Testing
import Transport

@testable import Nodes

/// A token's file: private, whole, and read back as it was, or refused with the reason.
@Suite struct TokenTests {
  private func token() throws -> Token {
    Token(
      role: .worker, id: "abcd2345", name: "rack-7",
      addresses: [try Endpoint("tcp://10.1.2.3:7100"), try Endpoint("tcp://[2001:db8::7]:7100")],
      server: try CurveKeyPair.random().publicKey, keys: try CurveKeyPair.random())
  }

  @Test func `a token reads back as it was written, for its owner alone`() throws {
    try withPrivateFolder { path in
      let token = try token()
      let file = path + "/rack-7.token"
      try token.write(to: file)
      #expect(try Token(file: file) == token)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["rack-7.token"])
      var facts = stat()
      #expect(stat(file, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
      let again = #expect(throws: AccessError.self) { try token.write(to: file) }
      #expect(again?.kind == .exists)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["rack-7.token"])
    }
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o777] as [mode_t])
  func `a token that others could read or change is refused`(mode: mode_t) throws {
    try withPrivateFolder { path in
      let file = path + "/token"
      try token().write(to: file)
      chmod(file, mode)
      let error = #expect(throws: AccessError.self) { try Token(file: file) }
      #expect(error?.kind == .exposed)
      #expect(error?.description.hasPrefix("\(file): group or others may") == true)
      #expect(error?.description.contains("chmod 600") == true)
      chmod(file, 0o400)
      _ = try Token(file: file)
    }
  }

  @Test func `what is no file is refused, and nothing hangs`() throws {
    try withPrivateFolder { path in
      #expect(throws: AccessError.self) { try Token(file: path + "/none") }
      #expect(throws: AccessError.self) { try Token(file: path) }
      #expect(mkfifo(path + "/pipe", 0o600) == 0)
      let pipe = #expect(throws: AccessError.self) { try Token(file: path + "/pipe") }
      #expect(pipe?.kind == .malformed)
      try writePrivate(Data(count: Token.longestBytes + 1), to: path + "/long")
      let long = #expect(throws: AccessError.self) { try Token(file: path + "/long") }
      #expect(long?.kind == .malformed)
    }
  }

  @Test func `line ends of another system do no harm`() throws {
    let token = try token()
    let text = String(decoding: token.bytes, as: UTF8.self)
    #expect(try Token(decoding: Array(text.replacing("\n", with: "\r\n").utf8), at: "token") == token)
  }

  @Test func `a damaged token names what is wrong`() throws {
    let token = try token()
    let text = String(decoding: token.bytes, as: UTF8.self)
    let secret = token.keys.secretKey.text
    let other = try CurveKeyPair.random().secretKey.text
    for (good, bad, sentence) in [
      (text, "", "cut off or altered"), (text, "rq:rM>}U", "cut off or altered"), (text, "[]", "is no token"),
      (text, "{}", "has no \"sweepfarm_token\""), (text, String(text.dropLast(3)), "cut off or altered"),
      (text, "\u{FEFF}\u{FEFF}" + text, "cut off or altered"), ("_token\": 1", "_token\": 2", "version 2"),
      ("_token\": 1", "_token\": \"1\"", "has no \"sweepfarm_token\""), ("\"worker\"", "\"root\"", "the role \"root\""),
      ("\"worker\"", "7", "has a \"role\" that cannot be read"), ("\"server_public_key\"", "\"server\"", "has no"),
      ("\"tcp://10.1.2.3:7100\",", "", nil), ("tcp://10.1.2.3:7100", "10.1.2.3", "has no transport"),
      ("tcp://10.1.2.3:7100", "tcp://*:7100", "stands for any address"),
      (secret, secret + "\\r", "is not 40 characters"), (secret, String(secret.dropLast()), "is not 40 characters"),
      (secret, other, "does not belong to"),
    ] as [(String, String, String?)] {
      #expect(text.contains(good))
      let altered = Array(text.replacing(good, with: bad).utf8)
      guard let sentence else {
        _ = try Token(decoding: altered, at: "my.token")
        continue
      }
      let error = #expect(throws: AccessError.self, "\(sentence)") { try Token(decoding: altered, at: "my.token") }
      #expect(error?.kind == .malformed)
      let said = error?.description ?? ""
      #expect(said.hasPrefix("my.token: ") && said.contains(sentence), "\(said)")
      #expect(!said.contains(secret))
    }
  }

  @Test func `noise is never a token`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Xorshift(state: seed | 1)
    let good = try token().bytes
    for _ in 0..<300 {
      var bytes = good
      // Braces, quotes and blanks are the places that matter; a changed name is still a token.
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let cut = Array(bytes.prefix(Int.random(in: 0..<bytes.count - 3, using: &random)))
      #expect(throws: AccessError.self, "seed \(seed)") { try Token(decoding: cut, at: "noise") }
      do { _ = try Token(decoding: bytes, at: "noise") } catch { #expect(error.kind == .malformed, "seed \(seed)") }
    }
  }

  @Test func `a token opens the door of the coordinator that made it, at the address that answers`() throws {
    try withPrivateFolder { path in
      let context = try Context()
      var folder = try KeyFolder(at: path)
      let authenticator = try Authenticator(in: context, keyRing: folder.ring)
      let router = try RouterSocket(
        in: context, security: .curve(server: folder.server, authenticator, admitting: [.worker]))
      let bound = try router.bind(Endpoint("tcp://127.0.0.1:*"))
      let closed = try Endpoint("tcp://127.0.0.1:1")
      let token = try folder.create(.worker, name: nil, addresses: [closed, bound], at: Date()) {
        token throws(AccessError) in
        try token.write(to: path + "/w.token")
      }
      let read = try Token(file: path + "/w.token")
      #expect(read == token)
      #expect(
        try AddressProbe.first(of: read.addresses, security: read.security, in: context, atMost: .seconds(5))
          == .reached(bound))
      _ = try folder.revoke(token.id, at: Date())
      #expect(
        try AddressProbe.first(of: read.addresses, security: read.security, in: context, atMost: .milliseconds(500))
          == .notAdmitted)
      #expect(
        try AddressProbe.first(of: [closed], security: read.security, in: context, atMost: .milliseconds(100))
          == .unreachable)
    }
  }

  @Test func `the addresses of this host are none that mean another elsewhere`() throws {
    for endpoint in HostAddresses.endpoints(port: 7_100) {
      #expect(!endpoint.isLoopback)
      #expect(endpoint.description.hasSuffix(":7100"))
      #expect(!endpoint.description.contains("fe80:"))
      #expect(try endpoint.checkedForConnecting() == endpoint)
    }
  }
}

/// xorshift64: a test's random choices, repeatable from its seed.
private struct Xorshift: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
