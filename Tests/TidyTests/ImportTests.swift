import Foundation
import Testing

/// Arrows between modules point downwards only, and what is kept out of a module stays out.
@Suite struct ImportTests {
  private let table = ModuleTable(readme: Repository.file("README.md")?.text ?? "")

  @Test func `every module is in the table of the README, once`() {
    let folders = Set(Repository.files.filter { $0.path.hasPrefix("Sources/") }.compactMap(\.module))
    #expect(table.rows.map(\.module).sorted() == folders.sorted())
    #expect(table.rows.allSatisfy { !$0.charter.isEmpty })
  }

  @Test func `arrows point downwards`() {
    var below = Set(table.rows.map(\.module)).union(["ComputeCoreV3", "ComputeCoreV4"])
    let modules = below
    for row in table.rows {
      below.remove(row.module)
      if row.module == "ComputeCore" { below.subtract(["ComputeCoreV3", "ComputeCoreV4"]) }
      #expect(row.mayImport.intersection(modules).isSubset(of: below), "\(row.module) imports one above itself")
    }
  }

  @Test func `every file imports only what the table allows`() {
    let faults = Repository.sources.flatMap { file -> [Place] in
      let allowed = table.row(of: file.module ?? "")?.mayImport ?? []
      return [file].places { line in
        guard let name = ModuleTable.imported(by: line), !allowed.contains(name) else { return nil }
        return "\(file.module ?? "") may not import \(name)"
      }
    }
    #expect(faults == [])
  }

  @Test func `nothing is allowed that nobody uses`() {
    for row in table.rows {
      let files = Repository.sources.filter { table.row(of: $0.module ?? "")?.module == row.module }
      let used = Set(files.flatMap { $0.lines.compactMap(ModuleTable.imported) })
      #expect(row.mayImport.subtracting(used) == [], "\(row.module)")
    }
  }

  @Test(arguments: ["Sweeps", "Formulas", "Aggregates", "ComputeCore", "Scheduling"])
  func `a module of pure values knows no system library`(module: String) {
    let system: Set = ["Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization"]
    #expect(importers(of: system).filter { $0.module == module }.map(\.path) == [])
  }

  @Test(arguments: [
    ("CZeroMQ", "Transport"), ("CNetCDF", "Results"), ("GRDB", "Journal"), ("SwiftProtobuf", "Wire"),
    ("Yams", "SweepFiles"), ("ArgumentParser", "sweepfarm"),
  ])
  func `a foreign library has one door`(library: String, door: String) {
    let users = importers(of: [library])
    #expect(!users.isEmpty)
    #expect(users.filter { $0.module != door }.map(\.path) == [])
  }

  @Test func `scheduling has no clock, task, actor or lock`() {
    let banned = ["ContinuousClock", "SuspendingClock", "Task", "actor", "async", "await", "Mutex", "Atomic"]
    let faults = Repository.sources.filter { $0.module == "Scheduling" }.places { line in
      let code = line.prefix { $0 != "/" }
      let words = code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      return words.first { banned.contains(String($0)) }.map { "\($0) in Scheduling" }
    }
    #expect(faults == [])
  }

  @Test(arguments: [
    ("import Sweeps", "Sweeps"), ("  @testable import Journal", "Journal"),
    ("public import struct Foundation.Data", "Foundation"),
    ("@_spi(Tests) package import Wire", "Wire"), ("import func Glibc.read", "Glibc"), ("/// They import chips.", nil),
    ("let important = 1", nil),
  ])
  func `an import line is told from any other`(line: String, module: String?) {
    #expect(ModuleTable.imported(by: line[...]) == module)
  }

  private func importers(of names: Set<String>) -> [Repository.File] {
    Repository.sources.filter { file in
      file.lines.contains { ModuleTable.imported(by: $0).map(names.contains) == true }
    }
  }
}
