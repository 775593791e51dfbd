import Testing

@testable import Sweeps

@Suite struct SHA256Tests {
  /// NIST, "Examples with Intermediate Values" for SHA-256, and the messages of the long test of FIPS 180-2.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `published messages have their published hashes`(message: String, hash: String) {
    #expect(SHA256.hexDigest(of: message) == hash)
  }

  @Test func `how a message is cut does not matter`() {
    let message = (0..<1000).map { UInt8($0 * 7 % 251) }
    let whole = SHA256.hexDigest(of: message)
    for piece in [1, 3, 55, 56, 63, 64, 65, 127, 128, 129, 999] {
      var hash = SHA256()
      for start in stride(from: 0, to: message.count, by: piece) {
        hash.update(Array(message[start..<min(start + piece, message.count)]))
      }
      #expect(hash.hexDigest() == whole, "pieces of \(piece)")
      #expect(hash.hexDigest() == whole, "Asking twice changes nothing.")
    }
  }
}
