import Formulas
import Testing

@testable import Models

/// Step times and memory of published layouts, and the fit of the constants behind them.
@Suite struct StepAnswersTests {
  private static let rows: [PublishedRow] = {
    ((try? Record.builtIn()) ?? []).compactMap { row in
      if case .published(let row) = row, StepAnswers.table(of: row) != nil { row } else { nil }
    }
  }()

  /// Logarithm of predicted over published time; a rate counts the other way round.
  private func error(_ row: PublishedRow, _ constants: StepAnswers.Constants = .init()) throws -> Double {
    let ratio = Elementary.log(try StepAnswers(row).predicted(constants) / row.published)
    return row.unit == "s" ? ratio : -ratio
  }

  private func square(_ x: Double) -> Double { x * x }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private func heldOut(h100: Bool) throws -> [Double] {
    try Self.rows
      .filter { !StepAnswers.fitted.contains($0.name) && ($0.inputs["gpu"]?.hasPrefix("H100") == true) == h100 }
      .map { try error($0).magnitude }
  }

  @Test func `refitting on the fitted half gives the constants in use`() throws {
    let rows = Self.rows.filter { StepAnswers.fitted.contains($0.name) }
    #expect(rows.count == StepCalibration.fittedRows)
    func constants(_ x: [Double]) -> StepAnswers.Constants {
      StepAnswers.Constants(
        a100Efficiency: x[0], h100Efficiency: x[1], activationPasses: x[2] * 6, layerLatency: x[3] * 4e-3)
    }
    let fit = try NelderMead.minimum(from: [0.7, 0.55, 0.7, 0.7], step: 0.05, rounds: 120) { x in
      guard x.allSatisfy({ 0 < $0 }), x[0] < 1, x[1] < 1 else { return 1 }
      return try rows.reduce(0) { $0 + square(try error($1, constants(x))) }
    }
    let best = constants(fit.point)
    let used = try rows.reduce(0) { $0 + square(try error($1)) }
    #expect((best.a100Efficiency - StepCalibration.a100Efficiency).magnitude < 0.005)
    #expect((best.h100Efficiency - StepCalibration.h100Efficiency).magnitude < 0.005)
    #expect((best.activationPasses - StepCalibration.activationPasses).magnitude < 0.2)
    #expect((best.layerLatency - StepCalibration.layerLatency).magnitude < 0.1e-3)
    let freedom = Double(rows.count - StepCalibration.constants)
    #expect(((used / freedom).squareRoot() - StepCalibration.residual).magnitude < 0.0005)
  }

  @Test func `every step time has a prediction, and half of every table is held out`() throws {
    #expect(Self.rows.count == 29)
    for row in Self.rows {
      guard case .prediction(let prediction) = StepAnswers(row).prediction else {
        Issue.record("\(row.name) is not predicted")
        continue
      }
      #expect(prediction.interval.contains(prediction.value))
      #expect(prediction.basis == (StepAnswers.fitted.contains(row.name) ? .fitted : .heldOut))
    }
    let tables = Dictionary(grouping: Self.rows) { StepAnswers.table(of: $0) ?? "" }
    #expect(tables.keys.sorted() == ["korthikanti", "llama3", "mcore", "megascale", "megatron_t1", "megatron_t2"])
    for (table, rows) in tables {
      let expected = rows.indices.map { $0 % 2 == 0 && table != "llama3" }
      #expect(rows.map { StepAnswers.fitted.contains($0.name) } == expected, "\(table)")
    }
  }

  @Test func `held-out step times on A100 are predicted to 4 percent in the median, none worse than 12`() throws {
    let errors = try heldOut(h100: false)
    #expect(errors.count == 10)
    #expect(median(errors) < 0.04)
    #expect(errors.max() ?? 1 < 0.12)
  }

  @Test func `held-out throughput on H100 is predicted to 6 percent in the median, none worse than 10`() throws {
    let errors = try heldOut(h100: true)
    #expect(errors.count == 4)
    #expect(median(errors) < 0.06)
    #expect(errors.max() ?? 1 < 0.10)
  }

  @Test func `the interval holds at least eight of ten rows that were not fitted`() throws {
    let rows = Self.rows.filter { !StepAnswers.fitted.contains($0.name) }
    let inside = rows.filter { row in
      if case .prediction(let prediction) = StepAnswers(row).prediction {
        prediction.interval.contains(row.published)
      } else {
        false
      }
    }
    #expect(Double(inside.count) >= 0.8 * Double(rows.count))
  }

  /// The third row of table 4 of the Llama 3 paper prints degrees that multiply to half of its GPUs.
  @Test func `a row whose degrees do not multiply to its GPUs is refused with the reason`() throws {
    let rows = try Record.rows(
      of: """
        case,inputs,published_value,tolerance_rel,kind,eq,group,unit
        mine,layers=126;hidden=16384;heads=128;vocab=128256;seq=8192;batch=2048;gpus=16384;tp=8;cp=16;pp=16;dp=4,380,\
        0.1,forward,E7,llama3,TFLOP/s
        """, file: "own.csv")
    guard case .published(let row) = rows[0], case .notModelled(let reason) = StepAnswers(row).prediction else {
      Issue.record("the row is predicted")
      return
    }
    #expect(reason == "its degrees multiply to 8192, not to its 16384 GPUs")
  }

  @Test func `every memory row is within its tolerance`() throws {
    var count = 0
    for case .published(let row) in try Record.builtIn() where row.equation == "E24" {
      guard case .numbers(let numbers, _) = StepAnswers(row).memory else {
        Issue.record("\(row.name) is not computed")
        continue
      }
      count += 1
      #expect((numbers[0] / row.published - 1).magnitude <= row.tolerance, "\(row.name) \(numbers[0])")
    }
    #expect(count == 12)
  }
}

/// The simplex method of Nelder & Mead 1965, The Computer Journal 7(4).
enum NelderMead {
  static func minimum(
    from start: [Double], step: Double, rounds: Int, _ cost: ([Double]) throws -> Double
  ) rethrows -> (point: [Double], value: Double) {
    var simplex = [(point: start, value: try cost(start))]
    for axis in start.indices {
      var corner = start
      corner[axis] += step
      simplex.append((corner, try cost(corner)))
    }
    for _ in 0..<rounds {
      simplex.sort { $0.value < $1.value }
      let worst = simplex[start.count]
      let centre = start.indices.map { axis in
        simplex.dropLast().reduce(0) { $0 + $1.point[axis] } / Double(start.count)
      }
      func moved(_ share: Double) throws -> (point: [Double], value: Double) {
        let point = start.indices.map { centre[$0] + share * (worst.point[$0] - centre[$0]) }
        return (point, try cost(point))
      }
      let reflected = try moved(-1)
      if reflected.value < simplex[0].value {
        let expanded = try moved(-2)
        simplex[start.count] = expanded.value < reflected.value ? expanded : reflected
      } else if reflected.value < simplex[start.count - 1].value {
        simplex[start.count] = reflected
      } else {
        let contracted = try moved(reflected.value < worst.value ? -0.5 : 0.5)
        if contracted.value < min(worst.value, reflected.value) {
          simplex[start.count] = contracted
        } else {
          for index in 1...start.count {
            let point = start.indices.map { (simplex[index].point[$0] + simplex[0].point[$0]) / 2 }
            simplex[index] = (point, try cost(point))
          }
        }
      }
    }
    return simplex.min { $0.value < $1.value } ?? (start, .infinity)
  }
}
