extension Accelerator {
  /// Bandwidths between chips, one way: within a node or pod (GB/s), and to the network (Gbit/s of the adapter usually
  /// sold with the chip). Vendors' data sheets and Bekman, ML Engineering, network tables (stas00/ml-engineering,
  /// 744d01e). A figure nobody published is nil.
  struct Links: Hashable, Sendable {
    var withinNode: Double?
    var network: Double?

    init(_ withinNode: Double?, _ network: Double?) {
      self.withinNode = withinNode
      self.network = network
    }
  }

  var links: Links { Self.linksByName[name] ?? Links(nil, nil) }

  private static let linksByName: [String: Links] = [
    "P100 SXM2 16GB": Links(80, nil), "V100 SXM2 32GB": Links(150, 100), "A100 SXM4 40GB": Links(300, 200),
    "A100 SXM4 80GB": Links(300, 200), "A800 SXM": Links(200, nil), "H100 PCIe 80GB": Links(300, 400),
    "H100 SXM5 80GB": Links(450, 400), "H800 SXM5 80GB": Links(200, 400), "H20 96GB": Links(450, nil),
    "H200 SXM 141GB": Links(450, 400), "GH200 (GPU) 96/141GB": Links(450, nil), "B100": Links(900, nil),
    "B200 SXM 180GB": Links(900, 400), "GB200 (per GPU) 186GB": Links(900, 400), "B300 SXM 288GB": Links(900, 800),
    "GB300 (per GPU) 288GB": Links(900, 800), "Rubin SXM": Links(1800, nil), "TPU v6e Trillium": Links(448, nil),
    "TPU v7 Ironwood": Links(600, nil), "MI250X": Links(350, nil), "MI300X": Links(448, 400),
    "MI325X": Links(448, nil), "MI355X": Links(535.5, nil), "Gaudi2": Links(300, nil), "Gaudi3": Links(600, nil),
    "Trainium2": Links(640, nil),
  ]
}

extension AcceleratorColumn {
  /// One-way bandwidth within a node (B/s); 0 where nobody published it.
  static let nodeLink = Accelerator.table.map { ($0.links.withinNode ?? 0) * 1e9 }
  /// Network bandwidth of a chip (B/s); 0 where nobody published it.
  static let network = Accelerator.table.map { ($0.links.network ?? 0) * 1e9 / 8 }
  /// Memory (bytes) and its bandwidth (B/s).
  static let memory = Accelerator.table.map { ($0.memoryGB ?? 0) * 1e9 }
  static let memoryBandwidth = Accelerator.table.map { ($0.bandwidth ?? 0) * 1e9 }
}
