import Foundation
import Results
import Sweeps
import Testing

@Suite struct NetCDFTests {
  private static func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Whether python3 has what the check needs; asked once.
  static let hasXarray = (try? python(["-c", "import xarray, netCDF4"]).status) == 0

  @Test(.enabled(if: hasXarray, "python3 with xarray and netCDF4 is needed: pip install xarray netCDF4"))
  func `a result opens in xarray group by group with the values of the JSON`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ResultFolder.write(Examples.result(), to: folder)
    let check = try Self.python([Examples.folder + "/check_netcdf.py", folder])
    #expect(check.output == "equal: 135 values\n")
    #expect(check.status == 0)
  }

  @Test(.enabled(if: hasXarray, "python3 with xarray and netCDF4 is needed: pip install xarray netCDF4"))
  func `the comparison finds one changed value`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ResultFolder.write(Examples.result(), to: folder)
    var changed = Examples.overall
    changed.variables[0].error = [0.00421]
    let other = Examples.result([Examples.cost, Examples.choice, changed])
    try Data((other.json.text + "\n").utf8).write(to: URL(filePath: folder + "/result.json"))
    let check = try Self.python([Examples.folder + "/check_netcdf.py", folder])
    #expect(check.status == 1)
    #expect(check.output.contains("over_1b.probability_error[0]: the NetCDF file has 0.0042, result.json has 0.00421"))
  }

  @Test func `equal results give equal NetCDF bytes`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Examples.result().writeNetCDF(to: folder + "/a.nc")
    Thread.sleep(forTimeInterval: 1.1)
    try Examples.result().writeNetCDF(to: folder + "/b.nc")
    let first = try Data(contentsOf: URL(filePath: folder + "/a.nc"))
    #expect(try first == Data(contentsOf: URL(filePath: folder + "/b.nc")))
    #expect(first.count > 1000)
  }

  @Test func `a file that cannot be created is an error with its path`() {
    let error = #expect(throws: OutputError.self) {
      try Examples.result().writeNetCDF(to: "/nonexistent/place/a.nc")
    }
    #expect(error?.place == "/nonexistent/place/a.nc")
    #expect(error?.what == "cannot be created (No such file or directory)")
  }

  @Test func `a name NetCDF does not allow is an error that names it`() throws {
    let folder = try Examples.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var table = Examples.overall
    table.variables[0].name = "a/b"
    let error = #expect(throws: OutputError.self) {
      try Examples.result([table]).writeNetCDF(to: folder + "/a.nc")
    }
    #expect(error?.description.contains("variable 'a/b' cannot be defined") == true)
  }
}
