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

extension Evaluation {
  /// What `evaluate` prints: inputs, outputs, and under an output the terms it is made of.
  var text: String {
    var out = "\(model.name)@\(model.version)\n\ninputs\n"
    let nameWidth = (inputs.map(\.name) + outputs.map(\.name)).map(\.count).max() ?? 0
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    for input in inputs {
      out += "  \(padded(input.name, nameWidth))  \(input.value.label)\(Self.suffix(input.unit))\n"
    }
    out += "\noutputs\n"
    for output in outputs {
      out += "  \(padded(output.name, nameWidth))  \(Self.figure(output.value))\(Self.suffix(output.unit))\n"
      let parts = terms.filter { $0.output == output.name }
      let total = parts.reduce(0) { $0 + $1.value.magnitude }
      for part in parts.sorted(by: { $0.value.magnitude > $1.value.magnitude }) {
        let share = total > 0 && total.isFinite ? "  \(Self.figure(part.value.magnitude / total * 100))%" : ""
        out += "    \(padded(part.name, nameWidth - 2))  \(Self.figure(part.value))\(share)\n"
      }
    }
    guard !infeasible.isEmpty else { return out }
    return out + "\ninfeasible\n" + infeasible.map { "  \($0)\n" }.joined()
  }

  private static func suffix(_ unit: String) -> String { unit == "1" ? "" : " \(unit)" }

  /// Six significant digits.
  private static func figure(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value.isInfinite ? "infinite" : JSON.text(of: value) }
    var scale = 1.0
    while value.magnitude * scale < 1e5, scale < 1e300 { scale *= 10 }
    while value.magnitude * scale >= 1e6 { scale /= 10 }
    return JSON.text(of: (value * scale).rounded() / scale)
  }
}
