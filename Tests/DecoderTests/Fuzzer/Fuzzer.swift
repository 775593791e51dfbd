import DecoderKit
import Glibc

// What libFuzzer calls. The decoder is the one named by `--decoder=NAME`; `--write-seeds=FOLDER` only writes seeds.

/// Set once, before the first input.
nonisolated(unsafe) private var decoder: CheckedDecoder?

@_cdecl("LLVMFuzzerInitialize")
public func start(_ count: UnsafeMutablePointer<CInt>, _ words: UnsafePointer<UnsafePointer<UnsafePointer<CChar>?>?>)
  -> CInt
{
  let arguments = CommandLine.arguments
  func value(_ option: String) -> String? {
    arguments.first { $0.hasPrefix("--\(option)=") }.map { String($0.dropFirst(option.count + 3)) }
  }
  if let folder = value("write-seeds") {
    writeSeeds(to: folder)
    exit(0)
  }
  decoder = value("decoder").flatMap { name in CheckedDecoder.all.first { $0.name == name } }
  guard decoder == nil else { return 0 }
  let names = CheckedDecoder.all.map(\.name).joined(separator: "\n")
  print(names)
  exit(arguments.contains("--list") ? 0 : 64)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  do throws(Violation) { _ = try decoder?.check(bytes) } catch {
    let sentence = "\n\(error)\n"
    _ = sentence.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    preconditionFailure("a decoder broke its promise")
  }
  return 0
}

/// One file for each seed, in a folder for each decoder.
private func writeSeeds(to folder: String) {
  for decoder in CheckedDecoder.all {
    let place = "\(folder)/\(decoder.name)"
    mkdir(place, 0o755)
    for (index, seed) in decoder.seeds().enumerated() {
      guard let file = fopen("\(place)/seed-\(index)", "w") else { continue }
      _ = seed.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
      fclose(file)
    }
  }
}
