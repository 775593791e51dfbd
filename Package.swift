// swift-tools-version: 6.2
import PackageDescription

// The compute core is one folder compiled twice on x86-64: for AVX2 + FMA (the floor) and for AVX-512. Both give the
// same bits; `Models` picks one at start. `-fno-math-errno` lets a square root be one instruction; the compiler's own vector
// operations (BuiltinModule) keep eight lanes together.
#if arch(x86_64)
  let floorFlags = ["-Xcc", "-march=x86-64-v3"]
  let wideFlags = ["-Xcc", "-march=x86-64-v4", "-Xcc", "-mprefer-vector-width=512"]
#else
  let floorFlags: [String] = []
  let wideFlags: [String] = []
#endif
// Tests work every scenario out a second time with numbers one by one: optimised, they take a fifth of the time.
let testedFast: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
// Books of one thread need no check at run time that nobody else writes them; it takes a twentieth of a job's time.
let oneThread: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]
let coreFlags = ["-Ounchecked", "-Xcc", "-fno-math-errno", "-enable-experimental-feature", "BuiltinModule"]

let package = Package(
  name: "sweepfarm",
  products: [
    .executable(name: "sweepfarm", targets: ["sweepfarm"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
    .systemLibrary(name: "CNetCDF", providers: [.apt(["libnetcdf-dev"])]),
    .target(name: "Sweeps", swiftSettings: testedFast),
    .target(name: "Formulas", dependencies: ["Sweeps"], swiftSettings: testedFast),
    .target(name: "Aggregates", dependencies: ["Sweeps"], swiftSettings: testedFast),
    .target(
      name: "ComputeCoreV3", dependencies: ["Sweeps", "Aggregates", "Formulas"],
      swiftSettings: [.unsafeFlags(coreFlags + floorFlags)]),
    .target(
      name: "ComputeCoreV4", dependencies: ["Sweeps", "Aggregates", "Formulas"],
      swiftSettings: [.unsafeFlags(coreFlags + wideFlags)]),
    .target(name: "CHost"),
    .target(
      name: "Models", dependencies: ["Sweeps", "Aggregates", "Formulas", "ComputeCoreV3", "ComputeCoreV4", "CHost"],
      swiftSettings: testedFast),
    .target(name: "SweepFiles", dependencies: ["Sweeps", "Yams"]),
    .target(name: "Results", dependencies: ["Sweeps", "Formulas", "Aggregates", "CNetCDF"]),
    .target(name: "Transport", dependencies: ["CZeroMQ"]),
    .target(
      name: "Wire", dependencies: ["Sweeps", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["sweepfarm.proto"], swiftSettings: testedFast + oneThread),
    .target(
      name: "Scheduling", dependencies: ["Sweeps", "Aggregates", "Wire"], swiftSettings: testedFast + oneThread),
    .target(name: "Journal", dependencies: ["Sweeps", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "Nodes",
      dependencies: [
        "Sweeps", "SweepFiles", "Models", "Results", "Transport", "Wire", "Scheduling", "Journal",
        "Aggregates", "Formulas", "CHost",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "sweepfarm",
      dependencies: ["Nodes", "CHost", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

    // The whole farm on one thread, from one seed.
    .target(
      name: "SimulationKit", dependencies: ["Sweeps", "Wire", "Scheduling"], swiftSettings: testedFast),
    // What must hold of every decoder whatever bytes it is given.
    .target(
      name: "DecoderKit", dependencies: ["Sweeps", "Aggregates", "SweepFiles", "Transport", "Wire", "Scheduling"]),
    .testTarget(name: "SweepsTests", dependencies: ["Sweeps"]),
    .testTarget(name: "FormulasTests", dependencies: ["Formulas", "Sweeps"], exclude: ["Fixtures"]),
    .testTarget(name: "AggregatesTests", dependencies: ["Aggregates", "Sweeps"]),
    .testTarget(
      name: "ComputeCoreTests",
      dependencies: ["ComputeCoreV3", "ComputeCoreV4", "Models", "Aggregates", "Formulas", "Sweeps"]),
    .testTarget(name: "ModelsTests", dependencies: ["Models", "Aggregates", "Formulas", "Sweeps"]),
    .testTarget(name: "SweepFilesTests", dependencies: ["SweepFiles", "Models", "Sweeps"]),
    .testTarget(name: "ResultsTests", dependencies: ["Results", "Aggregates", "Sweeps"], exclude: ["Fixtures"]),
    .testTarget(name: "TransportTests", dependencies: ["Transport", "CZeroMQ"]),
    .testTarget(name: "WireTests", dependencies: ["Wire", "Sweeps"]),
    .testTarget(
      name: "SchedulingTests", dependencies: ["Scheduling", "SimulationKit", "Aggregates", "Wire", "Sweeps"]),
    .testTarget(name: "DecoderTests", dependencies: ["DecoderKit"], exclude: ["Fixtures", "Fuzzer"]),
    .testTarget(
      name: "JournalTests", dependencies: ["Journal", "Sweeps", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(
      name: "NodesTests",
      dependencies: [
        "Nodes", "Models", "Scheduling", "Journal", "Wire", "Aggregates", "Sweeps", "Transport",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(name: "CommandTests", dependencies: ["sweepfarm", "Models"], exclude: ["Fixtures"]),
    // Runs the program as the build leaves it.
    .testTarget(
      name: "ProcessTests", dependencies: ["sweepfarm", "Transport", "Wire", "Sweeps"], exclude: ["Fixtures"]),
    .testTarget(name: "TidyTests"),
  ]
)

// Only for Scripts/fuzz: libFuzzer brings the `main` of this program, which so does not link without it.
if Context.environment["SWEEPFARM_FUZZER"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzzer", dependencies: ["DecoderKit"], path: "Tests/DecoderTests/Fuzzer",
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}
