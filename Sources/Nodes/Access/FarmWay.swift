import Transport

/// How to reach a coordinator: where it may be, and the keys to show.
public struct FarmWay: Sendable {
  /// The likeliest first; never empty.
  public let addresses: [Endpoint]
  public let security: DealerSecurity

  public init(_ addresses: [Endpoint], security: DealerSecurity) {
    precondition(!addresses.isEmpty, "A way leads somewhere.")
    self.addresses = addresses
    self.security = security
  }

  /// How long several addresses are knocked at before it is asked whether to go on.
  private static let knocking = Duration.seconds(1)

  /// The address to connect to: of several, the first that answers.
  ///
  /// - Parameter goesOn: asked about once a second while none answers; when it says no, the likeliest address is returned.
  /// - Throws: `KeyRefused` when the coordinator does not admit these keys.
  func address(in context: borrowing Context, while goesOn: () -> Bool) throws -> Endpoint {
    guard addresses.count > 1 else { return addresses[0] }
    while goesOn() {
      switch try AddressProbe.first(of: addresses, security: security, in: context, atMost: Self.knocking) {
      case .reached(let address): return address
      case .notAdmitted: throw KeyRefused(endpoint: addresses[0])
      case .unreachable: continue
      }
    }
    return addresses[0]
  }

  /// Another address that answers, for whoever hears nothing at this one; nil where there is none.
  ///
  /// - Complexity: takes up to half a second.
  func address(otherThan silent: Endpoint, in context: borrowing Context) throws(TransportError) -> Endpoint? {
    let others = addresses.filter { $0 != silent }
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
