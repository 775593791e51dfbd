import Sweeps
import Testing

/// Which blocks of a sweep an earlier one knows: block by block, against what the numbering says of each.
@Suite struct ReuseTests {
  private static let declaration = ModelDeclaration(
    name: "shop", version: 1, question: "What does it cost?",
    inputs: ["volume", "price", "days"].map { name in
      InputDeclaration(
        name: name, symbol: name, unit: "1", kind: .positive(allowsZero: false), default: .number(1), source: "none",
        doc: "An input.")
    },
    outputs: [
      OutputDeclaration(name: "cost", symbol: "C", unit: "USD", doc: "Money."),
      OutputDeclaration(name: "time", symbol: "T", unit: "d", doc: "Time."),
    ])

  private func report(_ output: String, _ statistics: [Statistic] = [.mean], at: [FixedInput] = []) -> Report {
    let by = ["volume", "price"].filter { name in !at.contains { $0.input == name } }
    return Report(
      name: "\(output)\(at.count)", question: .statistics(of: .name(output), statistics), by: by, at: at)
  }

  private func sweep(
    volumes: [Double] = [1, 2, 3], prices: [Double] = [5, 6], size: UInt64 = 4096, replicates: Int = 2,
    _ reports: [Report]? = nil
  ) -> Sweep {
    Sweep(
      name: "test", model: ModelReference(name: "shop", version: 1), seed: 1,
      axes: [
        Axis(input: "volume", values: volumes.map(Value.number)),
        Axis(input: "price", values: prices.map(Value.number)),
      ],
      uncertain: [UncertainInput(input: "days", distribution: .uniform(low: 1, high: 2))],
      sample: Sample(design: .random, size: size * UInt64(replicates), replicates: replicates),
      reports: reports ?? [report("cost")])
  }

  private func plan(_ sweep: Sweep) throws -> Plan { try Plan(sweep, declaration: Self.declaration) }

  /// The values of a cell's axes.
  private func values(_ plan: Plan, _ pass: Pass, _ cell: Int) -> [Value] {
    pass.coordinates(of: cell).enumerated().map { axis, position in
      plan.axisValues[axis][pass.axisPositions[axis][position]]
    }
  }

  /// Checks every block of the later sweep, and every cell named.
  private func check(_ earlier: Plan, _ later: Plan, _ place: SourceLocation = #_sourceLocation) throws -> Reuse {
    let reuse = try Reuse(of: earlier, for: later)
    var scenarios: UInt64 = 0
    for block in 0..<later.blockCount {
      let (index, inside) = later.locate(block)
      let pass = later.passes[index]
      let numbered = pass.numbering.place(of: inside)
      let cell = values(later, pass, Int(numbered.cell))
      let isKnown = earlier.passes.contains { known in
        pass.measures.allSatisfy(known.measures.contains)
          && (0..<Int(known.numbering.cells)).contains { values(earlier, known, $0) == cell }
          && numbered.replicate < known.numbering.replicates
          && numbered.firstSample + numbered.count <= known.numbering.samples
      }
      #expect(reuse.blocks.contains(block) == isKnown, "block \(block)", sourceLocation: place)
      if isKnown { scenarios += numbered.count * UInt64(pass.options.count) }
    }
    #expect(reuse.scenarios == scenarios, sourceLocation: place)
    for share in reuse.shares {
      let (pass, known) = (later.passes[share.pass], earlier.passes[share.earlierPass])
      #expect(share.measures.map { known.measures[$0] } == pass.measures, sourceLocation: place)
      for cell in share.cells {
        #expect(values(later, pass, cell.number) == values(earlier, known, cell.earlier), sourceLocation: place)
      }
    }
    return reuse
  }

  @Test func `more samples, replicates and values are new, and all else is known`() throws {
    let earlier = try plan(sweep())
    #expect(try check(earlier, earlier).blocks == BlockSet(BlockRange(0, earlier.blockCount)))
    #expect(try check(earlier, try plan(sweep(size: 16384))).blocks.count == 12)
    #expect(try check(earlier, try plan(sweep(replicates: 4))).blocks.count == 12)
    #expect(try check(earlier, try plan(sweep(size: 8192, replicates: 1))).blocks.count == 6)
    #expect(try check(earlier, try plan(sweep(volumes: [1, 9, 2, 8, 3]))).blocks.count == 12)
    #expect(try check(earlier, try plan(sweep(volumes: [3, 7], prices: [6, 4, 5], size: 8192))).blocks.count == 4)
    // A sample size that ends inside a block is known to a sweep of as many only.
    #expect(try check(try plan(sweep(size: 100)), try plan(sweep(volumes: [2, 1], size: 100))).blocks.count == 8)
  }

  @Test func `maps of several tiles are cut at their tiles`() throws {
    let many = (1...90).map(Double.init)
    let earlier = try plan(sweep(volumes: many, size: 8192))
    #expect(try check(earlier, try plan(sweep(volumes: many, size: 16384))).blocks.ranges.count == 2 * 3)
    _ = try check(earlier, try plan(sweep(volumes: many + [91], size: 16384, replicates: 3)))
    _ = try check(earlier, try plan(sweep(volumes: many.reversed(), prices: [6, 7, 5], size: 8192)))
  }

  @Test func `a report that asks nothing new is known, another is not`() throws {
    let held = [FixedInput(input: "price", value: .number(5))]
    let earlier = try plan(sweep([report("cost"), report("time", [.sd])]))
    #expect(try check(earlier, try plan(sweep([report("time", [.sd])]))).blocks.count == 12)
    // Held where the map has a point, and beside it.
    #expect(try check(earlier, try plan(sweep([report("cost"), report("cost", at: held)]))).blocks.count == 12 + 6)
    let beside = [FixedInput(input: "price", value: .number(5.5))]
    #expect(
      try check(earlier, try plan(sweep([report("time", [.sd]), report("cost", at: beside)]))).blocks.count == 12)
    // More is kept of the same row than was.
    #expect(throws: ReuseError.self) { try Reuse(of: earlier, for: plan(sweep([report("cost", [.sd])]))) }
  }

  @Test func `cells of which samples were left out are computed again`() throws {
    let earlier = try plan(sweep())
    let reuse = try Reuse(of: earlier, for: earlier, without: [SamplePlace(block: 7, sample: 3)])
    // Blocks 0 to 5 are the cells of the first replicate, 6 to 11 those of the second.
    #expect(reuse.blocks == BlockSet([BlockRange(0, 1), BlockRange(2, 7), BlockRange(8, 12)]))
    #expect(reuse.shares.flatMap(\.cells).map(\.number) == [0, 2, 3, 4, 5])
  }

  @Test func `a map with too many holes is computed again where it has them`() throws {
    let many = (1...64 * 40).map(Double.init)
    let holes = many.filter { $0 > 640 || Int($0) % 2 == 0 }
    let earlier = try plan(sweep(volumes: holes, prices: [5], size: 4096 * 128, replicates: 2))
    let later = try plan(sweep(volumes: many, prices: [5], size: 4096 * 256, replicates: 2))
    let reuse = try Reuse(of: earlier, for: later)
    // 64 cells less in ten tiles each: 32 runs, 128 layers and 2 replicates a tile.
    let tiles = Set(reuse.shares[0].cells.map { $0.number / 64 })
    #expect(reuse.blocks.ranges.count <= 1 << 16)
    #expect(tiles.count == 40 - 10 + 7)
    #expect(reuse.blocks.count == UInt64(reuse.shares[0].cells.count) * 128 * 2)
  }

  @Test func `what cannot be reused is refused with what differs`() throws {
    let earlier = try plan(sweep(size: 8192))
    func refusal(_ change: (inout Sweep) -> Void) throws -> String {
      var later = sweep(size: 8192)
      change(&later)
      let plan = try plan(later)
      return #expect(throws: ReuseError.self) { try Reuse(of: earlier, for: plan) }?.description ?? ""
    }
    #expect(try refusal { $0.seed = 2 } == "its scenarios are others: seed differ")
    #expect(
      try refusal {
        $0.uncertain = []
        $0.fixed = [FixedInput(input: "days", value: .number(2))]
      } == "its scenarios are others: uncertain, fixed differ")
    #expect(try refusal { $0.model.version = 2 } == "it asks shop@1, and this sweep shop@2")
    #expect(try refusal { $0.axes.swapAt(0, 1) } == "it varies other inputs (volume, price) or in another order")
    #expect(
      try refusal { $0.sample.size = 8192 } == "it has 8192 scenarios in a replicate, more than the 4096 of this sweep")
    #expect(
      try refusal { $0.axes[0].values = [.number(77)] }
        == "no cell of it has all the statistics that this sweep asks for there")
    let odd = try plan(sweep(size: 5000))
    #expect(throws: ReuseError.self) { try Reuse(of: odd, for: earlier) }
  }
}
