import Sweeps

extension SweepReader {
  /// The faults of `sample` that need no model; `sample(_:uncertain:)` reads the values.
  mutating func checkSample(_ entry: Entry?) {
    let parts = known(SampleKey.self, sectionPairs(entry, "`design`, `size` and `replicates`"), of: "sample")
    _ = attempt(parts[.design]) { entry throws(Complaint) in try Self.design(entry) }
    _ = attempt(parts[.size]) { entry throws(Complaint) in
      try Self.whole(entry, 1...SweepFileLimits.sampleSize)
    }
    _ = attempt(parts[.replicates]) { entry throws(Complaint) in
      try Self.whole(entry, 1...UInt64(SweepFileLimits.replicates))
    }
  }

  /// How scenarios are drawn: 2^16 Sobol' points in 16 replicates unless the file says otherwise, and one scenario a cell
  /// when nothing is uncertain and no sample is written.
  mutating func sample(_ entry: Entry?, uncertain: [UncertainInput]) -> Sample? {
    let anyUncertain = places.values.contains { $0.section == .uncertain }
    guard let entry, case .map(let pairs) = entry.content else {
      return anyUncertain
        ? Sample(design: .sobol, size: 1 << 16, replicates: 16) : Sample(design: .grid, size: 1, replicates: 1)
    }
    func part(_ key: SampleKey) -> Entry? { pairs.first { $0.key == key.rawValue }?.value }
    func number(_ key: SampleKey, _ limit: UInt64, absent: UInt64) -> UInt64? {
      guard let entry = part(key) else { return absent }
      return try? Self.whole(entry, 1...limit)
    }
    guard let design = part(.design).map({ try? Self.design($0) }) ?? .sobol else { return nil }
    let isGrid = design == .grid
    guard let size = number(.size, SweepFileLimits.sampleSize, absent: isGrid ? 1 : 1 << 16),
      let replicates = number(.replicates, UInt64(SweepFileLimits.replicates), absent: isGrid ? 1 : 16)
    else { return nil }
    let sample = Sample(design: design, size: size, replicates: Int(replicates))
    let place = part(isGrid == anyUncertain ? .design : .size) ?? entry
    return attempt(place) { _ throws(Complaint) in
      try Self.check(sample, anyUncertain: anyUncertain)
      return sample
    }
  }

  private static func design(_ entry: Entry) throws(Complaint) -> Sample.Design {
    let text = try entry.text("a design")
    if let unsupported = Unsupported(rawValue: text.prefix { $0 != "(" }.trimmed) { throw unsupported.complaint }
    guard let design = Sample.Design(rawValue: text) else {
      throw Complaint(
        "\(text) is not a design", Spelling.remedy(for: text, among: Sample.Design.allCases.map(\.rawValue)))
    }
    return design
  }

  private static func whole(_ entry: Entry, _ range: ClosedRange<UInt64>) throws(Complaint) -> UInt64 {
    let text = try entry.text("a whole number")
    guard let number = DecimalNumber(parsing: text)?.whole, range ~= number else {
      throw Complaint(
        "\(text) is not a whole number in range", "use \(range.lowerBound) to \(range.upperBound), such as 2^4")
    }
    return number
  }

  private static func check(_ sample: Sample, anyUncertain: Bool) throws(Complaint) {
    let replicates = UInt64(sample.replicates)
    guard anyUncertain else {
      if sample.design != .grid {
        throw Complaint("nothing is uncertain, so \(sample.design.rawValue) has nothing to draw", "use `design: grid`")
      }
      if sample.size != 1 || replicates != 1 {
        throw Complaint("a grid has one scenario a cell", "remove `size` and `replicates`")
      }
      return
    }
    if sample.design == .grid {
      throw Complaint(
        "a grid draws nothing, and there are uncertain inputs", "use `design: sobol`, or move them to `fixed`")
    }
    let part = sample.size / replicates
    guard part * replicates == sample.size else {
      throw Complaint(
        "\(sample.size) scenarios do not divide into \(replicates) replicates",
        "use \(max(1, part) * replicates) or \((part + 1) * replicates)")
    }
    guard sample.design == .random || part & (part - 1) == 0 else {
      var power: UInt64 = 1
      while power < part { power *= 2 }
      throw Complaint(
        "\(sample.size) scenarios in \(replicates) replicates are \(part) each, not a power of two",
        "use \(power / 2 * replicates) or \(power * replicates)")
    }
  }
}
