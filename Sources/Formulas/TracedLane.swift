/// The lane that writes down what is done to it: equations run over traced lanes leave a `Graph`.
///
/// Constants fold at once with `ScalarLane` arithmetic, which has the bits of every other instance. Only identities that
/// keep every bit are used: x * 1, x / 1, and selections whose mask is known.
public struct TracedLane: Lane {
  /// Where traced operations are collected.
  public final class Recorder {
    public var graph = Graph()
    public init() {}

    public func draw(_ index: Int) -> TracedLane { node(.draw(index)) }
    public func coordinate(_ axis: Int) -> TracedLane { node(.coordinate(axis)) }

    func node(_ operation: Graph.Operation) -> TracedLane {
      TracedLane(source: .node(graph.intern(operation), self))
    }
  }

  enum Source {
    case constant(Double)
    case node(Graph.Node, Recorder)
  }
  let source: Source

  init(source: Source) { self.source = source }

  public init(_ value: Double) { source = .constant(value) }

  /// The value, if it does not depend on draws or cells.
  public var constant: Double? {
    switch source {
    case .constant(let value): value
    case .node: nil
    }
  }

  /// The node in a recorder's graph; a constant gets one.
  public func node(in recorder: Recorder) -> Graph.Node {
    switch source {
    case .constant(let value): recorder.graph.intern(constant: value)
    case .node(let node, _): node
    }
  }

  var recorder: Recorder? {
    switch source {
    case .constant: nil
    case .node(_, let recorder): recorder
    }
  }

  private static func unary(
    _ operation: Graph.Unary, _ a: Self, _ fold: (ScalarLane) -> ScalarLane
  ) -> Self {
    switch a.source {
    case .constant(let value): Self(fold(ScalarLane(value)).value)
    case .node(let node, let recorder): recorder.node(.unary(operation, node))
    }
  }

  private static func binary(
    _ operation: Graph.Binary, _ a: Self, _ b: Self, _ fold: (ScalarLane, ScalarLane) -> ScalarLane
  ) -> Self {
    guard let recorder = a.recorder ?? b.recorder else {
      return Self(fold(ScalarLane(a.constant!), ScalarLane(b.constant!)).value)
    }
    return recorder.node(.binary(operation, a.node(in: recorder), b.node(in: recorder)))
  }

  public static func + (a: Self, b: Self) -> Self { binary(.add, a, b) { $0 + $1 } }
  public static func - (a: Self, b: Self) -> Self { binary(.subtract, a, b) { $0 - $1 } }

  public static func * (a: Self, b: Self) -> Self {
    if a.constant == 1 { return b }
    if b.constant == 1 { return a }
    return binary(.multiply, a, b) { $0 * $1 }
  }

  public static func / (a: Self, b: Self) -> Self {
    if b.constant == 1 { return a }
    return binary(.divide, a, b) { $0 / $1 }
  }

  public static prefix func - (a: Self) -> Self { unary(.negate, a) { -$0 } }

  public func addingProduct(_ a: Self, _ b: Self) -> Self {
    guard let recorder = recorder ?? a.recorder ?? b.recorder else {
      return Self(ScalarLane(constant!).addingProduct(ScalarLane(a.constant!), ScalarLane(b.constant!)).value)
    }
    return recorder.node(
      .ternary(.addingProduct, node(in: recorder), a.node(in: recorder), b.node(in: recorder)))
  }

  public func squareRoot() -> Self { Self.unary(.squareRoot, self) { $0.squareRoot() } }
  public func magnitude() -> Self { Self.unary(.magnitude, self) { $0.magnitude() } }
  public func floor() -> Self { Self.unary(.floor, self) { $0.floor() } }
  public static func exp(_ x: Self) -> Self { unary(.exp, x) { ScalarLane.exp($0) } }
  public static func log(_ x: Self) -> Self { unary(.log, x) { ScalarLane.log($0) } }
  public static func pow(_ x: Self, _ y: Self) -> Self { binary(.power, x, y) { ScalarLane.pow($0, $1) } }
  public static func normalCDF(_ x: Self) -> Self { unary(.normalCDF, x) { ScalarLane.normalCDF($0) } }
  public static func normalQuantile(_ p: Self) -> Self { unary(.normalQuantile, p) { ScalarLane.normalQuantile($0) } }

  public static func .< (a: Self, b: Self) -> Mask { Mask(compare(.less, a, b) { $0 .< $1 }) }
  public static func .<= (a: Self, b: Self) -> Mask { Mask(compare(.lessOrEqual, a, b) { $0 .<= $1 }) }
  public static func .== (a: Self, b: Self) -> Mask { Mask(compare(.equal, a, b) { $0 .== $1 }) }

  private static func compare(
    _ operation: Graph.Binary, _ a: Self, _ b: Self, _ fold: (ScalarLane, ScalarLane) -> ScalarLane.Mask
  ) -> Self {
    binary(operation, a, b) { ScalarLane(0).replacing(with: ScalarLane(1), where: fold($0, $1)) }
  }

  public func replacing(with other: Self, where mask: Mask) -> Self {
    if let known = mask.truth.constant { return known == 0 ? self : other }
    guard let recorder = mask.truth.recorder else { return self }
    return recorder.node(
      .ternary(.select, node(in: recorder), other.node(in: recorder), mask.truth.node(in: recorder)))
  }

  public func lookup(in table: [Double]) -> Self {
    switch source {
    case .constant(let value): return Self(ScalarLane(value).lookup(in: table).value)
    case .node(let node, let recorder):
      let index = recorder.graph.intern(table: table)
      return recorder.node(.lookup(table: index, node))
    }
  }

  /// A quantile table at this probability.
  public func quantile(of table: QuantileTable) -> Self {
    if let constant { return Self(table.evaluate(constant)) }
    guard case .node(let normal, let recorder) = Self.normalQuantile(self).source else { return self }
    let index = recorder.graph.intern(quantileTable: table)
    return recorder.node(.quantile(table: index, normal))
  }

  /// Truth as a traced 1 or 0.
  public struct Mask: LaneMask {
    public let truth: TracedLane

    init(_ truth: TracedLane) { self.truth = truth }

    /// True where a traced number is not 0.
    public init(nonzero lane: TracedLane) { truth = (.!(lane .== TracedLane(0))).truth }

    public static func .& (a: Self, b: Self) -> Self {
      if let known = a.truth.constant { return known == 0 ? a : b }
      if let known = b.truth.constant { return known == 0 ? b : a }
      return Self(TracedLane.binary(.and, a.truth, b.truth) { $0 * $1 })
    }

    public static func .| (a: Self, b: Self) -> Self {
      if let known = a.truth.constant { return known == 0 ? b : a }
      if let known = b.truth.constant { return known == 0 ? a : b }
      return Self(TracedLane.binary(.or, a.truth, b.truth) { $0 + $1 })
    }

    public static prefix func .! (a: Self) -> Self {
      Self(TracedLane.unary(.not, a.truth) { ScalarLane(1) - $0 })
    }
  }
}
