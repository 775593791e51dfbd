import ArgumentParser
import Models
import SweepFiles
import Sweeps

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Work out one scenario of a model, with what its figures are made of.",
    discussion: """
      Inputs by name or by symbol; units are converted. Example:
        sweepfarm evaluate training-cost params=4.05e11 tokens=15.6e12 gpu_hour_price=2.5USD/h
      A path takes one number for every step, or its first ones: NAME=0.1,0.2,-0.3.
      """)

  @Argument(help: "The model.")
  var model: String

  @Argument(help: "Inputs as NAME=VALUE; the others keep their defaults.")
  var inputs: [String] = []

  @OptionGroup var format: FormatOptions

  mutating func run() throws {
    let model = try Catalogue.model(named: self.model)
    let evaluation = try Evaluation(model, given: try given(for: model.declaration))
    print(format.json ? evaluation.json.text : evaluation.text)
  }

  /// All faults are listed at once.
  private func given(for declaration: ModelDeclaration) throws -> [String: Value] {
    var values: [String: Value] = [:]
    var faults: [String] = []
    for argument in inputs {
      guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else {
        faults.append("\(argument): inputs are given as NAME=VALUE, for instance \(declaration.inputs[0].name)=1")
        continue
      }
      let name = String(argument[..<sign])
      let text = String(argument[argument.index(after: sign)...])
      guard let input = declaration.input(name) else {
        // The evaluation knows the nearest name.
        values[name] = .choice(text)
        continue
      }
      guard values[name] == nil else {
        faults.append("\(name): given twice; give it once")
        continue
      }
      do { values[name] = try input.value(reading: text) } catch { faults.append("\(name): \(error)") }
    }
    guard faults.isEmpty else { throw Failure(.usage, faults.joined(separator: "\n")) }
    return values
  }
}
