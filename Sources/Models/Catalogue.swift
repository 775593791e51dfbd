import Sweeps

/// The models a sweep can name.
public enum Catalogue {
  public static let models: [any Model] = [
    TrainingCost(), ChipBreakeven(), ChipStrategy(), ServingCost(), FleetEconomics(),
  ]

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
