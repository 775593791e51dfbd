import Sweeps

/// Reads the YAML a person writes into a `Sweep`. JSON is YAML too, so the canonical text of a sweep reads back.
public enum SweepFile {
  /// Reads a sweep against the models of a catalogue.
  ///
  /// Everything that is wrong is found at once, each fault with its line and remedy. Numbers come back in the model's units
  /// and names as the model's full names.
  /// - Parameters:
  ///   - path: the name that faults give the file.
  ///   - files: where `data(file.csv: column)` finds its columns; nowhere unless given.
  public static func read(
    text: String, path: String, catalogue: [ModelDeclaration], files: DataFiles = .none
  ) throws(SweepFileFaults) -> Sweep {
    let document = Document(text: text, file: path)
    var reader = SweepReader(file: path, catalogue: catalogue, files: files, faults: document.faults)
    let sweep = document.root.flatMap { reader.sweep(from: $0) }
    guard let sweep, reader.faults.isEmpty else {
      // Lines order the faults; those of one line stay as they were found.
      let faults = reader.faults.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      throw SweepFileFaults(faults: faults.map(\.element))
    }
    return sweep
  }

  /// Reads a sweep file from disk, and data columns from beside it.
  public static func read(path: String, catalogue: [ModelDeclaration]) throws(SweepFileFaults) -> Sweep {
    let text: String
    do throws(Complaint) { text = try FileText.read(path) } catch {
      throw SweepFileFaults(faults: [
        SweepFileFault(file: path, line: 1, path: "", what: error.what, remedy: error.remedy)
      ])
    }
    return try read(text: text, path: path, catalogue: catalogue, files: .beside(path))
  }
}
