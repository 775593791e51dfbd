/// Who may connect to a `RouterSocket`.
public enum RouterSecurity: Sendable {
  /// Programs of this host, without keys: `bind` refuses addresses that others can reach.
  case thisHostOnly
  /// Holders of keys of some roles, over encrypted connections.
  case curve(server: CurveKeyPair, Authenticator, admitting: Set<Role>)
  /// Anybody who reaches the address, without keys: only for a network that nobody else is on.
  case anyoneWhoConnects
}

/// How a `DealerSocket` proves who it is, and whom it talks to.
public enum DealerSecurity: Sendable {
  /// Without keys.
  case none
  /// Encrypted, to the owner of the server's key and nobody else.
  case curve(server: PublicKey, own: CurveKeyPair)
}
