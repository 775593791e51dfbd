import Foundation
import Testing

@testable import Models

@Suite struct HostFeaturesTests {
  private static let floor: Set<ProcessorFeature> = [.avx, .avx2, .bmi1, .bmi2, .f16c, .fma, .lzcnt, .movbe]
  private static let wide: Set<ProcessorFeature> = [.avx512f, .avx512bw, .avx512cd, .avx512dq, .avx512vl]

  @Test func `a processor gets the cores whose every feature it has`() {
    #expect(InstructionSet.available(on: Self.floor) == [.v3])
    #expect(InstructionSet.available(on: Self.floor.union(Self.wide)) == [.v3, .v4])
    #expect(InstructionSet.available(on: []) == [])
    #expect(InstructionSet.available(on: Self.wide) == [])
  }

  @Test(arguments: floor)
  func `one feature of the floor missing is named, and no core remains`(feature: ProcessorFeature) {
    let features = Self.floor.union(Self.wide).subtracting([feature])
    #expect(InstructionSet.available(on: features) == [])
    #expect(InstructionSet.v3.missing(on: features) == [feature])
  }

  @Test(arguments: wide)
  func `one wide feature missing leaves the floor`(feature: ProcessorFeature) {
    #expect(InstructionSet.available(on: Self.floor.union(Self.wide).subtracting([feature])) == [.v3])
  }

  @Test func `the sentence names what is missing and what to do`() {
    // What the processors of 2008 to 2012 lack.
    let lacking = InstructionSet.v3.missing(on: [.avx, .f16c]).map(\.rawValue)
    let sentence = ProcessorBelowFloor(lacking: lacking).description
    #expect(sentence.contains("it has no AVX2, BMI1, BMI2, FMA, LZCNT, MOVBE,"))
    #expect(sentence.contains("x86-64-v3") && sentence.contains("use another host"))
  }

  @Test func `bits mean features in the order they are asked in`() {
    #expect(ProcessorFeature.decoded(0) == [])
    #expect(ProcessorFeature.decoded(1) == [.avx])
    #expect(ProcessorFeature.decoded(1 << 5 | 1 << 12) == [.fma, .avx512vl])
    #expect(ProcessorFeature.decoded(0x1FFF) == Self.floor.union(Self.wide))
  }

  #if arch(x86_64)
    @Test func `this host has what the system says it has`() throws {
      let flags = try Self.flagsOfTheSystem()
      let names: [(ProcessorFeature, String)] = [
        (.avx, "avx"), (.avx2, "avx2"), (.bmi1, "bmi1"), (.bmi2, "bmi2"), (.f16c, "f16c"), (.fma, "fma"),
        (.lzcnt, "abm"), (.movbe, "movbe"), (.avx512f, "avx512f"), (.avx512bw, "avx512bw"), (.avx512cd, "avx512cd"),
        (.avx512dq, "avx512dq"), (.avx512vl, "avx512vl"),
      ]
      for (feature, name) in names {
        #expect(ProcessorFeature.ofThisHost.contains(feature) == flags.contains(Substring(name)), "\(feature)")
      }
      #expect(Set(names.map(\.0)) == Set(ProcessorFeature.allCases))
    }

    private static func flagsOfTheSystem() throws -> Set<Substring> {
      let facts = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      let line = try #require(facts.split(separator: "\n").first { $0.hasPrefix("flags") })
      return Set(line.split(separator: " "))
    }
  #endif
}
