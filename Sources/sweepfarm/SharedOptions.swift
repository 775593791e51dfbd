import ArgumentParser
import Foundation
import Models
import Sweeps

/// The instruction set, for commands that compute.
struct ComputeOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: """
      Instruction set of the compute core: v3 (AVX2) or v4 (AVX-512). Default: the best of this host. All give the \
      same bits.
      """)
  var isa: String?

  /// The set to use.
  ///
  /// - Throws: `Failure` where the host lacks it, `ProcessorBelowFloor` where it has none.
  func instructionSet() throws -> InstructionSet {
    let best = try InstructionSet.bestOfThisHost()
    guard let isa else { return best }
    guard let asked = InstructionSet(rawValue: isa) else {
      throw Failure(.usage, "--isa: '\(isa)' is not an instruction set; use v3 or v4")
    }
    guard InstructionSet.available.contains(asked) else {
      throw Failure(.usage, "--isa: this processor has no \(isa); leave the option out or use \(best.rawValue)")
    }
    return asked
  }
}

/// Not for people: how long a farm under test waits for an evaluation that hangs.
struct PatienceOptions: ParsableArguments {
  @ArgumentParser.Option(
    name: .customLong("stuck-after"),
    help: ArgumentHelp("Seconds after which work that hangs is given up.", visibility: .hidden))
  var stuckAfter: Double?

  func validate() throws {
    if let stuckAfter, !(0.1...86_400).contains(stuckAfter) {
      throw ValidationError("--stuck-after takes 0.1 to 86400")
    }
  }

  var duration: Duration? { stuckAfter.map { .seconds($0) } }
}

/// `--json`, for commands that print facts.
struct FormatOptions: ParsableArguments {
  @Flag(help: "Print JSON instead of text.")
  var json = false
}

/// What commands know of the terminal they print on.
enum Terminal {
  static let isInteractive = isatty(STDERR_FILENO) == 1

  /// Columns of the terminal that answers are printed on, 100 where there is none.
  static var width: Int { width(of: STDOUT_FILENO) }

  /// Columns of the terminal behind a descriptor, 100 where there is none.
  static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 100 }
    return Int(size.ws_col)
  }

  static func note(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
