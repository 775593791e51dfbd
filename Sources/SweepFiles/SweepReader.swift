import Sweeps

/// Walks the entries of a sweep file, collecting values and faults.
struct SweepReader {
  let file: String
  let catalogue: [ModelDeclaration]
  let files: DataFiles
  var faults: [SweepFileFault]

  /// The model, once its name is known. Without it inputs cannot be checked, and are not.
  var declaration: ModelDeclaration? {
    didSet { inputPositions = declaration?.inputPositions ?? [:] }
  }
  private var inputPositions: [String: Int] = [:]
  var axes: [Axis] = []
  var decisions: [Axis] = []
  var fixed: [FixedInput] = []
  /// What `default` means under `uncertain`.
  var published = PublishedSpread()
  /// Where every axis, decision, distribution, held value and derived input was written, by full name.
  var places: [String: Place] = [:]

  struct Place {
    var section: TopKey
    var line: Int
    var path: String
  }

  init(file: String, catalogue: [ModelDeclaration], files: DataFiles, faults: [SweepFileFault]) {
    self.file = file
    self.catalogue = catalogue
    self.files = files
    self.faults = faults
  }

  mutating func sweep(from root: Entry) -> Sweep? {
    guard case .map(let pairs) = root.content else {
      add(root.line, "", Complaint("the file is not a mapping", "start with `sweep: NAME` and `model: NAME`"))
      return nil
    }
    let sections = known(TopKey.self, pairs, of: "")
    let name = sweepName(sections[.sweep])
    let model = model(sections[.model])
    let seed = attempt(sections[.seed]) { entry throws(Complaint) in try Self.seed(entry) } ?? 1
    checkContract(sections[.numericContract])
    checkSample(sections[.sample])
    guard let declaration, let model else {
      complainOfUnsupportedReports(sections[.report])
      return nil
    }
    axes = axes(sections[.vary], in: .vary, of: declaration)
    decisions = axes(sections[.decide], in: .decide, of: declaration)
    checkMapSize()
    fixed = held(sections[.fixed], of: declaration)
    let uncertain = uncertain(sections[.uncertain], of: declaration)
    let sample = sample(sections[.sample], uncertain: uncertain)
    let derived = derived(sections[.derive], of: declaration)
    let names = names(derived: derived, of: declaration)
    let resolver = ExpressionResolver(names: names)
    let filter = attempt(sections[.where]) { entry throws(Complaint) in
      try resolver.predicate(entry.text("a predicate such as days <= 120"))
    }
    let reports = reports(sections[.report], line: root.line, names: names, uncertain: uncertain)
    guard let name, let sample else { return nil }
    return Sweep(
      name: name, model: model, seed: seed, axes: axes, decisions: decisions, uncertain: uncertain, fixed: fixed,
      derived: derived.map { DerivedInput(input: $0.name, expression: $0.typed.expression) }, filter: filter,
      sample: sample, reports: reports)
  }

  /// The input of this name or symbol.
  func declaredInput(_ name: String) -> InputDeclaration? {
    inputPositions[name].flatMap { declaration?.inputs[$0] }
  }

  // MARK: Faults

  mutating func add(_ line: Int, _ path: String, _ complaint: Complaint) {
    faults.append(
      SweepFileFault(file: file, line: line, path: path, what: complaint.what, remedy: complaint.remedy))
  }

  /// The result, or nil and a fault at the entry; nil for no entry.
  mutating func attempt<Result>(_ entry: Entry?, _ body: (Entry) throws(Complaint) -> Result) -> Result? {
    guard let entry else { return nil }
    do throws(Complaint) { return try body(entry) } catch {
      add(entry.line, entry.path, error)
      return nil
    }
  }

  /// The values of known keys; a fault for every other.
  mutating func known<Key: RawRepresentable<String> & CaseIterable & Hashable>(
    _: Key.Type, _ pairs: [Entry.Pair], of path: String
  ) -> [Key: Entry] {
    var result: [Key: Entry] = [:]
    for pair in pairs {
      if let key = Key(rawValue: pair.key) {
        result[key] = pair.value
      } else if let unsupported = Unsupported(rawValue: pair.key) {
        add(pair.line, pair.value.path, unsupported.complaint)
      } else if pair.key.contains(")"), !pair.key.contains("(") {
        add(
          pair.line, pair.value.path,
          Complaint("the comma before it ends the text inside { }", "put the text that holds the comma in quotes"))
      } else {
        let remedy = Spelling.remedy(for: pair.key, among: Key.allCases.map(\.rawValue))
        add(pair.line, pair.value.path, Complaint("unknown key", remedy))
      }
    }
    return result
  }

  // MARK: Name, model, seed

  private mutating func sweepName(_ entry: Entry?) -> String? {
    guard let entry else {
      add(1, "sweep", Complaint("the sweep has no name", "add `sweep: NAME`"))
      return nil
    }
    return attempt(entry) { entry throws(Complaint) in try Self.plainName(entry.text("a name")) }
  }

  /// A name that can be a folder or a file: letters, digits, `-`, `_` and `.`, not starting with a dot.
  static func plainName(_ text: String) throws(Complaint) -> String {
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    guard isPlain, !text.isEmpty, !text.hasPrefix("."), text.count <= SweepFileLimits.nameLength else {
      throw Complaint(
        "`\(text.prefix(40))` cannot be a name",
        "use up to \(SweepFileLimits.nameLength) letters, digits, - and _, since files are named after it")
    }
    return text
  }

  private mutating func model(_ entry: Entry?) -> ModelReference? {
    let known = catalogue.map(\.name)
    guard let entry else {
      add(1, "model", Complaint("the sweep has no model", Spelling.remedy(for: "", among: known)))
      return nil
    }
    let catalogue = catalogue
    declaration = attempt(entry) { entry throws(Complaint) in
      let text = try entry.text("the name of a model")
      let parts = text.split(separator: "@", maxSplits: 1).map(\.trimmed)
      let versions = catalogue.filter { $0.name == parts.first }.sorted { $0.version < $1.version }
      guard let latest = versions.last else {
        throw Complaint("\(text) is not in the catalogue", Spelling.remedy(for: parts.first ?? "", among: known))
      }
      guard parts.count == 2 else { return latest }
      guard let exact = versions.first(where: { String($0.version) == parts[1] }) else {
        throw Complaint("\(text) is not in the catalogue", "use \(latest.name)@\(latest.version)")
      }
      return exact
    }
    return declaration.map { ModelReference(name: $0.name, version: $0.version) }
  }

  private static func seed(_ entry: Entry) throws(Complaint) -> UInt64 {
    let text = try entry.text("a whole number")
    guard let seed = DecimalNumber(parsing: text)?.whole else {
      throw Complaint("`\(text)` is not a seed", "use a whole number from 0 to 2^64 - 1")
    }
    return seed
  }

  private mutating func checkContract(_ entry: Entry?) {
    _ = attempt(entry) { entry throws(Complaint) in
      let text = try entry.text("1")
      if text != "1" {
        throw Complaint("numeric contract \(text) is not known here", "use the build that wrote the file")
      }
    }
  }
}

extension ModelDeclaration {
  /// Positions of inputs by name and, where no name is equal, by symbol.
  fileprivate var inputPositions: [String: Int] {
    var positions: [String: Int] = [:]
    for (position, input) in inputs.enumerated() { positions[input.symbol] = positions[input.symbol] ?? position }
    for (position, input) in inputs.enumerated() { positions[input.name] = position }
    return positions
  }
}
