import Foundation
import Transport

/// How to reach a coordinator: where it may be, and the keys to show.
public struct FarmWay: Sendable {
  /// The likeliest first; never empty.
  public let addresses: [Endpoint]
  public let security: DealerSecurity
  private let names: NameBook

  public init(_ addresses: [Endpoint], security: DealerSecurity) {
    self.init(addresses, security: security, names: NameBook(addresses))
  }

  init(_ addresses: [Endpoint], security: DealerSecurity, names: NameBook) {
    precondition(!addresses.isEmpty, "A way leads somewhere.")
    self.addresses = addresses
    self.security = security
    self.names = names
  }

  /// How long several addresses are knocked at before it is asked whether to go on.
  private static let knocking = Duration.seconds(1)
  /// How often it is asked whether names are looked up.
  private static let lookingUp = Duration.milliseconds(5)

  /// The address to connect to: of several, those behind a name among them, the first that answers.
  ///
  /// - Parameter goesOn: asked once a second or more often while none answers; when it says no, the likeliest address is
  ///   returned.
  /// - Throws: `KeyRefused` when the coordinator does not admit these keys.
  func address(in context: borrowing Context, while goesOn: () -> Bool) throws -> Endpoint {
    names.lookUp()
    while goesOn() {
      guard let known = names.known else {
        usleep(UInt32(Self.lookingUp / .microseconds(1)))
        continue
      }
      guard known.count > 1 else { return known[0] }
      switch try AddressProbe.first(of: known, security: security, in: context, atMost: Self.knocking) {
      case .reached(let address): return address
      case .notAdmitted: throw KeyRefused(endpoint: addresses[0])
      case .unreachable: names.lookUp()
      }
    }
    return addresses[0]
  }

  /// Another address that answers, for whoever hears nothing at this one; nil where there is none. What names stand for
  /// is known as of the call before.
  ///
  /// - Complexity: takes up to half a second.
  func address(otherThan silent: Endpoint, in context: borrowing Context) throws(TransportError) -> Endpoint? {
    let others = (names.known ?? addresses).filter { $0 != silent }
    names.lookUp()
    guard !others.isEmpty else { return nil }
    let found = try AddressProbe.first(of: others, security: security, in: context, atMost: Self.knocking / 2)
    guard case .reached(let address) = found else { return nil }
    return address
  }
}

/// The coordinator does not let this key in.
public struct KeyRefused: Error, CustomStringConvertible {
  public var endpoint: Endpoint

  public var description: String {
    "\(endpoint): the coordinator does not admit these keys, or wants some where none were shown; ask for a token "
      + "(`sweepfarm token create` beside the coordinator), and give it with --token"
  }
}
