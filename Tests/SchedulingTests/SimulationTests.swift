import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct SimulationTests {
  @Test func `three hundred farms in which everything breaks give the one-thread bytes`() throws {
    var random = SystemRandomNumberGenerator()
    let base = random.next() >> 16
    print("SimulationTests base seed \(base)")
    var steps = 0
    for seed in base..<base + 300 { steps += try Simulation<BlockTally>(Farm(seed: seed)).run().steps }
    #expect(steps > 300)
  }
}
