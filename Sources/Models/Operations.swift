import ComputeCoreV3
import ComputeCoreV4
import Formulas
import Sweeps

extension Workload {
  /// Floating-point operations an evaluation needs with shared work spread over those that share it: a comparison, a
  /// selection, a division count 1, a multiply-add 2, functions the operations of their polynomials. Folds not counted.
  ///
  /// - Parameter options: evaluations of a pass that one scenario's code covers.
  public func operationsPerScenario(options: Int) -> Double {
    guard let pass = passes.first else { return 0 }
    let tile = Double(min(pass.numbering.cells, Numbering.tileCells))
    let shared = pass.program.operations(of: pass.program.sampleCode)
    let own = pass.program.operations(of: pass.program.scenarioCode)
    return (own + shared / tile) / Double(max(1, options))
  }
}

extension Program {
  fileprivate func operations(of code: [Instruction]) -> Double {
    code.reduce(0) { sum, instruction in
      guard case .call(let index) = instruction.code else { return sum + instruction.code.operations }
      let call = calls[index]
      return sum + call.kernel.body.operations(instances: call.instances, detailed: call.isDetailed)
    }
  }
}

extension Program.Code {
  fileprivate var operations: Double {
    switch self {
    case .unary(let operation):
      switch operation {
      case .exp: 33
      case .log: 45
      case .normalCDF: 80
      case .normalQuantile: 40
      case .negate, .magnitude, .squareRoot, .floor, .not: 1
      }
    case .binary(.power): 110
    case .binary: 1
    case .ternary(.addingProduct): 2
    case .ternary(.select): 1
    case .quantile: 20
    case .draw: 2
    case .lookup, .spread, .fold, .call: 0
    }
  }
}

extension InstructionSet {
  /// Floating-point operations a second of one core in multiply-adds on registers: the ceiling of any kernel.
  public func multiplyAddPeak(seconds: Double) -> Double {
    let chains: (Int) -> Double =
      switch self {
      case .v3: ComputeCoreV3.multiplyAddChains(rounds:)
      case .v4: ComputeCoreV4.multiplyAddChains(rounds:)
      }
    let rounds = 1 << 20
    var best = 0.0
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
      let time = clock.measure { blackHole(chains(rounds)) }
      let (whole, fraction) = time.components
      best = max(best, 192 * Double(rounds) / (Double(whole) + Double(fraction) * 1e-18))
    }
    return best
  }
}

/// Takes a value that must not be optimised away.
@inline(never)
private func blackHole(_ value: Double) { precondition(!value.isNaN) }
