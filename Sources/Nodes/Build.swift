import Models
import Results
import Wire

/// What this program is.
public enum Build {
  /// Workers of another version are refused by a coordinator.
  public static let version = "0.1.0"

  /// What `--version` says: what must be equal on all hosts of a farm, then what may differ.
  public static var description: String {
    """
    sweepfarm \(version), numeric contract \(Results.Result.numericContract)
    \(configuration) build for linux-\(architecture), protocol \(WireLimits.protocolVersion); \(cores)
    """
  }

  private static var configuration: String {
    #if DEBUG
      return "debug"
    #else
      return "release"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
      return "x86_64"
    #else
      return "arm64"
    #endif
  }

  private static var cores: String {
    guard let best = InstructionSet.best else { return "this processor is below its floor, x86-64-v3" }
    return "compute core \(best.rawValue) on this host"
  }
}
