import Sweeps
import Testing

@testable import Models

@Suite struct ValidationTests {
  /// Identity rows of modelled equations that are not computed, and why.
  private let exceptions: Set<String> = ["h100_node_power_max"]
  private let modelledGroups: Set<String> = [
    "carbon", "deepseek", "epoch_cost", "gpt", "korthikanti", "llama3", "mcore", "megascale", "megatron", "mosaic",
    "mtnlg", "nemo",
    "palm",
    "reliab", "runs", "scaling", "yield", "dpw", "be", "bern", "bom", "gm", "h100", "hp4", "hp5", "twofortwo", "cod5",
    "tpu", "crf", "pmt", "epoch",
  ]

  private func report() throws -> ValidationReport { Validation.run(try Record.builtIn()) }

  @Test func `the record keeps every row`() throws {
    let rows = try Record.builtIn()
    #expect(rows.count == 491 + 185 + 209)
    #expect(try report().rows.count == rows.count)
  }

  @Test func `every identity row of a modelled group is computed and within its tolerance`() throws {
    let rows = try report().rows.filter { modelledGroups.contains($0.group) && ["identity", ""].contains($0.kind) }
    #expect(rows.count > 290)
    for row in rows where !exceptions.contains(row.name) {
      #expect(row.status == .within, "\(row.name): \(row.reason) \(row.relativeError ?? .nan)")
    }
  }

  @Test func `no identity row at all is outside its tolerance`() throws {
    let outside = try report().rows.filter { ["identity", ""].contains($0.kind) && $0.status == .outside }
    #expect(outside.map(\.name) == [])
  }

  @Test func `every row that is not modelled says why`() throws {
    for row in try report().rows where row.status == .notModelled { #expect(!row.reason.isEmpty, "\(row.name)") }
  }

  @Test(arguments: [("runs", 26, 0.125), ("mosaic", 41, 0.03), ("nemo", 11, 0.06)])
  func `rows held out of a fit are predicted, and nine of ten rows lie in the intervals`(
    group: String, count: Int, error: Double
  ) throws {
    let rows = try report().rows.filter { $0.group == group && $0.kind == "forward" }
    #expect(rows.count == count && rows.allSatisfy { $0.status != .notModelled })
    let errors = rows.filter { $0.basis != .fitted }.compactMap(\.relativeError).sorted()
    #expect(errors.count == count / 2)
    #expect(errors[errors.count / 2] < error)
    let inside = Double(rows.compactMap(\.isInInterval).count { $0 }) / Double(count)
    #expect((0.8...0.95).contains(inside), "\(inside)")
  }

  @Test func `power, energy and failures are foretold within their tolerance and interval`() throws {
    let rows = try report().rows.filter { ["carbon", "reliab"].contains($0.group) && $0.kind == "forward" }
    #expect(rows.count == 7)
    for row in rows { #expect(row.status == .within && row.isInInterval == true, "\(row.name)") }
  }

  @Test func `a published quantile is scored by the sweep that answers it`() throws {
    let text = """
      case,inputs,published_value,tolerance_rel,kind,eq
      a,x=1,2,0.01,montecarlo,E10
      b,x=1,2,0.01,montecarlo,E10
      c,x=1,2,0.01,identity,E10
      """
    let report = Validation.run(try Record.rows(of: text, file: "own.csv")) { _ in
      nil
    } sweeps: {
      $0.name == "b" ? nil : .number(2.01)
    }
    #expect(report.rows.map(\.status) == [.within, .notModelled, .notModelled])
  }

  @Test func `statistics rows are scored by the answer they are given`() throws {
    let text = """
      case,inputs,quantity,reference_value,tolerance,how_obtained
      a,x,"S; T",0.5; 0.25,rel 1e-3,by hand
      b,x,bits,6627e8d5,exact,by hand
      c,x,u,0x1p-1 = 0.5,exact (bits),by hand
      d,x,q,1,abs 0.1 (estimate),by hand
      e,x,q,1,rel 1e-9,by hand
      f,x,q,1; 2,rel 1e-9,by hand
      """
    let rows = try Record.rows(of: text, file: "own.csv")
    let report = Validation.run(rows) { row in
      switch row.name {
      case "a": .numbers([0.5, 0.2501])
      case "b": .text("6627e8d5")
      case "c": .number(0.5)
      case "d": .number(1.05)
      case "f": .number(1)
      default: nil
      }
    }
    #expect(report.rows.map(\.status) == [.within, .within, .within, .within, .notModelled, .outside])
  }

  @Test func `a wrong figure is found to be outside`() throws {
    let text = """
      case,inputs,published_value,tolerance_rel
      twofortwo_3,TCO_alt/NRE=3,1.5,1e-9
      twofortwo_4,TCO_alt/NRE=4,1.5,1e-9
      twofortwo_5,unknown=4,1.5,1e-9
      """
    let report = Validation.run(try Record.rows(of: text, file: "own.csv"))
    #expect(report.rows.map(\.status) == [.within, .outside, .notModelled])
    #expect(report.rows[2].reason == "the row gives no number for TCO_alt/NRE")
    let summary = try #require(report.summary.first)
    #expect(report.summary.count == 1)
    #expect([summary.rows, summary.modelled, summary.within] == [3, 2, 1])
    #expect(try (#require(summary.worstError) - 1.0 / 9).magnitude < 1e-12)
    #expect(try (#require(summary.medianError) - 0.5 / 9).magnitude < 1e-12)
  }

  @Test func `the JSON and the CSV have one entry a row`() throws {
    let text = "case,inputs,published_value,tolerance_rel\n\"be,x\",a=1,2,0.1\n"
    let report = Validation.run(try Record.rows(of: text, file: "own.csv"))
    #expect(
      report.json.text == """
        {"rows":[{"case":"be,x","group":"be,x","kind":"","status":"not_modelled","computed":null,"published":2,\
        "relative_error":null,"tolerance":0.1,"basis":null,"interval":null,"reason":"no model of this program computes it"}],\
        "summary":[{"group":"be,x","kind":"","rows":1,"modelled":0,"within":0,"median_error":null,"worst_error":null,\
        "held_out_median_error":null,"interval_share":null}]}
        """)
    #expect(report.csv.contains("\n\"be,x\",\"be,x\",,not_modelled,,2,,0.1,,,,no model of this program computes it\n"))
  }

  @Test func `quoted fields keep commas, quotes and line breaks`() throws {
    let table = try CSVTable("a,b\r\n\"x, \"\"y\"\"\nz\",2\r\n", file: "t.csv")
    #expect(table.records.count == 1)
    #expect(table.records[0]["a"] == "x, \"y\"\nz")
    #expect(table.records[0]["b"] == "2")
  }

  @Test(arguments: [
    (
      "case,inputs,published_value,tolerance_rel\nx,a=1,2\n",
      "own.csv:2: 3 fields where the header has 4; quote fields that hold commas"
    ),
    (
      "case,inputs,published_value,tolerance_rel\nx,a=1,two,0\n",
      "own.csv:2: published_value two is not a number; write digits, with e for powers of ten"
    ),
    (
      "case,inputs,published_value,tolerance_rel\n\"x,a=1,2,0\n",
      "own.csv:2: a quoted field never closes; add the closing quote"
    ),
    (
      "x,y\n1,2\n",
      "own.csv:1: the header has none of the known forms; name the columns case, inputs, published_value, tolerance_rel"
    ),
    ("", "own.csv:1: the file is empty; begin with a line of column names"),
  ])
  func `a record that cannot be read names the line and the remedy`(text: String, message: String) {
    #expect { try Record.rows(of: text, file: "own.csv") } throws: { "\($0)" == message }
  }

  @Test func `tables of facts are read and named`() throws {
    let report = Validation.run(try Record.rows(of: "chip,vendor\nP100,NVIDIA\n", file: "accelerators.csv"))
    #expect(report.rows.map(\.name) == ["P100"])
    #expect(report.rows[0].status == .notModelled)
  }
}
