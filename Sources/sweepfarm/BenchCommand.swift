import ArgumentParser
import Foundation
import Models
import Nodes
import Sweeps

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure this machine: scenarios a second of each model, draws, functions, folds and the coordinator.",
    discussion: """
      One core, processor time, median of the rounds. Example:
        sweepfarm bench models
        sweepfarm bench --json
      """)

  @Argument(
    help:
      "Groups or names to measure: \(BenchGroup.allCases.map(\.rawValue).joined(separator: ", ")), or part of a name. Default: all but farm, which takes a minute."
  )
  var names: [String] = []

  @ArgumentParser.Option(help: "Rounds of about half a second.")
  var rounds = 5

  @OptionGroup var format: FormatOptions
  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    if !(1...1000).contains(rounds) { throw ValidationError("--rounds takes 1 to 1000") }
  }

  mutating func run() throws {
    let instructionSet = try compute.instructionSet()
    let peak = instructionSet.multiplyAddPeak(seconds: 0.2)
    let chosen = try BenchJob.all().filter { job in
      names.isEmpty ? job.group != .farm : names.contains { job.group.rawValue == $0 || job.name.contains($0) }
    }
    guard !chosen.isEmpty else {
      throw Failure(
        .usage, "bench: nothing is named like \(names.joined(separator: ", ")); leave the name out to see all")
    }
    if !format.json {
      print(
        "one core, \(instructionSet.rawValue), multiply-add peak \(Self.figure(peak / 1e9)) GFLOP/s, median of \(rounds) rounds\n"
      )
    }
    var results: [JSON] = []
    for job in chosen {
      let measured = try job.measure(instructionSet, rounds: rounds)
      results.append(measured.json(job, peak: peak))
      if !format.json { print(measured.text(job, peak: peak)) }
    }
    guard format.json else { return }
    let head: [JSON.Member] = [
      .init("isa", .string(instructionSet.rawValue)), .init("peak_flops", .number(peak)),
      .init("rounds", .integer(Int64(rounds))), .init("results", .array(results)),
    ]
    print(JSON.object(head).text)
  }

  /// Four significant digits.
  static func figure(_ value: Double) -> String { String(format: "%.4g", value) }
}

enum BenchGroup: String, CaseIterable {
  case models, draws, functions, folds, coordinator
  /// Takes a minute a round; measured only when named.
  case farm
}

/// What a measurement found.
struct BenchResult {
  /// Units of work a second of processor time: the median and the extremes over the rounds.
  var median: Double
  var slowest: Double
  var fastest: Double
  /// Floating-point operations of one unit, where they are counted.
  var operations: Double?

  init(rates: [Double], operations: Double? = nil) {
    let sorted = rates.sorted()
    median = sorted[sorted.count / 2]
    slowest = sorted[0]
    fastest = sorted[sorted.count - 1]
    self.operations = operations
  }

  func text(_ job: BenchJob, peak: Double) -> String {
    var line = job.name.padding(toLength: 46, withPad: " ", startingAt: 0)
    line += String(format: "%10.4g million %@/s", median / 1e6, job.unit)
    line += String(format: "  %8.3g ns", 1e9 / median)
    line += String(format: "  (%.4g to %.4g)", slowest / 1e6, fastest / 1e6)
    if let operations {
      line += String(format: "  %.3g operations, %.0f%% of peak", operations, operations * median / peak * 100)
    }
    return line
  }

  func json(_ job: BenchJob, peak: Double) -> JSON {
    .object([
      .init("name", .string(job.name)), .init("group", .string(job.group.rawValue)), .init("unit", .string(job.unit)),
      .init("per_second", .number(median)), .init("slowest", .number(slowest)), .init("fastest", .number(fastest)),
      .init("operations", operations.map(JSON.number) ?? .null),
      .init("share_of_peak", operations.map { .number($0 * median / peak) } ?? .null),
    ])
  }
}
