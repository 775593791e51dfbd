/// How the blocks of one pass are numbered. Fixed by the plan, never by who computes it.
///
/// Blocks run replicate by replicate, tile by tile (64 consecutive cells), within a tile sample block by sample block,
/// and cell by cell last. Consecutive blocks therefore share their draws (the cell is not in the counter) while a job
/// of a second touches few tiles, which keeps its partial state small.
public struct Numbering: Hashable, Sendable {
  /// Samples in a full block.
  public static let blockSamples: UInt64 = 4096
  /// Cells whose blocks follow each other on the same draws.
  public static let tileCells: UInt64 = 64

  public var replicates: UInt64
  public var cells: UInt64
  /// Samples of one cell in one replicate.
  public var samples: UInt64

  public init(replicates: UInt64, cells: UInt64, samples: UInt64) {
    self.replicates = replicates
    self.cells = cells
    self.samples = samples
  }

  /// Blocks of one cell in one replicate.
  public var blocksPerCell: UInt64 { (samples + Self.blockSamples - 1) / Self.blockSamples }

  /// All blocks of the pass. The planner refuses sweeps for which this or the scenario count leaves 63 bits.
  public var blockCount: UInt64 { replicates * cells * blocksPerCell }

  /// Where a block lies.
  public struct Place: Hashable, Sendable {
    public var replicate: UInt64
    public var cell: UInt64
    public var firstSample: UInt64
    public var count: UInt64
  }

  public func place(of block: UInt64) -> Place {
    let perReplicate = cells * blocksPerCell
    let replicate = block / perReplicate
    var rest = block % perReplicate
    let perTile = Self.tileCells * blocksPerCell
    let tile = rest / perTile
    rest %= perTile
    let width = min(Self.tileCells, cells - tile * Self.tileCells)
    let firstSample = rest / width * Self.blockSamples
    return Place(
      replicate: replicate, cell: tile * Self.tileCells + rest % width, firstSample: firstSample,
      count: min(Self.blockSamples, samples - firstSample))
  }

  /// The block that holds a sample.
  public func block(replicate: UInt64, cell: UInt64, sample: UInt64) -> UInt64 {
    let tile = cell / Self.tileCells
    let width = min(Self.tileCells, cells - tile * Self.tileCells)
    return replicate * cells * blocksPerCell + tile * Self.tileCells * blocksPerCell
      + sample / Self.blockSamples * width + cell % Self.tileCells
  }
}
