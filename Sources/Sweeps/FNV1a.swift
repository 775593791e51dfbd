/// The 32-bit FNV-1a hash (Fowler, Noll, Vo): the number under which an input draws, so that its draws do not depend on
/// which other inputs a sweep has.
public enum FNV1a {
  /// The hash of the text's UTF-8 bytes.
  public static func hash32(_ text: String) -> UInt32 {
    var hash: UInt32 = 0x811c_9dc5
    for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return hash
  }
}
