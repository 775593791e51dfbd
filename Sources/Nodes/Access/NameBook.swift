import Foundation
import Synchronization
import Transport

/// The addresses behind the names of hosts, looked up in the background: a resolver may take many seconds.
///
/// libzmq itself takes the first address of a name, an IPv6 one where there is any, and never tries the others.
final class NameBook: Sendable {
  /// Addresses of one name that are tried.
  private static let mostAddresses = 16

  private struct State {
    var known: [Endpoint]?
    var isLooking = false
  }
  private let endpoints: [Endpoint]
  private let find: @Sendable (Endpoint) -> [Endpoint]
  private let state = Mutex(State())

  /// - Parameter find: the endpoints, in figures, behind one with a name; asked on another thread.
  init(_ endpoints: [Endpoint], find: @escaping @Sendable (Endpoint) -> [Endpoint] = { $0.inFigures() }) {
    self.endpoints = endpoints
    self.find = find
    if !endpoints.contains(where: \.hasName) { state.withLock { $0.known = endpoints } }
  }

  /// All addresses as of the last look-up that ended, without those that stand there twice; nil before the first. A name
  /// with one address or none stays a name: libzmq looks it up anew with every connection.
  var known: [Endpoint]? { state.withLock { $0.known } }

  /// Looks the names up, if nobody does so now.
  func lookUp() {
    guard endpoints.contains(where: \.hasName) else { return }
    let isLooking = state.withLock { state in
      defer { state.isLooking = true }
      return state.isLooking
    }
    guard !isLooking else { return }
    Thread.detachNewThread { [self] in
      var seen: Set<Endpoint> = []
      let all = endpoints.flatMap { endpoint in
        let found = endpoint.hasName ? find(endpoint) : []
        return found.count > 1 ? Array(found.prefix(Self.mostAddresses)) : [endpoint]
      }
      let known = all.filter { seen.insert($0).inserted }
      state.withLock { $0 = State(known: known) }
    }
  }
}
