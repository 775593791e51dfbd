import Testing
@testable import Models
@Test func probe() throws {
  let rows = try Record.builtIn()
  let report = Validation.run(rows)
  for s in report.summary { print(s.group, s.kind, s.rows, s.modelled, s.within, s.medianError ?? -1, s.worstError ?? -1) }
  for r in report.rows where r.status == .outside { print("OUT", r.name, r.kind, r.computed as Any, r.published as Any, r.relativeError as Any, r.tolerance) }
  for r in report.rows where r.kind == "identity" && r.status == .notModelled { print("NOT", r.name, r.reason) }
  for m in Catalogue.models {
    let e = try Evaluation(m)
    for o in e.outputs { print(o.name, o.value, o.unit) }
    for o in e.terms { print("  ", o.output, o.name, o.value) }
    print(e.infeasible)
  }
}
