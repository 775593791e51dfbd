import Formulas

/// An instruction with its operands resolved to addresses in the batch storage.
struct Step {
  var code: Program.Code
  var destination: Operand
  var a: Operand
  var b: Operand
  var c: Operand

  /// A row, or a splat when `step` is 0; block rows move on by one chunk with each chunk.
  struct Operand {
    var base: Row
    var chunkStride: Int
    var step: Int

    @inline(__always)
    func row(_ chunk: Int) -> Row { base + chunk &* chunkStride }
  }
}

/// Runs straight-line code, one instruction over a whole chunk at a time.
struct Interpreter {
  let tables: [TableStorage]
  let quantileTables: [QuantileTable]
  let tail: TailStorage

  @inline(never)
  func run(_ step: Step, chunk: Int, count: Int) {
    let out = step.destination.row(chunk)
    let a = step.a.row(chunk)
    switch step.code {
    case .unary(let operation): unary(operation, out, a, count)
    case .binary(let operation): binary(operation, out, a, step.b.row(chunk), step, count)
    case .ternary(let operation): ternary(operation, out, a, step, chunk, count)
    case .lookup(let table): lookup(tables[table], out, a, count)
    case .quantile(let table): quantile(quantileTables[table], out, a, count)
    case .spread: spread(a[0], out, count)
    case .draw, .fold: preconditionFailure("draws and folds are not arithmetic")
    }
  }

  @inline(__always)
  private func unary(_ operation: Graph.Unary, _ out: Row, _ a: Row, _ count: Int) {
    switch operation {
    case .negate: Rows.unary(out, a, count) { -$0 }
    case .magnitude: Rows.unary(out, a, count) { $0.magnitude() }
    case .squareRoot: Rows.unary(out, a, count) { $0.squareRoot() }
    case .floor: Rows.unary(out, a, count) { $0.floor() }
    case .exp: Rows.unary(out, a, count) { VectorLane.exp($0) }
    case .log: Rows.unary(out, a, count) { VectorLane.log($0) }
    case .normalCDF: Rows.unary(out, a, count) { VectorLane.normalCDF($0) }
    case .normalQuantile: normalQuantile(out, a, count, tail)
    case .not: Rows.unary(out, a, count) { VectorLane(1) - $0 }
    }
  }

  @inline(__always)
  private func binary(
    _ operation: Graph.Binary, _ out: Row, _ a: Row, _ b: Row, _ step: Step, _ count: Int
  ) {
    let (splatA, splatB) = (step.a.step == 0, step.b.step == 0)
    @inline(__always)
    func run(_ body: (VectorLane, VectorLane) -> VectorLane) {
      Rows.binary(out, a, b, splatA: splatA, splatB: splatB, count, body)
    }
    let zero = VectorLane(0)
    let one = VectorLane(1)
    switch operation {
    case .add: run { $0 + $1 }
    case .subtract: run { $0 - $1 }
    case .multiply: run { $0 * $1 }
    case .divide: run { $0 / $1 }
    case .power: run { VectorLane.pow($0, $1) }
    case .less: run { zero.replacing(with: one, where: $0 .< $1) }
    case .lessOrEqual: run { zero.replacing(with: one, where: $0 .<= $1) }
    case .equal: run { zero.replacing(with: one, where: $0 .== $1) }
    case .and: run { $0 * $1 }
    case .or: run { VectorLane.maximum($0, $1) }
    }
  }

  @inline(__always)
  private func ternary(
    _ operation: Graph.Ternary, _ out: Row, _ a: Row, _ step: Step, _ chunk: Int, _ count: Int
  ) {
    let (b, c) = (step.b.row(chunk), step.c.row(chunk))
    let steps = (step.a.step, step.b.step, step.c.step)
    switch operation {
    case .addingProduct:
      Rows.ternary(out, a, b, c, steps: steps, count) { $0.addingProduct($1, $2) }
    case .select:
      let zero = VectorLane(0)
      Rows.ternary(out, a, b, c, steps: steps, count) { $1.replacing(with: $0, where: $2 .== zero) }
    }
  }

  @inline(__always)
  private func lookup(_ table: TableStorage, _ out: Row, _ a: Row, _ count: Int) {
    for index in 0..<count { out[index] = table.entries(at: a[index]) }
  }

  @inline(__always)
  private func quantile(_ table: QuantileTable, _ out: Row, _ a: Row, _ count: Int) {
    for index in 0..<count {
      for lane in 0..<8 { out[index].value[lane] = table.evaluate(a[index].value[lane]) }
    }
  }

  @inline(__always)
  private func spread(_ value: VectorLane, _ out: Row, _ count: Int) {
    for index in 0..<count { out[index] = value }
  }
}
