import Foundation
import Transport

/// Where other hosts may reach this one.
public enum HostAddresses {
  /// An endpoint for each address of each interface that is up, IPv4 first; without loopback and link-local ones, which
  /// mean something else elsewhere. Empty on a host without a network.
  public static func endpoints(port: UInt16) -> [Endpoint] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    let entries = sequence(first: first) { $0?.pointee.ifa_next }.prefix { $0 != nil }.compactMap { $0?.pointee }
    let addresses = entries.filter { Int($0.ifa_flags) & IFF_UP != 0 }.compactMap(numeric)
    let texts = addresses.filter { !$0.contains(":") } + addresses.filter { $0.contains(":") }.map { "[\($0)]" }
    return texts.compactMap { try? Endpoint("tcp://\($0):\(port)") }.filter { !$0.isLoopback }
  }

  /// The address in figures; nil where it is none of the internet, or one of this link only.
  private static func numeric(_ entry: ifaddrs) -> String? {
    guard let address = entry.ifa_addr else { return nil }
    let length: Int
    switch Int32(address.pointee.sa_family) {
    case AF_INET: length = MemoryLayout<sockaddr_in>.size
    case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
    case _: return nil
    }
    guard let text = Endpoint.figures(address, socklen_t(length)) else { return nil }
    return text.hasPrefix("fe80:") || text.hasPrefix("169.254.") ? nil : text
  }
}
