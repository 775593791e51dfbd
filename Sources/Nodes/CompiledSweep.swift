import Formulas
import Models
import SweepFiles
import Sweeps
import Wire

/// A sweep with everything derived from it: what a coordinator, a worker and a client need of the same text.
public struct CompiledSweep: Sendable {
  public let sweep: Sweep
  public let model: any Model
  public let plan: Plan
  /// The canonical text, which is what is hashed, stored and sent.
  public let canonical: String
  /// SHA-256 of the canonical text, hexadecimal.
  public let specSHA256: String

  /// Compiles the sweep of a file a person wrote.
  ///
  /// - Throws: `SweepFileFaults`, `PlanError` or `CatalogueError`, each with place and remedy.
  public init(path: String) throws {
    let sweep = try SweepFile.read(path: path, catalogue: Catalogue.models.map(\.declaration))
    do { try self.init(sweep) } catch let error as PlanError {
      throw PlanError(description: "\(path): \(error)")
    }
  }

  /// Compiles a canonical text, as a worker receives it.
  public init(canonical: [UInt8]) throws {
    try self.init(
      try SweepFile.read(
        text: String(decoding: canonical, as: UTF8.self), path: "sweep", catalogue: Catalogue.models.map(\.declaration))
    )
  }

  public init(_ sweep: Sweep) throws {
    self.sweep = sweep
    model = try Catalogue.model(sweep.model)
    plan = try Plan(sweep, declaration: model.declaration)
    canonical = sweep.canonicalJSON.text
    let (size, limit) = (canonical.utf8.count, WireLimits.standard.canonicalBytes)
    guard size <= limit else {
      throw PlanError(
        description: "the sweep's text with its data has \(size >> 20) MiB and the limit is \(limit >> 20) MiB; "
          + "use shorter data columns")
    }
    specSHA256 = SHA256.hexDigest(of: canonical)
  }

  /// The programs of the sweep, traced anew.
  public var workload: Workload { Workload(plan, model: model) }

  /// How many scenarios its blocks hold.
  var blockSizes: BlockSizes {
    let strips = plan.passes.compactMap { BlockSizes.Strips($0.numbering) }
    guard let sizes = BlockSizes(strips) else { preconditionFailure("the planner bounds the number of scenarios") }
    return sizes
  }

  /// The sweep as a coordinator runs it.
  public func ticket(id: SweepID, _ terms: SweepTerms = SweepTerms()) -> SweepTicket {
    var hash = SHA256()
    hash.update(canonical)
    guard let spec = SpecHash(hash.digest()) else { preconditionFailure("SHA-256 has 32 bytes") }
    return SweepTicket(
      id: id, spec: spec, canonical: Array(canonical.utf8), sizes: blockSizes, layout: plan.stateLayout,
      terms: terms)
  }
}

extension BlockSizes.Strips {
  /// The blocks of a pass: cells are strips, tiles are tiles, and replicates repeat them.
  init?(_ numbering: Numbering) {
    self.init(
      count: numbering.cells, scenariosPerStrip: numbering.samples, scenariosPerBlock: Numbering.blockSamples,
      stripsPerTile: Numbering.tileCells, repetitions: numbering.replicates)
  }
}
