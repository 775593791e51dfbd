import CNetCDF

/// A NetCDF-4 file being written.
///
/// Closing is what makes it whole, and it can fail (a full disk), so `close` is called and its error read; a file that is
/// dropped is closed without a word. libnetcdf is not thread-safe: one thread writes at a time.
struct NetCDFFile: ~Copyable {
  private let id: Int32

  /// Creates the file, replacing one that is there.
  init(creating path: String) throws(OutputError) {
    var id: Int32 = 0
    try NetCDFGroup.check(nc_create(path, NC_NETCDF4 | NC_CLOBBER, &id), "cannot be created", at: path)
    self.id = id
  }

  deinit { _ = nc_close(id) }

  /// The root group; `path` is how errors call the file.
  func root(_ path: String) -> NetCDFGroup { NetCDFGroup(id: id, place: path) }

  consuming func close(_ path: String) throws(OutputError) {
    let status = nc_close(id)
    discard self
    try NetCDFGroup.check(status, "cannot be completed", at: path)
  }
}

/// A dimension of a group.
struct NetCDFDimension {
  fileprivate let id: Int32
  let count: Int
}

/// A variable of a group.
struct NetCDFVariable {
  fileprivate let group: Int32
  fileprivate let id: Int32
  fileprivate let place: String
  /// Values it holds: the product of its dimensions.
  let count: Int
}

/// A group of an open file, the root included. Usable only while its file is open.
struct NetCDFGroup {
  fileprivate let id: Int32
  fileprivate let place: String

  func group(_ name: String) throws(OutputError) -> NetCDFGroup {
    var child: Int32 = 0
    try Self.check(nc_def_grp(id, name, &child), "group '\(name)' cannot be defined", at: place)
    return NetCDFGroup(id: child, place: "\(place):\(name)")
  }

  func dimension(_ name: String, count: Int) throws(OutputError) -> NetCDFDimension {
    var dimension: Int32 = 0
    try Self.check(nc_def_dim(id, name, count, &dimension), "dimension '\(name)' cannot be defined", at: place)
    return NetCDFDimension(id: dimension, count: count)
  }

  /// A variable of doubles; NaN stands for no data.
  func numbers(_ name: String, over dimensions: [NetCDFDimension]) throws(OutputError) -> NetCDFVariable {
    let variable = try define(name, NC_DOUBLE, over: dimensions)
    var noData = Double.nan
    try Self.check(
      nc_def_var_fill(id, variable.id, NC_FILL, &noData), "its fill value cannot be set", at: variable.place)
    return variable
  }

  /// A variable of strings; the empty string stands for no data.
  func texts(_ name: String, over dimensions: [NetCDFDimension]) throws(OutputError) -> NetCDFVariable {
    try define(name, NC_STRING, over: dimensions)
  }

  private func define(
    _ name: String, _ type: Int32, over dimensions: [NetCDFDimension]
  ) throws(OutputError) -> NetCDFVariable {
    var variable: Int32 = 0
    let ids = dimensions.map(\.id)
    let status = nc_def_var(id, name, type, Int32(ids.count), ids, &variable)
    try Self.check(status, "variable '\(name)' cannot be defined", at: place)
    return NetCDFVariable(
      group: id, id: variable, place: "\(place):\(name)", count: dimensions.reduce(1) { $0 * $1.count })
  }

  func setAttribute(_ name: String, _ text: String) throws(OutputError) {
    try Self.setAttribute(name, text, group: id, variable: NC_GLOBAL, place: place)
  }

  func setAttribute(_ name: String, _ number: UInt64) throws(OutputError) {
    var number = number
    let status = nc_put_att_ulonglong(id, NC_GLOBAL, name, NC_UINT64, 1, &number)
    try Self.check(status, "attribute '\(name)' cannot be set", at: place)
  }

  fileprivate static func setAttribute(
    _ name: String, _ text: String, group: Int32, variable: Int32, place: String
  ) throws(OutputError) {
    let status = nc_put_att_text(group, variable, name, text.utf8.count, text)
    try check(status, "attribute '\(name)' cannot be set", at: place)
  }

  fileprivate static func check(_ status: Int32, _ what: String, at place: String) throws(OutputError) {
    guard status != NC_NOERR else { return }
    let reason = nc_strerror(status).map { String(cString: $0) } ?? "error \(status)"
    throw OutputError(
      what: "\(what) (libnetcdf: \(reason))", place: place,
      remedy: "check the disk and the names in the report, or read result.json, which holds the same values")
  }
}

extension NetCDFVariable {
  func setAttribute(_ name: String, _ text: String) throws(OutputError) {
    try NetCDFGroup.setAttribute(name, text, group: group, variable: id, place: place)
  }

  /// Writes all values, row-major.
  func put(_ values: [Double]) throws(OutputError) {
    precondition(values.count == count, "\(place) holds \(count) values, not \(values.count)")
    try NetCDFGroup.check(nc_put_var_double(group, id, values), "values cannot be written", at: place)
  }

  /// Writes all texts, row-major.
  func put(_ texts: [String]) throws(OutputError) {
    precondition(texts.count == count, "\(place) holds \(count) values, not \(texts.count)")
    // libnetcdf wants an array of C strings: one buffer holds them all, and the pointers into it live for the call.
    var bytes: [CChar] = []
    var starts: [Int] = []
    for text in texts {
      starts.append(bytes.count)
      bytes.append(contentsOf: text.utf8.lazy.filter { $0 != 0 }.map { CChar(bitPattern: $0) })
      bytes.append(0)
    }
    let status = bytes.withUnsafeBufferPointer { buffer in
      var pointers = starts.map { start in buffer.baseAddress.map { $0 + start } }
      return nc_put_var_string(group, id, &pointers)
    }
    try NetCDFGroup.check(status, "texts cannot be written", at: place)
  }
}
