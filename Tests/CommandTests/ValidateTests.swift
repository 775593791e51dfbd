import Models
import Testing

@testable import sweepfarm

@Suite struct ValidateTests {
  private static let report: Result<ValidationReport, any Error> = Result {
    Validation.run(try Record.builtIn(), statistics: StatisticsAnswers.answer)
  }

  private var rows: [ValidationRow] { get throws { try Self.report.get().rows } }

  private var statistics: [ValidationRow] {
    get throws { try rows.filter { !$0.detail.isEmpty } }
  }

  private func score(_ lines: String) throws -> [ValidationRow] {
    let text = "case,inputs,quantity,reference_value,tolerance\n" + lines
    return Validation.run(try Record.rows(of: text, file: "own.csv"), statistics: StatisticsAnswers.answer).rows
  }

  // MARK: The built-in record

  @Test func `every known answer that is modelled is within its tolerance`() throws {
    for row in try statistics {
      #expect(row.status != .outside, "\(row.name) [\(row.detail)] \(row.relativeError ?? .nan) \(row.reason)")
    }
  }

  @Test func `the known answers that are modelled are counted`() throws {
    let rows = try statistics
    #expect(rows.count == 209)
    #expect(rows.count { $0.status == .within } == 143)
  }

  @Test func `no identity of the record is outside its tolerance`() throws {
    let outside = try rows.filter { ["identity", ""].contains($0.kind) && $0.status == .outside }
    #expect(outside.map(\.name) == [])
  }

  @Test func `every row that is not modelled says why`() throws {
    for row in try rows where row.status == .notModelled { #expect(!row.reason.isEmpty, "\(row.name)") }
  }

  @Test func `a known answer says nothing of a fault of its own row`() throws {
    for row in try statistics { #expect(!row.reason.contains("does not give"), "\(row.name): \(row.reason)") }
  }

  @Test(arguments: [
    "philox4x64-10", "threefry4x32-20", "hash Owen scramble", "Ishigami", "Sobol-G", "Gaussian copula", "DDSketch",
    "Pareto front", "covariance merge", "weighted aggregate", "top-k", "EVPPI", "Cholesky of correlation matrix",
  ])
  func `a function that is absent is not answered`(group: String) throws {
    let found = try statistics.filter { $0.group == group }
    #expect(!found.isEmpty && found.allSatisfy { $0.status == .notModelled })
  }

  @Test func `groups of known answers read as words`() throws {
    let groups = Set(try statistics.map(\.group))
    for group in ["exact sum", "quantile", "sobol unscrambled", "expected shortfall", "Clopper-Pearson upper 95%"] {
      #expect(groups.contains(group), "\(group)")
    }
    #expect(groups.allSatisfy { !$0.contains("(") && !$0.contains("=") && !$0.isEmpty })
  }

  @Test func `sampled figures lie within two of their error bars of the closed form`() throws {
    let sampled = try statistics.filter { $0.reason.contains("samples it") }
    #expect(sampled.count == 5)
    for row in sampled {
      guard case .text(let published)? = row.published, let reference = Double(published) else {
        Issue.record("\(row.name) has no reference")
        continue
      }
      let words = row.reason.split(separator: " ")
      let give = try #require(words.firstIndex(of: "give"))
      let figure = try #require(Double(words[give + 1]))
      let error = try #require(Double(words[give + 3]))
      // The printed error is the half-width of a 95% interval, rounded to one digit.
      #expect((figure - reference).magnitude < 2 * error, "\(row.name): \(row.reason)")
    }
  }

  // MARK: Predictions

  @Test func `predictions say whether they were fitted`() throws {
    let predicted = try rows.filter { $0.kind == "forward" && ["runs", "mosaic", "nemo", "mcore"].contains($0.group) }
    #expect(predicted.count == 26 + 41 + 11 + 6)
    #expect(predicted.allSatisfy { $0.basis != nil && $0.interval != nil })
    #expect(predicted.count { $0.basis == .fitted } == 13 + 15 + 6 + 6 + 3)
  }

  @Test func `most predictions of rows that were held out are within tolerance`() throws {
    let heldOut = try rows.filter { $0.kind == "forward" && $0.status != .notModelled && $0.basis != .fitted }
    #expect(heldOut.count > 40)
    #expect(Double(heldOut.count { $0.status == .within }) > 0.75 * Double(heldOut.count))
  }

  // MARK: Rows of a user

  @Test func `a wrong reference is found to be outside`() throws {
    let rows = try score(
      #"""
      normal CDF,x=0,Phi(x),0.4,rel 1e-9
      normal CDF,x=0,Phi(x),0.5,rel 1e-15
      FNV-1a 32-bit,"UTF-8 string ""a""",hash (hex),e40c292d,exact
      discrete choice by inversion,weights a:0.5 b:0.5,choice at u=0.4,b,exact
      "exact (correctly rounded) sum","1e16, 1, -1e16",sum,0,exact
      grid axis,0 .. 1 by 0.25,values; count,0 0.25 0.5 0.75 1; 6,exact
      """#)
    #expect(rows.map(\.status) == [.outside, .within, .outside, .outside, .outside, .outside])
  }

  @Test(arguments: [
    "normal CDF,x=zero,Phi(x),1,rel 1e-9",
    "inverse normal CDF,p=1.5,z,1,rel 1e-9",
    "argmin with tie,values 3,argmin,1,exact",
    "argmin with tie,values 1 2 at -1 0.5,argmin,1,exact",
    "sobol unscrambled d=8,point index 99999999999999999999,coordinates 1..8,1,exact",
    "sobol unscrambled,dimension 0; indices 0..7,coordinate,1,exact",
    "sobol unscrambled,dimension 3; indices 0..99999999999,coordinate,1,exact",
    "philox4x32-99999,ctr=0 0 0 0; key=0 0,words,0,exact",
    "scenario count,axes 4 x 0 x 3; sample 2^20; replicates 16,scenarios,1,exact",
    "scenario count,axes 1e300 x 4 x 3; sample 2^90; replicates 1e30,scenarios,1,exact",
    "order-statistic 95% CI,n=1e300 q=0.5,ranks,1,exact",
    "Clopper-Pearson 95%,1e18 events in 1e18,interval,1,exact",
    "exact (correctly rounded) sum,1 inf,sum,1,exact",
    "exact (correctly rounded) sum,0.1 repeated 1e99 times,sum,1,exact",
    "quantile (inverted CDF),1..1e99,p5,1,exact",
    "Pebay merge,A=[]; B=[1],n,1,exact",
    "bit histogram bin,x=1; k=60,key,1,exact",
    "lognormal from 90% interval,8 to 2,mean,1,exact",
    "\"win share, two options\",A=0; B~N(1),share,1,exact",
    "\"expected shortfall (CVaR), normal(0,1)\",level 1e300,E,1,exact",
  ])
  func `a row that makes no sense is not modelled, with a reason`(line: String) throws {
    let row = try #require(try score(line).first)
    #expect(row.status == .notModelled && !row.reason.isEmpty, "\(row)")
  }

  // MARK: What is printed

  @Test func `the last line says whether everything that must agree does`() throws {
    let complete = ValidationSummary(report: try Self.report.get()).text(listsRows: false)
    let last = try #require(complete.split(separator: "\n").last)
    #expect(last.hasPrefix("all ") && last.hasSuffix("modelled identities and known answers are within tolerance"))

    let record = try Record.rows(
      of: "case,inputs,published_value,tolerance_rel\nbe_wrong,Kc=1;Km=2,3,0.1\n", file: "own.csv")
    let wrong = ValidationSummary(report: Validation.run(record)).text(listsRows: true)
    #expect(
      wrong.hasSuffix("1 of 1 modelled identities and known answers are OUTSIDE their tolerance: be_wrong"), "\(wrong)")
    #expect(wrong.contains("\n  outside  be_wrong (be), error 83.3%, tolerance 10%"))
  }

  @Test func `rows are listed with what tells them apart`() throws {
    let text = ValidationSummary(report: try Self.report.get()).text(listsRows: true)
    #expect(text.contains("not_modelled  EVPI, two options [value A=0; value B~N(1,2); choose max: EVPI] (EVPI)"))
  }
}
