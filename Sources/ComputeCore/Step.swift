import Formulas

/// An instruction ready to run: its loop chosen, its operands resolved to addresses in the batch storage.
///
/// It cannot be copied, so running it counts no references.
struct Step: ~Copyable {
  /// Destination, three operands, vectors.
  typealias Loop = (Row, Row, Row, Row, Int) -> Void

  let code: Program.Code
  let destination: Operand
  let a: Operand
  let b: Operand
  private let c: Operand
  private let loop: Loop
  private let call: KernelCall?

  /// A row, or a splat when `step` is 0; block rows move on by one chunk with each chunk.
  struct Operand {
    var base: Row
    var chunkStride: Int
    var step: Int

    @inline(__always)
    func row(_ chunk: Int) -> Row { base + chunk &* chunkStride }
  }

  init(
    _ code: Program.Code, destination: Operand, a: Operand, b: Operand, c: Operand, tables: TableStorage,
    call: KernelCall?
  ) {
    self.code = code
    self.destination = destination
    self.a = a
    self.b = b
    self.c = c
    self.call = call
    loop = Self.loop(code, steps: SIMD4(a.step, b.step, c.step, 0), tables)
  }

  /// A step whose loop does more than its code says.
  init(_ code: Program.Code, destination: Operand, a: Operand, b: Operand, c: Operand, loop: @escaping Loop) {
    self.code = code
    self.destination = destination
    self.a = a
    self.b = b
    self.c = c
    self.loop = loop
    call = nil
  }

  @inline(__always)
  borrowing func run(chunk: Int, count: Int) {
    if let call { return call.run(chunk: chunk, count: count) }
    loop(destination.row(chunk), a.row(chunk), b.row(chunk), c.row(chunk), count)
  }

  private static func loop(_ code: Program.Code, steps: SIMD4<Int>, _ tables: TableStorage) -> Loop {
    switch code {
    case .unary(let operation): return unary(operation, tables)
    case .binary(let operation): return binary(operation, splatA: steps.x == 0, splatB: steps.y == 0)
    case .ternary(.addingProduct):
      return { TernaryLoop<AddProduct>.rows($0, $1, $2, $3, steps: steps, $4) }
    case .ternary(.select): return { TernaryLoop<Select>.rows($0, $1, $2, $3, steps: steps, $4) }
    case .lookup(let index):
      let table = tables.lookups[index]
      return { out, a, _, _, count in table.rows(out, a, count) }
    case .quantile(let index):
      let table = tables.quantiles[index]
      return { out, a, _, _, count in table.rows(out, a, count) }
    case .spread: return { out, a, _, _, count in out.update(repeating: a[0], count: count) }
    case .draw, .fold, .call: return { _, _, _, _, _ in preconditionFailure("not arithmetic on rows") }
    }
  }

  private static func unary(_ operation: Graph.Unary, _ tables: TableStorage) -> Loop {
    switch operation {
    case .negate: return { out, a, _, _, count in UnaryLoop<Negate>.rows(out, a, count) }
    case .magnitude: return { out, a, _, _, count in UnaryLoop<Magnitude>.rows(out, a, count) }
    case .squareRoot: return { out, a, _, _, count in UnaryLoop<SquareRoot>.rows(out, a, count) }
    case .floor: return { out, a, _, _, count in UnaryLoop<Floor>.rows(out, a, count) }
    case .exp: return { out, a, _, _, count in ExponentialLoop.rows(out, a, count) }
    case .log: return { out, a, _, _, count in UnaryLoop<Logarithm>.rows(out, a, count) }
    case .normalCDF: return { out, a, _, _, count in UnaryLoop<NormalCDF>.rows(out, a, count) }
    case .normalQuantile:
      let tail = tables.tail
      return { out, a, _, _, count in tail.quantileRows(out, a, count) }
    case .not: return { out, a, _, _, count in UnaryLoop<Not>.rows(out, a, count) }
    }
  }

  private static func binary(_ operation: Graph.Binary, splatA: Bool, splatB: Bool) -> Loop {
    switch operation {
    case .add: loop(Add.self, splatA, splatB)
    case .subtract: loop(Subtract.self, splatA, splatB)
    case .multiply: loop(Multiply.self, splatA, splatB)
    case .divide: loop(Divide.self, splatA, splatB)
    case .power: loop(Power.self, splatA, splatB)
    case .less: loop(Less.self, splatA, splatB)
    case .lessOrEqual: loop(LessOrEqual.self, splatA, splatB)
    case .equal: loop(Equal.self, splatA, splatB)
    case .and: loop(And.self, splatA, splatB)
    case .or: loop(Or.self, splatA, splatB)
    }
  }

  @inline(__always)
  private static func loop<Operation: BinaryOperation>(
    _ operation: Operation.Type, _ splatA: Bool, _ splatB: Bool
  ) -> Loop {
    if splatA { return { out, a, b, _, count in BinaryLoop<Operation>.splatFirst(out, a, b, count) } }
    if splatB { return { out, a, b, _, count in BinaryLoop<Operation>.splatSecond(out, a, b, count) } }
    return { out, a, b, _, count in BinaryLoop<Operation>.rows(out, a, b, count) }
  }
}

/// Steps at fixed addresses, run without copying them.
final class StepList {
  /// What a step is beside arithmetic, in plain numbers that cost nothing to read.
  struct Role {
    /// The draw that fills its row; -1 for none.
    var draw = -1
    /// The measure it folds into; -1 for none.
    var measure = -1
    var isFiltered = false

    init(_ code: Program.Code) {
      if case .draw(let draw) = code { self.draw = draw }
      if case .fold(let measure, let filtered) = code { (self.measure, isFiltered) = (measure, filtered) }
    }
  }

  private let steps: UnsafeMutablePointer<Step>
  private let roles: UnsafeMutablePointer<Role>
  private let count: Int

  /// - Parameter make: The step of each place in the list.
  init(count: Int, _ make: (Int) -> Step) {
    self.count = count
    steps = .allocate(capacity: count)
    roles = .allocate(capacity: count)
    for index in 0..<count {
      let step = make(index)
      (roles + index).initialize(to: Role(step.code))
      (steps + index).initialize(to: step)
    }
  }

  deinit {
    steps.deinitialize(count: count)
    steps.deallocate()
    roles.deallocate()
  }

  /// Runs the steps of a chunk; `fill` draws into a row.
  @inline(__always)
  func run(chunk: Int, count: Int, fill: (Row, _ draw: Int) -> Void) {
    forEach { step, role in
      if role.draw >= 0 {
        fill(step.pointee.destination.row(chunk), role.draw)
      } else {
        step.pointee.run(chunk: chunk, count: count)
      }
    }
  }

  @inline(__always)
  func forEach(_ body: (UnsafePointer<Step>, Role) -> Void) {
    for index in 0..<count { body(steps + index, roles[index]) }
  }
}
