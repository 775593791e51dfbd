import DecoderKit
import Foundation
import Testing

/// Whatever bytes a decoder is given, it reads them to a value that writes itself the same again, or says why not.
///
/// `Scripts/fuzz` looks for bytes that break this; what it found is replayed here.
@Suite struct CorpusTests {
  @Test(arguments: CheckedDecoder.all.map(\.name))
  func `every kept input is read or refused`(name: String) throws {
    let decoder = try #require(CheckedDecoder.all.first { $0.name == name })
    for input in Fixtures.inputs(of: name) {
      #expect(throws: Never.self, "\(input.path)") { try decoder.check(input.bytes) }
    }
  }

  @Test(arguments: CheckedDecoder.all.map(\.name))
  func `what the program writes is in the corpus and is read`(name: String) throws {
    let decoder = try #require(CheckedDecoder.all.first { $0.name == name })
    let kept = Set(Fixtures.inputs(of: name).map(\.bytes))
    for (index, seed) in decoder.seeds().enumerated() {
      #expect(try decoder.check(seed) == .read, "seed \(index)")
      #expect(kept.contains(seed), "seed \(index) is not in the corpus; Scripts/fuzz --write-seeds puts it there")
    }
    #expect(!kept.isEmpty)
  }

  @Test(arguments: CheckedDecoder.all.map(\.name))
  func `inputs changed at random are read or refused`(name: String) throws {
    let decoder = try #require(CheckedDecoder.all.first { $0.name == name })
    let inputs = Fixtures.inputs(of: name).map(\.bytes)
    let seed = UInt64.random(in: 0..<1 << 40)
    var mutator = Mutator(seed: seed)
    var (refused, read) = (0, 0)
    for round in 0..<2000 {
      let bytes = mutator.mutated(inputs)
      do throws(Violation) {
        if try decoder.check(bytes) == .read { read += 1 } else { refused += 1 }
      } catch {
        Issue.record("seed \(seed), round \(round): \(error)\n\(Data(bytes).base64EncodedString())")
      }
    }
    print("\(name): seed \(seed), \(read) read, \(refused) refused")
    #expect(refused > 0 && read > 0, "seed \(seed): a decoder that takes all or nothing is not tested")
  }

  @Test func `no folder is left of a decoder that is gone`() throws {
    let names = Set(CheckedDecoder.all.map(\.name))
    #expect(names.count == CheckedDecoder.all.count)
    #expect(Fixtures.folders.isSubset(of: names))
  }
}
