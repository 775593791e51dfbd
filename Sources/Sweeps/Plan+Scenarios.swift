extension Plan {
  /// The number of a pass's cell on the map: row-major over all values of the axes.
  public func mapCell(_ cell: Int, of pass: Pass) -> Int {
    var number = 0
    for (axis, position) in pass.coordinates(of: cell).enumerated() {
      number = number * axisValues[axis].count + pass.axisPositions[axis][position]
    }
    return number
  }

  /// The scenario of a sample.
  ///
  /// - Precondition: the place lies in the plan.
  public func scenario(at place: SamplePlace) -> ScenarioName {
    let (index, block) = locate(place.block)
    let pass = passes[index]
    let inside = pass.numbering.place(of: block)
    return ScenarioName(
      replicate: UInt32(inside.replicate), cell: UInt32(mapCell(Int(inside.cell), of: pass)),
      sample: inside.firstSample + UInt64(place.sample))
  }

  /// Where a scenario is computed: one sample in each pass that visits its cell.
  public func places(of scenario: ScenarioName) -> [SamplePlace] {
    var places: [SamplePlace] = []
    var start: UInt64 = 0
    for pass in passes {
      let numbering = pass.numbering
      if scenario.replicate < numbering.replicates, scenario.sample < numbering.samples,
        let cell = cell(of: pass, onMap: Int(scenario.cell))
      {
        let block = numbering.block(replicate: UInt64(scenario.replicate), cell: UInt64(cell), sample: scenario.sample)
        places.append(
          SamplePlace(block: start + block, sample: UInt32(scenario.sample % Numbering.blockSamples)))
      }
      start += numbering.blockCount
    }
    return places
  }

  /// The cell of a pass that is this one of the map; nil where the pass does not visit it.
  private func cell(of pass: Pass, onMap number: Int) -> Int? {
    var rest = number
    var cell = 0
    var stride = 1
    for axis in axisValues.indices.reversed() {
      let count = axisValues[axis].count
      guard let position = pass.axisPositions[axis].firstIndex(of: rest % count) else { return nil }
      cell += position * stride
      stride *= pass.axisPositions[axis].count
      rest /= count
    }
    return rest == 0 ? cell : nil
  }
}

extension ScenarioName {
  /// Reads `replicate.cell.sample`; nil for another text.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let replicate = UInt32(parts[0]), let cell = UInt32(parts[1]), let sample = UInt64(parts[2])
    else { return nil }
    self.init(replicate: replicate, cell: cell, sample: sample)
  }

  /// The name as commands read it: `replicate.cell.sample`.
  public var text: String { "\(replicate).\(cell).\(sample)" }
}
