import Foundation
import Results
import Sweeps
import Testing

@Suite struct WriterTests {
  @Test func `a table becomes tidy CSV, byte for byte`() throws {
    #expect(try Examples.cost.csv == Examples.fixture("cost.csv"))
    #expect(try Examples.choice.csv == Examples.fixture("choice.csv"))
    #expect(try Examples.overall.csv == Examples.fixture("over_1b.csv"))
  }

  @Test func `a result becomes canonical JSON, byte for byte`() throws {
    #expect(try Examples.result().json.text + "\n" == Examples.fixture("result.json"))
  }

  @Test func `the fingerprint is the hash of the text without its member`() {
    let result = Examples.result()
    let member = "\"fingerprint\":\"\(result.fingerprint)\","
    #expect(result.json.text.components(separatedBy: member).count == 2)
    #expect(SHA256.hexDigest(of: result.json.text.replacingOccurrences(of: member, with: "")) == result.fingerprint)
  }

  @Test func `the fingerprint covers the state and the coverage`() {
    let result = Examples.result()
    var other = result
    other.stateSHA256 = String(repeating: "0d", count: 32)
    let remade = Result(
      sweep: other.sweep, model: other.model, specSHA256: other.specSHA256, seed: other.seed,
      coverage: other.coverage, stateSHA256: other.stateSHA256, tables: other.tables)
    #expect(remade.fingerprint != result.fingerprint)
    let wider = Result(
      sweep: result.sweep, model: result.model, specSHA256: result.specSHA256, seed: result.seed,
      coverage: Coverage(of: Examples.plan, closed: BlockSet(BlockRange(0, 6))), stateSHA256: result.stateSHA256,
      tables: result.tables)
    #expect(wider.fingerprint != result.fingerprint)
  }

  @Test func `a CSV field is quoted only where RFC 4180 asks for it`() {
    let table = Table(
      name: "t", kind: .statistics, subject: "t",
      coordinates: [
        .init(
          name: "site", unit: "1",
          values: [.choice("a,b"), .choice("say \"x\""), .choice("two\nlines"), .choice("c d")])
      ],
      variables: [.init(name: "mean", unit: "1", doc: "", dims: ["site"], values: .numbers([1, 2.5, 1e300, .nan]))])
    #expect(
      table.csv == """
        site,statistic,value,error,unit\r
        "a,b",mean,1,,1\r
        "say ""x""\",mean,2.5,,1\r
        "two\nlines",mean,1e+300,,1\r
        c d,mean,,,1\r\n
        """)
  }
}
