import Aggregates
import Results
import Sweeps

/// State files of one sweep, found to fit together: each readable, of one origin, no block twice.
///
/// Only heads are kept, so ten thousand files take a few megabytes; their states are read one by one.
public struct StateFiles {
  /// The files to merge, by their first block.
  public let files: [StateFile]
  /// Files that hold the same as another, which are left out.
  public let duplicates: [Duplicate]
  /// The blocks of all files together.
  public let blocks: BlockSet
  let sweep: CompiledSweep

  public struct Duplicate: Sendable, CustomStringConvertible {
    public var path: String
    public var original: String

    public var description: String {
      path == original
        ? "\(path) is given twice and counts once" : "\(path) holds the same as \(original) and is left out"
    }
  }

  /// Reads the heads of all files.
  ///
  /// - Throws: `StateFileFaults`, which names every file that cannot be used and every overlap.
  public init(_ paths: [String], of sweep: CompiledSweep, origin: StateFile.Origin) throws(StateFileFaults) {
    var files: [StateFile] = []
    var faults: [String] = []
    for path in paths {
      do {
        let file = try StateFile(path: path)
        try file.check(against: origin)
        files.append(file)
      } catch { faults.append(error.description) }
    }
    let (distinct, duplicates) = Self.separate(files)
    let overlaps = Overlap.all(in: distinct)
    faults += overlaps.map(\.description)
    guard faults.isEmpty else { throw StateFileFaults(faults) }
    self.files = distinct
    self.duplicates = duplicates
    self.sweep = sweep
    blocks = BlockSet(distinct.flatMap(\.blocks.ranges))
  }

  /// The blocks that no file holds.
  public var gaps: [BlockRange] {
    var missing = BlockSet(BlockRange(0, sweep.plan.blockCount))
    missing.subtract(blocks)
    return missing.ranges
  }

  /// Reads all states and merges them. Merging is exact, so the order of the files is no matter.
  ///
  /// - Throws: `StateFileFaults`, which names every damaged file.
  public func merged() throws(StateFileFaults) -> SweepState {
    var state = SweepState(layout: sweep.plan.stateLayout)
    var faults: [String] = []
    for file in files {
      do { try state.merge(file, of: sweep) } catch { faults.append(error.description) }
    }
    guard faults.isEmpty else { throw StateFileFaults(faults) }
    return state
  }

  /// The files by their first block, without those that hold the same as one before.
  private static func separate(_ files: [StateFile]) -> ([StateFile], [Duplicate]) {
    var known: [BlockSet: [StateFile]] = [:]
    var distinct: [StateFile] = []
    var duplicates: [Duplicate] = []
    for file in files {
      if let original = known[file.blocks]?.first(where: file.holdsTheSame) {
        duplicates.append(Duplicate(path: file.path, original: original.path))
      } else {
        known[file.blocks, default: []].append(file)
        distinct.append(file)
      }
    }
    return (distinct.sorted { $0.firstBlock < $1.firstBlock }, duplicates)
  }
}

/// Blocks that two files both hold.
private struct Overlap: CustomStringConvertible {
  var first: StateFile
  var second: StateFile
  var blocks: BlockSet

  /// Every block that is in more than one of the files is in one of these; each pair of files is named once.
  ///
  /// - Complexity: O(runs log runs).
  static func all(in files: [StateFile]) -> [Overlap] {
    struct Pair: Hashable { var first, second: Int }
    let runs = files.indices.flatMap { file in files[file].blocks.ranges.map { (range: $0, file: file) } }
      .sorted { ($0.range.lower, $0.file) < ($1.range.lower, $1.file) }
    var shared: [Pair: BlockSet] = [:]
    // The run that reaches furthest of those so far.
    var furthest: (range: BlockRange, file: Int)?
    for run in runs {
      if let furthest, run.range.lower < furthest.range.upper {
        let pair = Pair(first: min(furthest.file, run.file), second: max(furthest.file, run.file))
        shared[pair, default: BlockSet()]
          .insert(BlockRange(run.range.lower, min(run.range.upper, furthest.range.upper)))
      }
      if run.range.upper > furthest?.range.upper ?? 0 { furthest = run }
    }
    return shared.sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }
      .map { Overlap(first: files[$0.key.first], second: files[$0.key.second], blocks: $0.value) }
  }

  var description: String {
    let both = "\(first.path) and \(second.path) both hold \(blocks.sentence)"
    guard first.blocks == second.blocks else { return both + "; leave one of them out" }
    return both + ", and their states differ, which cannot be on sound hosts; compute these blocks again on a third"
  }
}

/// Everything that is wrong with the state files of a merge, a line each. Nothing has been written.
public struct StateFileFaults: Error, CustomStringConvertible {
  public var lines: [String]

  init(_ lines: [String]) { self.lines = lines }

  public var description: String { lines.joined(separator: "\n") }
}

extension StateFile {
  /// The first of its blocks; it holds one at least.
  fileprivate var firstBlock: UInt64 { blocks.ranges.first?.lower ?? 0 }
}
