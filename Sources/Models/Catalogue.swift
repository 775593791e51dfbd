import Sweeps

/// The models a sweep can name.
public enum Catalogue {
  public static let models: [any Model] = [TrainingCost(), ChipBreakeven(), TrainingStep()]

  /// The model a sweep names, with or without its version: `training-cost`, `training-cost@1`.
  public static func model(named name: String) throws(CatalogueError) -> any Model {
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let bare = String(parts[0])
    guard let model = models.first(where: { $0.declaration.name == bare }) else {
      throw .unknownModel(name, nearest: Spelling.nearest(to: bare, in: models.map(\.declaration.name)))
    }
    guard parts.count == 1 || Int(parts[1]) == model.declaration.version else {
      throw .otherVersion(name, available: model.declaration.version)
    }
    return model
  }

  /// The model of a checked sweep.
  public static func model(_ reference: ModelReference) throws(CatalogueError) -> any Model {
    try model(named: "\(reference.name)@\(reference.version)")
  }
}

/// Why the catalogue cannot give a model.
public enum CatalogueError: Error, Equatable, CustomStringConvertible {
  case unknownModel(String, nearest: String?)
  case otherVersion(String, available: Int)

  public var description: String {
    switch self {
    case .unknownModel(let name, let nearest):
      let known = Catalogue.models.map(\.declaration.name).joined(separator: ", ")
      let remedy = nearest.map { "did you mean \($0)?" } ?? "the models are \(known)"
      return "no model is called \(name); \(remedy)"
    case .otherVersion(let name, let available):
      return
        "\(name) is not in this build, which has version \(available); write @\(available) or leave the version out"
    }
  }
}

/// Nearest names, for messages about misspelt ones.
public enum Spelling {
  /// The candidate with the fewest single-letter edits from `name`, case aside; nil where none is within a third of
  /// its length, except that a candidate that begins with `name` always counts.
  public static func nearest(to name: String, in candidates: [String]) -> String? {
    let wanted = name.lowercased()
    if let start = candidates.first(where: { !wanted.isEmpty && $0.lowercased().hasPrefix(wanted) }) { return start }
    let ranked = candidates.map { (name: $0, edits: edits(Array(wanted), Array($0.lowercased()))) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits <= max(1, best.name.count / 3) ? best.name : nil
  }

  /// Levenshtein distance.
  private static func edits(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}
