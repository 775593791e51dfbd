import Foundation
import Synchronization
import Testing
import Transport

@testable import Nodes

struct NameBookTests {
  private func endpoints(_ texts: String...) throws -> [Endpoint] { try texts.map { try Endpoint($0) } }

  private func known(_ book: NameBook) throws -> [Endpoint] {
    book.lookUp()
    let end = ContinuousClock.now + .seconds(10)
    while book.known == nil, ContinuousClock.now < end { usleep(1_000) }
    return try #require(book.known)
  }

  @Test func `addresses in figures and files are known without a look-up`() throws {
    let given = try endpoints("tcp://192.0.2.7:7100", "tcp://[2001:db8::7]:7100", "ipc:///tmp/farm")
    let book = NameBook(given) { _ in
      Issue.record("a look-up of what has no name")
      return []
    }
    #expect(book.known == given)
    book.lookUp()
    #expect(book.known == given)
  }

  @Test func `a name of several addresses stands for all, one of none or one for itself`() throws {
    let found = try endpoints("tcp://[2001:db8::7]:7100", "tcp://192.0.2.7:7100")
    let given = try endpoints(
      "tcp://dual.example:7100", "tcp://single.example:7100", "tcp://none.example:7100", "tcp://192.0.2.7:7100")
    let book = NameBook(given) { endpoint in
      endpoint == given[0] ? found : endpoint == given[1] ? [found[0]] : []
    }
    #expect(try known(book) == found + [given[1], given[2]])
  }

  @Test func `the system's names are looked up`() throws {
    let none = try Endpoint("tcp://no-such-host.invalid:7100")
    #expect(none.hasName)
    #expect(none.inFigures().isEmpty)
    let own = try Endpoint("tcp://\(ProcessInfo.processInfo.hostName):7100")
    for endpoint in own.inFigures() { #expect(!endpoint.hasName && endpoint.description.hasSuffix(":7100")) }
    let figures = try Endpoint("tcp://[::1]:7100")
    #expect(figures.inFigures() == [figures])
  }

  @Test func `of a name's addresses the one that answers is taken, and another when it falls silent`() throws {
    let context = try Context()
    let router = try RouterSocket(in: context)
    let bound = try router.bind(Endpoint("tcp://127.0.0.1:*"))
    let port = bound.description.split(separator: ":").last ?? ""
    let name = try endpoints("tcp://farm.example:\(port)")
    let dead = try Endpoint("tcp://127.0.0.9:\(port)")
    let way = FarmWay(name, security: .none, names: NameBook(name) { _ in [dead, bound] })
    #expect(try way.address(in: context) { true } == bound)
    #expect(try way.address(otherThan: dead, in: context) == bound)
    #expect(try way.address(otherThan: bound, in: context) == nil)
  }

  @Test func `a resolver that never answers holds nobody for ever`() throws {
    let name = try endpoints("tcp://slow.example:7100")
    let isOver = Mutex(false)
    let way = FarmWay(
      name, security: .none,
      names: NameBook(name) { _ in
        while !isOver.withLock({ $0 }) { usleep(1_000) }
        return []
      })
    let end = ContinuousClock.now + .milliseconds(100)
    let context = try Context()
    #expect(try way.address(in: context) { ContinuousClock.now < end } == name[0])
    #expect(try way.address(otherThan: name[0], in: context) == nil)
    isOver.withLock { $0 = true }
  }
}
