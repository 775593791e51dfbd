import Scheduling
import SimulationKit
import Testing

/// The end of a sweep in virtual time: real machines, a network without faults, nobody waits for real.
@Suite struct TailTimeTests {
  /// One sweep of 4,000 blocks of 20 ms, in jobs of a second.
  private func farm(seed: UInt64, workers: Int) -> Farm {
    var farm = Farm(seed: seed)
    farm.faults = [:]
    (farm.poisons, farm.sweeps, farm.forcedJobBlocks) = (0, 1, nil)
    (farm.workers, farm.hosts, farm.coresPerWorker, farm.targetJobSeconds) = (workers, workers, 1, 1)
    (farm.blocks, farm.blockMilliseconds) = (4000, 20)
    return farm
  }

  @Test func `the last hundredth of a sweep takes at most two job lengths`() throws {
    var longest = 0.0
    for seed in UInt64(0)..<20 {
      // Workers of speeds from 0.3 to 2: none is told how fast it is.
      let outcome = try farm(seed: seed, workers: 2 + Int(seed % 7)).run()
      let tail = Double((outcome.elapsed - outcome.almostDone).nanoseconds) / 1e9
      #expect(tail <= 2, "seed \(seed)")
      longest = max(longest, tail)
    }
    print("the last hundredth of a sweep takes at most \(longest) s in jobs of 1 s")
  }

  @Test func `a worker that becomes twenty times slower costs no more than its own speed`() throws {
    var worst = (four: 0.0, three: 0.0)
    for seed in UInt64(0)..<10 {
      var farm = farm(seed: seed, workers: 4)
      farm.equalSpeed = 1
      let four = try farm.run().elapsed
      farm.slowdown = 20
      let slowed = try farm.run().elapsed
      (farm.slowdown, farm.workers) = (1, 3)
      let three = try farm.run().elapsed
      // It slows down after two seconds: without any loss the end would come 1.28 times later.
      #expect(slowed <= four * 1.3, "seed \(seed): \(slowed) instead of \(four)")
      #expect(slowed <= three * 1.01, "seed \(seed): \(slowed), and \(three) without the slow worker")
      worst = (max(worst.four, slowed / four), max(worst.three, slowed / three))
    }
    print("one of four workers is 20 times slower: \(worst.four) times the time of four, \(worst.three) of three")
  }
}
