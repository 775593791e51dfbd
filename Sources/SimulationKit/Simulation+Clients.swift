import Scheduling
import Sweeps
import Wire

extension Simulation {
  /// A client says something, now and then twice; when faults are over it only asks all sweeps to go on.
  func order() throws(Violation) {
    agenda.enter(.order, at: now + .seconds(1))
    guard coordinator != nil else { return }
    guard isFaulty else {
      for ticket in farm.tickets {
        try tell(.submitted(ticket, from: nil))
        try ask(.order(.resume, ticket.id, reason: ""))
      }
      return
    }
    guard strikes(\.orders), let ticket = farm.tickets.randomElement(using: &random) else { return }
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      if random.chance(0.4) {
        try tell(.submitted(ticket, from: nil))
      } else if let order = SweepOrder.allCases.randomElement(using: &random) {
        try ask(.order(order, ticket.id, reason: "by chance"))
      }
    }
  }

  private func ask(_ body: ClientMessage.Body) throws(Violation) {
    try tell(.requested(ClientMessage(request: 1, body: body), from: Peer([0xFF])))
  }

  /// Hands an event to the coordinator of now, later if it stands still.
  func tell(_ event: Event) throws(Violation) { try coordinate(event, life: life, .event(event, life: life)) }
}
