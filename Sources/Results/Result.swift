import Sweeps

/// The labelled answer of a sweep, complete or partial: a table for every report, what it covers, and a fingerprint that
/// is equal for any number of workers, hosts, crashes and resumes.
public struct Result: Sendable {
  /// The version of the rules that make equal sweeps give equal bits.
  public static let numericContract: UInt64 = 1

  public var sweep: String
  /// `name@version`.
  public var model: String
  /// SHA-256 of the sweep's canonical text.
  public var specSHA256: String
  public var seed: UInt64
  public var coverage: Coverage
  /// SHA-256 of the canonical encoding of the merged state.
  public var stateSHA256: String
  /// In the order of the sweep's reports.
  public var tables: [Table]
  /// SHA-256 of the canonical JSON text without its `fingerprint` member.
  public let fingerprint: String

  public init(
    sweep: String, model: String, specSHA256: String, seed: UInt64, coverage: Coverage, stateSHA256: String,
    tables: [Table]
  ) {
    self.sweep = sweep
    self.model = model
    self.specSHA256 = specSHA256
    self.seed = seed
    self.coverage = coverage
    self.stateSHA256 = stateSHA256
    self.tables = tables
    let members = Self.members(
      sweep: sweep, model: model, specSHA256: specSHA256, seed: seed, coverage: coverage, stateSHA256: stateSHA256,
      tables: tables)
    fingerprint = SHA256.hexDigest(of: JSON.object(members).text)
  }

  /// The canonical JSON of the result. Removing the member `fingerprint` from its text gives the text that was hashed.
  public var json: JSON {
    var members = Self.members(
      sweep: sweep, model: model, specSHA256: specSHA256, seed: seed, coverage: coverage, stateSHA256: stateSHA256,
      tables: tables)
    members.insert(.init("fingerprint", .string(fingerprint)), at: 5)
    return .object(members)
  }

  private static func members(
    sweep: String, model: String, specSHA256: String, seed: UInt64, coverage: Coverage, stateSHA256: String,
    tables: [Table]
  ) -> [JSON.Member] {
    [
      .init("sweep", .string(sweep)),
      .init("model", .string(model)),
      .init("spec_sha256", .string(specSHA256)),
      .init("seed", .unsigned(seed)),
      .init("numeric_contract", .unsigned(numericContract)),
      .init("coverage", coverage.json),
      .init("state_sha256", .string(stateSHA256)),
      .init("reports", .object(tables.map { .init($0.name, $0.json) })),
    ]
  }
}

extension Table {
  /// As `result.json` holds it; NaN, no text and no error are null.
  public var json: JSON {
    .object([
      .init("dims", .array(coordinates.map { .string($0.name) })),
      .init(
        "coords",
        .object(
          coordinates.map {
            .init(
              $0.name,
              .object([.init("values", .array($0.values.map(\.json))), .init("unit", .string($0.unit))]))
          })),
      .init(
        "at",
        .object(
          held.map { .init($0.input, .object([.init("value", $0.value.json), .init("unit", .string($0.unit))])) })),
      .init("variables", .object(variables.map { .init($0.name, $0.json) })),
    ])
  }
}

extension Table.Variable {
  fileprivate var json: JSON {
    let values: [JSON] =
      switch self.values {
      case .numbers(let numbers): numbers.map { .number($0) }
      case .texts(let texts): texts.map { text in text.map { .string($0) } ?? .null }
      }
    let error: JSON = self.error.map { .array($0.map { .number($0) }) } ?? .null
    return .object([
      .init("dims", .array(dims.map { .string($0) })),
      .init("values", .array(values)),
      .init("error", error),
      .init("unit", .string(unit)),
    ])
  }
}
