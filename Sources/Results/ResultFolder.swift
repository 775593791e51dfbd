import Foundation
import Sweeps

/// The folder a result is written to: `result.json`, `REPORT.csv` for every report, `result.nc` and `log.jsonl`.
public enum ResultFolder {
  /// Makes sure, before anything runs, that the result can be written: creates the folder and tries a file in it.
  public static func prepare(_ path: String) throws(OutputError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw OutputError(systemError: reason(of: error), doing: "is not a folder and cannot be made one", place: path)
    }
    let probe = "\(path)/.probe.\(getpid())"
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw OutputError(systemError: errno, doing: "no file can be created in this folder", place: path)
    }
    _ = close(descriptor)
    _ = unlink(probe)
  }

  /// Writes every file of the result, each one whole or not at all.
  public static func write(_ result: Result, to path: String) throws(OutputError) {
    for table in result.tables { try checkFileName(table.name, in: path) }
    try prepare(path)
    try FileBytes.replace("\(path)/result.json", with: Array((result.json.text + "\n").utf8))
    for table in result.tables {
      try FileBytes.replace("\(path)/\(table.name).csv", with: Array(table.csv.utf8))
    }
    try FileBytes.replace("\(path)/result.nc") { temporary throws(OutputError) in
      try result.writeNetCDF(to: temporary)
    }
  }

  /// A report's name is a file's name and a group's name.
  private static func checkFileName(_ name: String, in path: String) throws(OutputError) {
    let allowed = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
      default: false
      }
    }
    guard allowed, !name.isEmpty else {
      throw OutputError(
        what: "report '\(name)' cannot be a file's name", place: path,
        remedy: "rename the report with letters, digits, '_' and '-' only")
    }
  }

  private static func reason(of error: any Error) -> Int32 {
    let cocoa = error as NSError
    if let under = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError, under.domain == NSPOSIXErrorDomain {
      return Int32(under.code)
    }
    switch CocoaError.Code(rawValue: cocoa.code) {
    case .fileWriteNoPermission: return EACCES
    case .fileWriteOutOfSpace: return ENOSPC
    case .fileWriteVolumeReadOnly: return EROFS
    case .fileWriteFileExists: return EEXIST
    default: return EIO
    }
  }
}
