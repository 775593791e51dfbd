import Testing

@testable import Transport

@Suite struct EndpointTests {
  @Test(arguments: [
    "tcp://127.0.0.1:7100", "tcp://[::1]:7100", "tcp://[fe80::1%eth0]:7100", "tcp://*:*",
    "tcp://gpu-07.lab.example:65535",
    "ipc:///run/sweepfarm.sock", "ipc://@abstract", "tcp://eth0:80",
  ])
  func `a good endpoint reads back as it was`(text: String) throws {
    #expect(try Endpoint(text).description == text)
  }

  @Test(arguments: [
    ("127.0.0.1:7100", "no transport"), ("inproc://x", "no transport"), ("udp://1.2.3.4:5", "no transport"),
    ("", "no transport"), ("tcp://", "no port"), ("tcp://host", "no port"), ("tcp://host:", "not a number"),
    ("tcp://host:http", "not a number"), ("tcp://host:65536", "not a number"), ("tcp://host:-1", "not a number"),
    ("tcp://host:+1", "not a number"), ("tcp://:7100", "no name or address"), ("tcp://a b:7100", "no name or address"),
    ("tcp://a;b:7100", "no name or address"), ("tcp://::1:7100", "without brackets"),
    ("tcp://[zz]:7100", "cannot be read"),
    ("ipc://", "no path"), ("ipc:///a\0b", "zero byte"),
  ])
  func `a bad endpoint is refused with its fault`(text: String, fault: String) throws {
    let error = #expect(throws: TransportError.self) { try Endpoint(text) }
    #expect(error?.kind == .invalidEndpoint)
    #expect(error?.what.contains(fault) == true, "\(String(describing: error))")
  }

  @Test func `a path longer than the system takes is refused before the call`() throws {
    let longest = "ipc:///" + String(repeating: "x", count: 106)
    #expect(try Endpoint(longest).description == longest)
    let error = #expect(throws: TransportError.self) { try Endpoint(longest + "x") }
    #expect(error?.what == "the endpoint has a path of 108 bytes")
  }

  @Test func `only this host reaches a loopback endpoint`() throws {
    for text in [
      "tcp://127.0.0.1:1", "tcp://127.9.9.9:1", "tcp://localhost:1", "tcp://[::1]:1", "ipc://x",
      "tcp://[::ffff:127.0.0.1]:1",
    ] {
      #expect(try Endpoint(text).isLoopback, "\(text)")
    }
    for text in [
      "tcp://*:1", "tcp://0.0.0.0:1", "tcp://[::]:1", "tcp://127.0.0.1.example.org:1", "tcp://host:1",
      "tcp://[::ffff:10.0.0.1]:1",
    ] {
      #expect(try !Endpoint(text).isLoopback, "\(text)")
    }
  }

  @Test(arguments: ["tcp://*:7100", "tcp://0.0.0.0:7100", "tcp://127.0.0.1:*", "tcp://127.0.0.1:0", "ipc://*"])
  func `nobody connects to any address`(text: String) throws {
    let dealer = try DealerSocket(in: Context(), options: .forTests)
    let error = #expect(throws: TransportError.self) { try dealer.connect(Endpoint(text)) }
    #expect(error?.kind == .invalidEndpoint)
  }

  @Test func `a busy port, a foreign address and a missing folder are told apart`() throws {
    let context = try Context()
    let first = try RouterSocket(in: context, options: .forTests)
    let taken = try first.bind(Endpoint("tcp://127.0.0.1:*"))
    let second = try RouterSocket(in: context, options: .forTests, security: .anyoneWhoConnects)
    let busy = #expect(throws: TransportError.self) { try second.bind(taken) }
    #expect(busy?.kind == .addressInUse)
    #expect(
      busy?.description == """
        \(taken): listening failed (EADDRINUSE, Address already in use); \
        stop the process that listens there, or choose another port (`*` takes a free one)
        """)
    for text in ["tcp://192.0.2.1:7100", "tcp://no-such-host:7100", "ipc:///no/such/folder/socket"] {
      let error = #expect(throws: TransportError.self) { try second.bind(Endpoint(text)) }
      #expect(error?.kind == .addressUnavailable, "\(text): \(String(describing: error))")
    }
  }
}
