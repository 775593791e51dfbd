import ArgumentParser
import CHost
import Foundation
import Glibc
import Nodes

/// Not for people: what `sweepfarm worker` starts for each core.
struct ComputeChildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compute-child",
    abstract: "Compute the jobs of the worker that started this process, until it has gone.",
    discussion: """
      Example:
        sweepfarm compute-child --isa v3 < SOCKET 3< SHARED-MEMORY
      The variable SWEEPFARM_INJECT makes it commit faults, for tests: crash:R.C.I, hang:R.C.I, slow:FACTOR, flip.
      """,
    shouldDisplay: false)

  @OptionGroup var compute: ComputeOptions

  mutating func run() throws {
    _ = host_die_with_parent()
    // The worker decides what a signal means.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    sigprocmask(SIG_BLOCK, &signals, nil)
    // A fault shall end this process at once. The runtime's backtrace takes seconds, for those who ask for it.
    if getenv("SWIFT_BACKTRACE") == nil {
      for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP] { signal(fault, SIG_DFL) }
    }
    let injection = try Injection(ProcessInfo.processInfo.environment[Injection.variable])
    try ComputeProcess(instructionSet: try compute.instructionSet(), injection: injection).run()
  }
}
