import Aggregates

/// The real aggregate is what a farm merges.
extension SweepState: MergedState {
  public mutating func merge(encoded: [UInt8], scenarios: UInt64) throws(MergeError) {
    do {
      let part = try SweepState(decoding: encoded, like: self)
      guard part.scenarioCount == scenarios else {
        throw MergeError.otherCoverage(expected: scenarios, found: part.scenarioCount)
      }
      try merge(part)
    } catch let error as MergeError {
      throw error
    } catch {
      throw .damaged("\(error)")
    }
  }
}
