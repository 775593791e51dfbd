/// An accelerator as published: peaks, power and prices. A figure nobody published is nil.
public struct Accelerator: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case gpu, tpu, asic, wafer
  }

  /// Where the figures of a chip were read.
  public enum Source: String, Hashable, Sendable {
    case epochCost = "Epoch AI chip database and hardware prices (epoch-research/training-cost-trends, 263c40a)"
    case epochCounts = "Epoch AI chip counts (epoch-research/ai-chip-counts, d1b1bc3)"
    case mlEngineering = "Bekman, ML Engineering, accelerator tables (stas00/ml-engineering, 744d01e)"
    case llmAnalysis = "llm-analysis GPU configurations (cli99/llm-analysis)"
    case deepSeekV3 = "DeepSeek-V3 technical report 2024 (arXiv:2412.19437)"
    case press = "unit prices quoted in the press, 2023-2024"
  }

  public var name: String
  public var vendor: String
  public var kind: Kind
  /// Dense 16-bit peak (TFLOP/s); FP16 where a chip has no BF16.
  public var bf16: Double?
  /// Dense 8-bit floating-point peak (TFLOP/s).
  public var fp8: Double?
  /// Dense 8-bit integer peak (TOP/s).
  public var int8: Double?
  /// Dense 4-bit floating-point peak (TFLOP/s).
  public var fp4: Double?
  public var memoryGB: Double?
  /// Memory bandwidth (GB/s).
  public var bandwidth: Double?
  /// Thermal design power of the chip (W).
  public var power: Double?
  /// Rated power of the server, for each chip in it (W).
  public var serverPower: Double?
  /// Mode of published unit prices (USD).
  public var chipPrice: Double?
  /// Published server price for each chip in it (USD).
  public var serverPrice: Double?
  /// On-demand rental (USD/h).
  public var hourPrice: Double?
  public var sources: [Source]
  /// False where some figure is remembered or disputed rather than read in a source.
  public var isFullyVerified: Bool
}

extension Accelerator {
  /// Every name, in catalogue order: the choices of an input that selects a chip.
  public static let names = table.map(\.name)

  /// The chip of this name.
  public static func named(_ name: String) -> Accelerator? { table.first { $0.name == name } }

  /// Numeric precisions a run may use, in the order of the `precision` choice.
  public static let precisions = ["bf16", "fp8", "fp4"]

  /// Price of a chip with its share of the server (USD): as published, or the chip's price times 1.64, the median
  /// overhead of servers over their chips (Cottier et al. 2024).
  var serverPriceOrEstimate: Double? { serverPrice ?? chipPrice.map { $0 * 1.64 } }

  /// Rated server power over the chips' rated power: as published, or what Cottier et al. 2024 use for its kind.
  var serverPowerRatio: Double {
    if let serverPower, let power { return serverPower / power }
    switch kind {
    case .gpu: return 1.8
    case .tpu, .asic, .wafer: return 1.56
    }
  }

  /// Average over rated server power while training: 0.75 for GPUs, 0.43 for TPUs (Cottier et al. 2024).
  var averagePowerShare: Double {
    switch kind {
    case .gpu, .asic, .wafer: 0.75
    case .tpu: 0.43
    }
  }
}

/// Columns of the catalogue by chip, for `Lane.lookup(in:)`; 0 stands for "not published".
enum AcceleratorColumn {
  /// Dense peaks (FLOP/s).
  static let bf16 = column { $0.bf16.map { $0 * 1e12 } }
  static let fp8 = column { $0.fp8.map { $0 * 1e12 } }
  static let fp4 = column { $0.fp4.map { $0 * 1e12 } }
  /// Price of a chip with its share of the server (USD).
  static let serverPrice = column(\.serverPriceOrEstimate)
  /// Rated power of the chip (W).
  static let power = column(\.power)
  /// Rated server power over the chips'.
  static let serverPowerRatio = column(\.serverPowerRatio)
  /// Average over rated server power.
  static let averagePowerShare = column(\.averagePowerShare)
  /// Share of the BF16 peak that endless matrices reach; A100 and H100 were measured.
  static let utilisationCeiling = column { chip in
    SteadyUtilisation.ceilings.first { chip.name.hasPrefix($0.key) }?.value
  }
  /// On-demand rental (USD/h).
  static let hourPrice = column(\.hourPrice)

  private static func column(_ figure: (Accelerator) -> Double?) -> [Double] {
    Accelerator.table.map { figure($0) ?? 0 }
  }
}
