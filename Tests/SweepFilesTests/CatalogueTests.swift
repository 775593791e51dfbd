import Models
import SweepFiles
import Sweeps
import Testing

/// Every published spread of the catalogue is one that a sweep file may use.
@Suite struct CatalogueTests {
  @Test(arguments: Catalogue.models.map(\.declaration))
  func `every published spread passes the checks of a sweep file`(declaration: ModelDeclaration) throws {
    for input in declaration.inputs where input.distribution != nil {
      var sections = ["sweep: test", "model: \(declaration.name)", "uncertain: {\(input.name): default}"]
      var by = ""
      if case .perAxis(let choice, let cases)? = input.distribution {
        sections.append("decide: {\(choice): [\(cases.map(\.value.label).joined(separator: ", "))]}")
        by = ", by: [\(choice)]"
      }
      sections.append("report: {r: {of: \(declaration.outputs[0].name)\(by)}}")
      let sweep = try SweepFile.read(
        text: sections.joined(separator: "\n"), path: input.name, catalogue: [declaration])
      // The canonical text spells the distribution out, and is checked when it is read.
      _ = try SweepFile.read(text: sweep.canonicalJSON.text, path: input.name, catalogue: [declaration])
    }
  }
}
