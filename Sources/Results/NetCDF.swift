import Foundation
import Sweeps
import Synchronization

/// libnetcdf keeps tables of open files without a lock of its own: one file is written at a time.
private let libraryUse = Mutex(())

extension Result {
  /// Writes the result as NetCDF-4: a group for every report, its dimensions as coordinate variables with `units`
  /// (names as strings), its statistics as variables with `units` and `cell_methods`, the half-width of the 95% interval
  /// as `NAME_error`, held inputs as scalar coordinates, and the provenance as global attributes.
  ///
  /// Opens group by group in xarray. No `Conventions` is claimed: money is not a UDUNITS unit, and scenarios are not an
  /// axis the CF conventions know. The file carries no time; equal results give equal bytes under one version of
  /// libnetcdf and libhdf5.
  public func writeNetCDF(to path: String) throws(OutputError) {
    try libraryUse.withLock { _ throws(OutputError) in try writeAlone(to: path) }
  }

  private func writeAlone(to path: String) throws(OutputError) {
    // Asked of the system first: libhdf5 says why a file cannot be created in pages on the standard error.
    _ = close(try FileBytes.create(path))
    let file = try NetCDFFile(creating: path)
    let root = file.root(path)
    try root.setAttribute("sweep", sweep)
    try root.setAttribute("model", model)
    try root.setAttribute("spec_sha256", specSHA256)
    try root.setAttribute("seed", seed)
    try root.setAttribute("numeric_contract", Self.numericContract)
    try root.setAttribute("fingerprint", fingerprint)
    try root.setAttribute("complete", coverage.complete ? "true" : "false")
    try root.setAttribute("scenarios", coverage.scenarios)
    for table in tables {
      try table.write(to: root.group(table.name))
    }
    try file.close(path)
  }
}

extension Table {
  fileprivate func write(to group: NetCDFGroup) throws(OutputError) {
    var dimensions: [String: NetCDFDimension] = [:]
    for coordinate in coordinates {
      let dimension = try group.dimension(coordinate.name, count: coordinate.values.count)
      dimensions[coordinate.name] = dimension
      try Self.write(coordinate.values, as: coordinate.name, unit: coordinate.unit, over: [dimension], to: group)
    }
    for held in held {
      try Self.write([held.value], as: held.input, unit: held.unit, over: [], to: group)
    }
    for variable in variables {
      try write(variable, over: variable.dims.compactMap { dimensions[$0] }, to: group)
    }
  }

  private static func write(
    _ values: [Value], as name: String, unit: String, over dimensions: [NetCDFDimension], to group: NetCDFGroup
  ) throws(OutputError) {
    let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }
    if numbers.count == values.count {
      let variable = try group.numbers(name, over: dimensions)
      try variable.setAttribute("units", unit)
      try variable.put(numbers)
    } else {
      try group.texts(name, over: dimensions).put(values.map(\.label))
    }
  }

  private func write(
    _ variable: Variable, over dimensions: [NetCDFDimension], to group: NetCDFGroup
  ) throws(OutputError) {
    switch variable.values {
    case .texts(let texts):
      let written = try group.texts(variable.name, over: dimensions)
      try describe(written, as: variable.doc)
      try written.put(texts.map { $0 ?? "" })
    case .numbers(let numbers):
      let written = try group.numbers(variable.name, over: dimensions)
      try describe(written, as: variable.doc)
      try written.setAttribute("units", variable.unit)
      if let cellMethods = variable.cellMethods { try written.setAttribute("cell_methods", cellMethods) }
      try written.put(numbers)
    }
    guard let error = variable.error else { return }
    let written = try group.numbers("\(variable.name)_error", over: dimensions)
    try describe(written, as: "half-width of the 95% interval of \(variable.name)")
    try written.setAttribute("units", variable.unit)
    try written.put(error)
  }

  private func describe(_ variable: NetCDFVariable, as doc: String) throws(OutputError) {
    try variable.setAttribute("long_name", doc)
    if !held.isEmpty {
      try variable.setAttribute("coordinates", held.map(\.input).joined(separator: " "))
    }
  }
}
