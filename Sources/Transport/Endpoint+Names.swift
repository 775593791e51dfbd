import Glibc

extension Endpoint {
  /// Whether its host is a name, of which a resolver must be asked.
  public var hasName: Bool {
    guard case .tcp(let host, _) = place else { return false }
    return host != "*" && !host.hasPrefix("[") && !Self.isIPv4(host)
  }

  /// The endpoints behind a name, in the system's order (RFC 6724); the endpoint itself where it has none, and empty where
  /// the name is not known now.
  ///
  /// - Complexity: waits for the resolver, seconds if need be.
  public func inFigures() -> [Endpoint] {
    guard case .tcp(let host, let port) = place, hasName else { return [self] }
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
    defer { freeaddrinfo(first) }
    let entries = sequence(first: first) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { $0?.pointee }
    return entries.compactMap { entry in
      guard let figures = Self.figures(entry.ai_addr, entry.ai_addrlen) else { return nil }
      return try? Endpoint("tcp://\(figures.contains(":") ? "[\(figures)]" : figures):\(port)")
    }
  }

  /// An address of the internet as people write it; nil for any other kind.
  public static func figures(_ address: UnsafePointer<sockaddr>?, _ length: socklen_t) -> String? {
    guard let address, [AF_INET, AF_INET6].contains(Int32(address.pointee.sa_family)) else { return nil }
    var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard getnameinfo(address, length, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
