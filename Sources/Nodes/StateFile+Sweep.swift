import Aggregates
import Models
import Results
import Scheduling
import Sweeps

extension StateFile.Origin {
  /// Where the states come from that this program computes of a sweep on this host.
  public init(of sweep: CompiledSweep, on instructionSet: InstructionSet) throws {
    self.init(
      build: Build.version, selfTest: try SelfTest.hash(instructionSet).description, sweep: sweep.sweep.name,
      specSHA256: sweep.specSHA256)
  }
}

extension SweepState {
  /// Takes in the state of a file, once it is seen to be of exactly the blocks that its head names.
  ///
  /// - Throws: `StateFileError`; nothing has been merged then.
  mutating func merge(_ file: StateFile, of sweep: CompiledSweep) throws(StateFileError) {
    let sizes = sweep.blockSizes
    guard let last = file.blocks.ranges.last, last.upper <= sizes.blockCount else {
      throw file.damaged("the sweep has blocks \(BlockRange(0, sizes.blockCount).text) only")
    }
    let scenarios = file.blocks.ranges.reduce(0) { $0 + sizes.scenarios(in: $1) }
    let bytes = try file.readState()
    do { try merge(encoded: bytes, scenarios: scenarios) } catch {
      switch error {
      case .damaged(let cause): throw file.damaged(cause)
      case .otherCoverage(let expected, let found):
        throw file.damaged("its state has \(found) scenarios where its blocks have \(expected)")
      }
    }
  }
}
