import SweepFiles
import Sweeps
import Testing

@Test func `reading the canonical text gives an equal sweep`() throws {
  let first = UInt64.random(in: 0...(.max))
  for seed in (0..<300).map({ first &+ $0 }) {
    var random = RandomSweeps(seed: seed)
    let sweep = random.sweep()
    let text = sweep.canonicalJSON.text
    let again = try SweepFile.read(text: text, path: "seed \(seed)", catalogue: [Declarations.training])
    #expect(again == sweep, "seed \(seed)")
    #expect(again.canonicalJSON.text == text, "seed \(seed)")
  }
}

@Test func `the canonical text spells everything out`() throws {
  let text = """
    sweep: s
    model: training-cost
    vary: {N: 1 .. 3 by 1}
    decide: {prec: [bf16, fp8]}
    uncertain:
      MFU: 30% to 45%
      u: {per N: {1: 1 to 2, 2: 3, 3: 1 to 2 h}}
      pue: {dist: default, dim: 4}
    fixed: {n: 8}
    where: TC > 1 MUSD and not t_days > 1 week
    report: {r: {best: min cost.fp8, over: all, by: N}}
    """
  var model = Declarations.training
  for index in model.inputs.indices where model.inputs[index].name == "pue" {
    model.inputs[index].distribution = .clipped(.lognormal(.median(1.1, sigma: 0.1)), low: 1, high: 3)
  }
  let sweep = try SweepFile.read(text: text, path: "f", catalogue: [model])
  let canonical =
    #"{"sweep":"s","model":"training-cost@2","seed":1,"vary":{"params":[1,2,3]},"decide":{"precision":["bf16","fp8"]},"#
    + #""uncertain":{"mfu":"logitnormal(0.3 to 0.45 @ 0.9)","restart_minutes":{"per params":{"#
    + #""1":"lognormal(1 to 2 @ 0.9)","2":3,"3":"lognormal(60 to 120 @ 0.9)"}},"#
    + #""pue":{"dist":{"clip":"lognormal(median=1.1, sigma=0.1)","low":1,"high":3},"dim":4}},"fixed":{"chips":8},"#
    + #""where":"((cost > 1000000) and (not (days > 7)))","sample":{"design":"sobol","size":65536,"replicates":16},"#
    + #""report":{"r":{"best":"min cost.fp8","over":["precision"],"by":["params"]}},"numeric_contract":1}"#
  #expect(sweep.canonicalJSON.text == canonical)
}

@Test func `damaged texts are refused or read, never fatal`() throws {
  let seed = UInt64.random(in: 0...(.max))
  var random = SplitMix(state: seed)
  let sources = [Examples.trainingCost, Examples.chipStrategy].map { Array($0.utf8) }
  let pieces = Array("{}[]()\"':,&*-#@^./ \n\t..to%e9per~|>!".utf8)
  for round in 0..<1500 {
    var bytes = sources[round % 2]
    for _ in 0...Int.random(in: 0..<6, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(pieces.randomElement(using: &random) ?? 0, at: place)
      default: bytes[place] = pieces.randomElement(using: &random) ?? 0
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(SweepFileFaults) { _ = try read(text) } catch {
      #expect(!error.faults.isEmpty, "seed \(seed)")
      #expect(error.faults.allSatisfy { $0.line > 0 && !$0.what.isEmpty && !$0.remedy.isEmpty }, "seed \(seed)")
    }
  }
}
