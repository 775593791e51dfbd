import ArgumentParser
import Models
import Nodes

/// The command line: words in, sentences out.
@main
struct SweepFarm: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweepfarm",
    abstract: "Answers money questions about AI compute by sweeping a model over millions to billions of scenarios.",
    discussion: """
      Start with a ready sweep:
        sweepfarm run Cluster/sweeps/chip-breakeven.yaml
      See what can be swept:
        sweepfarm models
      """,
    version: Build.description,
    subcommands: [
      RunCommand.self, PlanCommand.self, ModelsCommand.self, EvaluateCommand.self, ReplayCommand.self,
      ValidateCommand.self, BenchCommand.self, ComputeCommand.self, MergeCommand.self, CoordinatorCommand.self,
      WorkerCommand.self, SubmitCommand.self, ListCommand.self, StatusCommand.self, WatchCommand.self,
      ResultCommand.self, PauseCommand.self, ResumeCommand.self, StopCommand.self, CancelCommand.self,
      WorkersCommand.self, DrainCommand.self, TokenCommand.self, SwarmCommand.self, ComputeChildCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      // The linker keeps one copy of what modules share, and that may be one of the compute core.
      _ = try InstructionSet.bestOfThisHost()
      try command.run()
    } catch {
      exit(with: error)
    }
  }
}
