import Scheduling
import Sweeps
import Wire

extension Simulation {
  /// A client says something, now and then twice; when faults are over it only asks all sweeps to go on.
  func order() throws(Violation) {
    agenda.enter(.order, at: now + (isFaulty ? random.duration(in: 250...1000) : .seconds(4)))
    guard coordinator != nil else { return }
    guard isFaulty else {
      for ticket in tickets where journalled[ticket.id]?.count != ticket.sizes.blockCount {
        try tell(.submitted(ticket, from: nil))
        try ask(.order(.resume, ticket.id, reason: ""))
      }
      return
    }
    guard strikes(.order), let ticket = tickets.randomElement(using: &random) else { return }
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      switch Int.random(in: 0..<6, using: &random) {
      case 0: try tell(.submitted(ticket, from: Requester(peer: client, request: 1)))
      case 1: try ask(.snapshot(ticket.id))
      case 2: try ask(.status(ticket.id))
      case _:
        try ask(.order(SweepOrder.allCases.randomElement(using: &random) ?? .stop, ticket.id, reason: "by chance"))
      }
    }
  }

  private var client: Peer { Peer([0xFF]) }

  private func ask(_ body: ClientMessage.Body) throws(Violation) {
    try tell(.requested(ClientMessage(request: 1, body: body), from: client))
  }

  /// Hands an event to the coordinator of now, later if it stands still.
  func tell(_ event: Event) throws(Violation) { try coordinate(event, life: life, .event(event, life: life)) }
}
