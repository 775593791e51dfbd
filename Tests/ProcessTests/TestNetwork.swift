import Foundation
import Testing

/// Hosts as network namespaces, joined by a bridge. Removed with the last reference.
final class TestNetwork {
  enum Cut: CaseIterable {
    case bothWays, toCoordinator, fromCoordinator

    var number: Int {
      switch self {
      case .bothWays: 1
      case .toCoordinator: 2
      case .fromCoordinator: 3
      }
    }

    var words: String {
      switch self {
      case .bothWays: "both ways"
      case .toCoordinator: "so that nothing from it arrives"
      case .fromCoordinator: "so that nothing reaches it"
      }
    }
  }

  private let name: String
  private let hosts: Int

  /// Nil where the system lets this user make none.
  init?(hosts: Int) throws {
    self.hosts = hosts
    name = "swf\(UInt16.random(in: 1000...9999))"
    guard Self.ip("link", "add", name, "type", "bridge"), Self.ip("link", "set", name, "up") else { return nil }
    for host in 0..<hosts {
      let (space, inner, outer) = (space(host), "\(name)i\(host)", "\(name)o\(host)")
      let worked =
        Self.ip("netns", "add", space) && Self.ip("link", "add", outer, "type", "veth", "peer", "name", inner)
        && Self.ip("link", "set", inner, "netns", space) && Self.ip("link", "set", outer, "master", name)
        && Self.ip("link", "set", outer, "up")
        && Self.ip("-n", space, "address", "add", "\(address(host))/24", "dev", inner)
        && Self.ip("-n", space, "link", "set", inner, "up") && Self.ip("-n", space, "link", "set", "lo", "up")
      guard worked else { return nil }
    }
  }

  /// Gives a name to addresses, for those on one host.
  func name(_ word: String, _ addresses: [String], at host: Int) throws {
    // `ip netns exec` puts this file in the place of the system's.
    try FileManager.default.createDirectory(atPath: folder(host), withIntermediateDirectories: true)
    let lines = (["127.0.0.1 localhost"] + addresses.map { "\($0) \(word)" }).joined(separator: "\n") + "\n"
    try lines.write(toFile: folder(host) + "/hosts", atomically: true, encoding: .utf8)
  }

  private func folder(_ host: Int) -> String { "/etc/netns/\(space(host))" }

  deinit {
    for host in 0..<hosts { try? FileManager.default.removeItem(atPath: folder(host)) }
    for host in 0..<hosts { _ = Self.ip("netns", "del", space(host)) }
    _ = Self.ip("link", "del", name)
  }

  func address(_ host: Int) -> String { "10.87.6.\(host + 1)" }

  /// The command that runs another on a host.
  func inside(_ host: Int) -> [String] { ["ip", "netns", "exec", space(host)] }

  /// Cuts a host off from host 0.
  func cut(_ host: Int, _ cut: Cut) throws {
    let worked =
      switch cut {
      case .bothWays: Self.ip("link", "set", "\(name)o\(host)", "down")
      case .toCoordinator: Self.ip("-n", space(host), "route", "add", "blackhole", "\(address(0))/32")
      case .fromCoordinator: Self.ip("-n", space(0), "route", "add", "blackhole", "\(address(host))/32")
      }
    try #require(worked, "the link could not be cut")
  }

  func heal(_ host: Int) throws {
    try #require(Self.ip("link", "set", "\(name)o\(host)", "up"), "the link could not be healed")
    _ = Self.ip("-n", space(host), "route", "del", "blackhole", "\(address(0))/32")
    _ = Self.ip("-n", space(0), "route", "del", "blackhole", "\(address(host))/32")
  }

  /// Gives a host one more address.
  func add(_ address: String, to host: Int) throws {
    let worked = Self.ip("-n", space(host), "address", "add", address, "dev", "\(name)i\(host)", "nodad")
    try #require(worked, "\(address) could not be added")
  }

  private func space(_ host: Int) -> String { "\(name)-\(host)" }

  private static func ip(_ words: String...) -> Bool { succeeds(["ip"] + words) }
}

/// Runs a command quietly; false where it fails.
func succeeds(_ words: [String]) -> Bool {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = words
  process.standardError = FileHandle.nullDevice
  process.standardOutput = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}
