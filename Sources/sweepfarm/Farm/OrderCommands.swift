import ArgumentParser
import Nodes
import Wire

/// What the four orders to a sweep have in common.
struct OrderOptions: ParsableArguments {
  @Argument(help: "The sweep's id.")
  var sweep: SweepID

  @OptionGroup var farm: FarmOptions

  func give(_ order: SweepOrder, saying sentence: String) throws {
    var client = try farm.client()
    try client.order(order, sweep, reason: "asked to")
    print(sentence)
  }
}

struct PauseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Lease no more jobs of a sweep for now; those under way still count.",
    discussion: """
      Example:
        sweepfarm pause breakeven
      """)

  @OptionGroup var order: OrderOptions

  mutating func run() throws {
    try order.give(.pause, saying: "\(order.sweep) is paused; `sweepfarm resume \(order.sweep)` goes on with it")
  }
}

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a sweep that was paused or stopped.",
    discussion: """
      Example:
        sweepfarm resume breakeven
      """)

  @OptionGroup var order: OrderOptions

  mutating func run() throws {
    try order.give(.resume, saying: "\(order.sweep) goes on; `sweepfarm watch \(order.sweep)` shows how far it is")
  }
}

struct StopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "End a sweep with what is under way; what counts by then is its result.",
    discussion: """
      Example:
        sweepfarm stop breakeven
      """)

  @OptionGroup var order: OrderOptions

  mutating func run() throws {
    try order.give(.stop, saying: "\(order.sweep) is stopped; `sweepfarm result \(order.sweep)` fetches what counts")
  }
}

struct CancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Drop a sweep and all that is computed of it.",
    discussion: """
      Example:
        sweepfarm cancel breakeven
      """)

  @OptionGroup var order: OrderOptions

  mutating func run() throws {
    try order.give(.cancel, saying: "\(order.sweep) is gone; its id is free again")
  }
}
