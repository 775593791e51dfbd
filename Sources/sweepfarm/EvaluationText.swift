import Models
import Sweeps

extension Evaluation {
  /// What `evaluate` prints: inputs, outputs, and under an output the terms it is made of, the largest first.
  var text: String {
    var out = "\(model.name)@\(model.version)\n\ninputs\n"
    let width = (inputs.map(\.name) + outputs.map(\.name)).map(\.count).max() ?? 0
    for input in inputs {
      out += "  \(input.name.padded(width))  \(input.value.readable)\(Self.suffix(input.unit))\n"
    }
    out += "\noutputs\n"
    for output in outputs {
      let parts = terms.filter { $0.output == output.name }.sorted { $0.value.magnitude > $1.value.magnitude }
      let figure = "\(ReadableNumber.text(output.value))\(Self.suffix(output.unit))"
      out += "  \(output.name.padded(width))  \(figure)\(Self.summary(parts))\n"
      for part in parts {
        let share = Self.share(of: part, in: parts).map { ", \($0)" } ?? ""
        out += "    \(part.name.padded(width - 2))  \(ReadableNumber.text(part.value))\(share)\n"
      }
    }
    guard !infeasible.isEmpty else { return out }
    return out + "\ninfeasible\n" + infeasible.map { "  \($0)\n" }.joined()
  }

  private static func suffix(_ unit: String) -> String { unit == "1" ? "" : " \(unit)" }

  /// Which part of an output dominates it, or which make it infinite.
  private static func summary(_ parts: [Term]) -> String {
    let endless = parts.filter { $0.value.isInfinite }.map(\.name)
    if !endless.isEmpty { return ", because of \(endless.joined(separator: ", "))" }
    guard let first = parts.first, let share = share(of: first, in: parts) else { return "" }
    let total = parts.reduce(0) { $0 + $1.value.magnitude }
    let word = first.value.magnitude > total / 2 ? "mostly" : "the largest part"
    return ", \(word) \(first.name) (\(share))"
  }

  /// A term's share of the magnitudes of all terms; nil where they have no finite sum above zero.
  private static func share(of part: Term, in parts: [Term]) -> String? {
    let total = parts.reduce(0) { $0 + $1.value.magnitude }
    guard total > 0, total.isFinite else { return nil }
    return "\(ReadableNumber.text(part.value.magnitude / total * 100, digits: 3))%"
  }
}

extension String {
  /// With spaces up to a width.
  func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// In lines of at most `width` characters broken at spaces, each indented.
  func wrapped(width: Int, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append("\(margin)\(word)")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
