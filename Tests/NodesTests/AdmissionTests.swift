import Scheduling
import Testing
import Transport

@testable import Nodes

struct AdmissionTests {
  private let start = Moment(nanoseconds: 1)

  private func handshakes(completed: Int = 0, _ failure: HandshakeFailure? = nil) -> Handshakes {
    Handshakes(begun: completed + 1, completed: completed, failures: failure.map { [$0: 1] } ?? [:])
  }

  @Test(arguments: [HandshakeFailure.notAdmitted, .mechanismMismatch])
  func `who was never let in leaves at once`(failure: HandshakeFailure) {
    var admission = Admission()
    #expect(admission.advice(after: handshakes(), at: start) == .goOn)
    #expect(admission.advice(after: handshakes(failure), at: start) == .leave)
  }

  @Test func `failures that libzmq gets over by itself change nothing`() {
    var admission = Admission()
    for failure in [HandshakeFailure.wrongKey, .malformed, .brokenOff] {
      #expect(admission.advice(after: handshakes(failure), at: start) == .goOn)
    }
    #expect(admission.asksAt == nil)
  }

  /// What a worker does second by second that was let in and then is refused over every connection.
  private func advices(_ failure: HandshakeFailure, seconds: Int) -> [Admission.Advice] {
    var admission = Admission()
    _ = admission.advice(after: handshakes(completed: 1), at: start)
    return (0..<seconds).map {
      admission.advice(after: handshakes(failure), at: start + .seconds($0))
    }
  }

  @Test func `a refused key is shown again until its holder believes it`() {
    let advices = advices(.notAdmitted, seconds: 8)
    #expect(advices.prefix(5).contains(.askAnew) && !advices.prefix(5).contains(.leave), "\(advices)")
    #expect(advices[5] == .leave)
  }

  @Test func `a coordinator without keys is never believed`() {
    let advices = advices(.mechanismMismatch, seconds: 10_000)
    #expect(!advices.contains(.leave))
    #expect(advices.count { $0 == .askAnew } > 2_000)
  }

  @Test func `who is let in again starts anew`() {
    var admission = Admission()
    _ = admission.advice(after: handshakes(completed: 1), at: start)
    for round in 0..<10 {
      let then = start + .seconds(round * 100)
      #expect(admission.advice(after: handshakes(completed: 1, .notAdmitted), at: then) == .goOn)
      #expect(admission.advice(after: handshakes(.notAdmitted), at: then + .seconds(4)) == .askAnew)
      #expect(admission.advice(after: handshakes(completed: 1), at: then + .seconds(4.5)) == .goOn)
      #expect(admission.asksAt == nil)
    }
  }
}
