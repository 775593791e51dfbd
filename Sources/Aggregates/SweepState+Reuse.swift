import Sweeps

extension SweepState {
  /// What an earlier sweep counted of the blocks that another shares with it.
  ///
  /// - Parameters:
  ///   - layout: that of the later sweep.
  ///   - earlier: the state of all blocks of the earlier sweep.
  public init(layout: StateLayout, reusing reuse: Reuse, of earlier: SweepState) {
    self.init(layout: layout)
    for share in reuse.shares {
      for cell in share.cells {
        for replicate in 0..<reuse.replicates {
          guard let known = earlier[pass: share.earlierPass, replicate: replicate, cell: cell.earlier] else { continue }
          withCell(pass: share.pass, replicate: replicate, cell: cell.number) { state in
            for (measure, place) in share.measures.enumerated() { state[measure] = known[place] }
          }
        }
      }
    }
  }
}
