/// Where a socket listens or connects: `tcp://HOST:PORT` or `ipc://PATH`, checked.
///
/// A host is a name, an IPv4 address, an IPv6 address in brackets, an interface name or `*` (the last two only to
/// listen). `localhost` is read as 127.0.0.1 on both sides, because with IPv6 on, a name may resolve to `::1` while the
/// listener holds 127.0.0.1. An IPC path of one letter `*` asks for a fresh file.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  enum Place: Hashable, Sendable {
    /// Port 0 stands for `*`.
    case tcp(host: String, port: UInt16)
    case ipc(path: String)
  }

  let place: Place

  /// The longest path of a socket file: `sockaddr_un.sun_path` of Linux holds 108 bytes with its final zero.
  static let longestPathBytes = 107

  /// Reads an endpoint.
  /// - Throws: `invalidEndpoint` with the part that cannot be read and the form expected.
  public init(_ text: String) throws(TransportError) {
    if text.hasPrefix("tcp://") {
      place = try Self.tcp(text.dropFirst(6), in: text)
    } else if text.hasPrefix("ipc://") {
      place = try Self.ipc(String(text.dropFirst(6)), in: text)
    } else {
      throw Self.invalid(text, "has no transport this farm speaks", "write tcp://HOST:PORT or ipc://PATH")
    }
  }

  /// The text libzmq reads.
  public var description: String {
    switch place {
    case .tcp(let host, let port): "tcp://\(host):\(port == 0 ? "*" : String(port))"
    case .ipc(let path): "ipc://\(path)"
    }
  }

  /// True when only programs of this host can reach it.
  public var isLoopback: Bool {
    switch place {
    case .tcp(let host, _): host == "[::1]" || Self.isIPv4Loopback(host)
    case .ipc: true
    }
  }

  /// Refuses what can only be listened on.
  /// - Throws: `invalidEndpoint`.
  public func checkedForConnecting() throws(TransportError) -> Endpoint {
    let wild =
      switch place {
      case .tcp(let host, let port): host == "*" || host == "0.0.0.0" || host == "[::]" || port == 0
      case .ipc(let path): path == "*"
      }
    guard wild else { return self }
    throw Self.invalid(description, "stands for any address", "connect to the host and port the listener printed")
  }
}

extension Endpoint {
  private static func tcp(_ rest: Substring, in text: String) throws(TransportError) -> Place {
    guard let colon = rest.lastIndex(of: ":") else {
      throw invalid(text, "has no port", "write tcp://HOST:PORT, as in tcp://127.0.0.1:7100")
    }
    let host = try host(String(rest[..<colon]), in: text)
    return .tcp(host: host, port: try port(rest[rest.index(after: colon)...], in: text))
  }

  private static func port(_ digits: Substring, in text: String) throws(TransportError) -> UInt16 {
    if digits == "*" { return 0 }
    guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(digits) else {
      throw invalid(
        text, "has the port \"\(digits)\", which is not a number", "use 1...65535, or `*` to listen on a free one")
    }
    return port
  }

  private static func host(_ host: String, in text: String) throws(TransportError) -> String {
    if host == "localhost" { return "127.0.0.1" }
    if host == "*" { return host }
    if host.hasPrefix("["), host.hasSuffix("]") {
      let address = host.dropFirst().dropLast()
      // How libzmq names an IPv4 address when IPv6 is on.
      if address.hasPrefix(mappedPrefix), isIPv4(String(address.dropFirst(mappedPrefix.count))) {
        return String(address.dropFirst(mappedPrefix.count))
      }
      if address.contains(":"), address.utf8.allSatisfy(isIPv6Byte) { return host }
      throw invalid(
        text, "has the IPv6 address \"\(address)\", which cannot be read", "write it as in tcp://[::1]:7100")
    }
    if host.contains(":") {
      throw invalid(text, "has an IPv6 address without brackets", "write it as in tcp://[::1]:7100")
    }
    guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(isNameByte) else {
      throw invalid(text, "has the host \"\(host)\", which is no name or address", "write tcp://HOST:PORT")
    }
    return host
  }

  private static let mappedPrefix = "::ffff:"

  private static func ipc(_ path: String, in text: String) throws(TransportError) -> Place {
    guard !path.isEmpty else { throw invalid(text, "has no path", "write ipc:///run/user/1000/sweepfarm.sock") }
    guard !path.utf8.contains(0) else { throw invalid(text, "has a zero byte in its path", "remove it") }
    guard path.utf8.count <= longestPathBytes else {
      throw invalid(
        text, "has a path of \(path.utf8.count) bytes",
        "shorten it to \(longestPathBytes), the system's limit for a socket")
    }
    return .ipc(path: path)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Hexadecimal digits, colons, a dotted tail, and the interface after `%`.
  private static func isIPv6Byte(_ byte: UInt8) -> Bool {
    isNameByte(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%")
  }

  /// 127.x.y.z, also as a socket of both versions names it: [::ffff:127.x.y.z].
  private static func isIPv4Loopback(_ host: String) -> Bool {
    let mapped = "[::ffff:"
    let plain = host.hasPrefix(mapped) ? String(host.dropFirst(mapped.count).dropLast()) : host
    return plain.hasPrefix("127.") && isIPv4(plain)
  }

  static func isIPv4(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func invalid(_ text: String, _ what: String, _ remedy: String) -> TransportError {
    TransportError(.invalidEndpoint, "the endpoint \(what)", at: text, remedy: remedy)
  }
}
