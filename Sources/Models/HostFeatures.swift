#if arch(x86_64)
  import CHost
#endif

/// What the compute core may use of an x86-64 processor, in the order of the bits of `host_x86_features`. The raw value
/// is the name people know.
enum ProcessorFeature: String, CaseIterable {
  case avx = "AVX"
  case avx2 = "AVX2"
  case bmi1 = "BMI1"
  case bmi2 = "BMI2"
  case f16c = "F16C"
  case fma = "FMA"
  case lzcnt = "LZCNT"
  case movbe = "MOVBE"
  case avx512f = "AVX512F"
  case avx512bw = "AVX512BW"
  case avx512cd = "AVX512CD"
  case avx512dq = "AVX512DQ"
  case avx512vl = "AVX512VL"

  #if arch(x86_64)
    /// Asked of the processor and the operating system.
    static var ofThisHost: Set<ProcessorFeature> { decoded(host_x86_features()) }
  #else
    /// The floor of other processors needs none.
    static let ofThisHost: Set<ProcessorFeature> = []
  #endif

  static func decoded(_ bits: UInt32) -> Set<ProcessorFeature> {
    Set(allCases.enumerated().filter { bits >> UInt32($0.offset) & 1 == 1 }.map(\.element))
  }
}

extension InstructionSet {
  /// What the compiler takes for granted in the core of this set, on x86-64.
  private var needed: [ProcessorFeature] {
    let floor: [ProcessorFeature] = [.avx, .avx2, .bmi1, .bmi2, .f16c, .fma, .lzcnt, .movbe]
    switch self {
    case .v3: return floor
    case .v4: return floor + [.avx512f, .avx512bw, .avx512cd, .avx512dq, .avx512vl]
    }
  }

  /// What an x86-64 processor with these features lacks for this set.
  func missing(on features: Set<ProcessorFeature>) -> [ProcessorFeature] {
    needed.filter { !features.contains($0) }
  }

  /// The sets that an x86-64 processor with these features runs, the fastest last.
  static func available(on features: Set<ProcessorFeature>) -> [InstructionSet] {
    allCases.filter { $0.missing(on: features).isEmpty }
  }
}

/// This host's processor runs none of the compute cores.
public struct ProcessorBelowFloor: Error, Hashable, CustomStringConvertible {
  /// What it lacks, by the names people know.
  public var lacking: [String]

  public var description: String {
    """
    this processor is below the floor: it has no \(lacking.joined(separator: ", ")), and SweepFarm computes on \
    x86-64-v3 (AVX2, FMA and BMI2: Intel since 2013, AMD since 2015) or arm64; use another host, or let a virtual \
    machine see the processor it runs on
    """
  }
}
