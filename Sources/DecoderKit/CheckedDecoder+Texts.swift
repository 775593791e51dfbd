import SweepFiles
import Sweeps
import Transport

/// Texts that people write, and the canonical text that programs send.
extension CheckedDecoder {
  /// A sweep file: every fault has a line and a remedy; a sweep reads back from its canonical text, and can be planned
  /// or says why not.
  static let sweepFile = CheckedDecoder("sweep-file") { bytes throws(Violation) in
    try checkSweep(String(decoding: bytes, as: UTF8.self))
  }

  /// An expression, as a derived input, a filter and a report have it.
  static let expression = CheckedDecoder("expression") { bytes throws(Violation) in
    let text = JSON.string(String(decoding: bytes, as: UTF8.self)).text
    let asked = try checkSweep(
      """
      sweep: s
      model: everything
      decide: {option: [buy, build]}
      uncertain: {share: 0.1 to 0.2}
      report: {r: {of: \(text)}}
      """)
    let derived = try checkSweep(
      """
      sweep: s
      model: everything
      uncertain: {share: 0.1 to 0.2}
      derive: {number: \(text)}
      report: {r: {of: cost}}
      """)
    let filtered = try checkSweep(
      """
      sweep: s
      model: everything
      uncertain: {share: 0.1 to 0.2}
      where: \(text)
      report: {r: {prob: \(text)}}
      """)
    return [asked, derived].contains(.read) ? .read : filtered
  }

  /// What stands under `uncertain`. The first byte chooses the kind of input.
  static let distribution = CheckedDecoder("distribution") { bytes throws(Violation) in
    let inputs = EveryInput.declaration.inputs
    let input = inputs[Int(bytes.first ?? 0) % inputs.count].name
    let text = JSON.string(String(decoding: bytes.dropFirst(), as: UTF8.self)).text
    return try checkSweep(
      """
      sweep: s
      model: everything
      vary: {axis: [1, 2]}
      uncertain: {\(input): \(text)}
      report: {r: {of: cost, by: axis}}
      """)
  }

  /// A file of columns that a sweep file names.
  static let dataFile = CheckedDecoder("data-file") { bytes throws(Violation) in
    let text = String(decoding: bytes, as: UTF8.self)
    return try checkSweep(
      """
      sweep: s
      model: everything
      uncertain: {number: "data(file.csv: price)"}
      report: {r: {of: cost}}
      """, files: DataFiles { _ in text })
  }

  /// Where a socket listens or connects.
  static let endpoint = CheckedDecoder("endpoint") { bytes throws(Violation) in
    let endpoint: Endpoint
    do throws(TransportError) { endpoint = try Endpoint(String(decoding: bytes, as: UTF8.self)) } catch {
      try expect(!error.description.isEmpty, "an error says nothing")
      return .refused
    }
    do throws(TransportError) {
      let again = try Endpoint(endpoint.description)
      if again == endpoint, again.isLoopback == endpoint.isLoopback { return .read }
    } catch { throw Violation("\(endpoint) is refused: \(error)") }
    throw Violation("\(endpoint) reads back as another endpoint")
  }

  private static func checkSweep(_ text: String, files: DataFiles = .none) throws(Violation) -> Outcome {
    let catalogue = [EveryInput.declaration]
    let sweep: Sweep
    do throws(SweepFileFaults) {
      sweep = try SweepFile.read(text: text, path: "f.yaml", catalogue: catalogue, files: files)
    } catch {
      try check(error, of: text)
      return .refused
    }
    let canonical = sweep.canonicalJSON.text
    let again: Sweep
    do throws(SweepFileFaults) {
      again = try SweepFile.read(text: canonical, path: "f.json", catalogue: catalogue)
    } catch { throw Violation("the canonical text is refused:\n\(error)\n\(canonical)") }
    try expect(again == sweep, "the canonical text reads as another sweep: \(canonical)")
    try expect(again.canonicalJSON.text == canonical, "a sweep has two canonical texts: \(canonical)")
    let plan: Plan
    do throws(PlanError) { plan = try Plan(sweep, declaration: EveryInput.declaration) } catch {
      try expect(!error.description.isEmpty, "an error says nothing")
      return .read
    }
    try expect(plan.scenarioCount > 0 && plan.blockCount > 0, "a plan of nothing: \(canonical)")
    return .read
  }

  private static func check(_ faults: SweepFileFaults, of text: String) throws(Violation) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    try expect(!faults.faults.isEmpty, "a file is refused without a fault")
    for fault in faults.faults {
      try expect((1...lines).contains(fault.line), "line \(fault.line) is none of \(lines): \(fault)")
      try expect(!fault.what.isEmpty && !fault.remedy.isEmpty, "a fault without a word or a remedy: \(fault)")
    }
    let rows = faults.description.split(whereSeparator: \.isNewline).count
    try expect(rows == faults.faults.count, "a fault is not one line: \(faults)")
  }
}
