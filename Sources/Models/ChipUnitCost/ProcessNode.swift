import Sweeps

/// A semiconductor process: what its wafers, masks and designs cost, and how long they take.
///
/// Sources: Khan & Mann 2020 (CSET, table 9) for capital, age at the first quarter of 2020 and density; Feng & Ma 2022
/// (Chiplet Actuary) for defects and, after IBS, design cost; Ning et al. 2023 (ttm-cas) for masks, IP, gates, tape-out
/// effort, latency and TSMC's wafer rates of the first quarter of 2023. The 3 nm row, which none of them has in full, is
/// estimated: the price of 19,865 USD that TSMC's reports imply for 2024 turned into capital by CSET's rule; wafers from
/// 9% of TSMC's revenue of 18.87 billion USD in the first quarter of 2024; design cost from IBS; density from WikiChip;
/// defects from Feng & Ma; the rest continued from 7 and 5 nm.
struct ProcessNode: Hashable {
  let name: String
  /// Invested for one wafer a year when the node was new (USD).
  let capital: Double
  /// Years since volume start, at the first quarter of 2020; 0 for later nodes.
  let age: Double
  /// Millions of transistors on a mm2.
  let density: Double
  /// Killing defects on a cm2.
  let defects: Double
  /// A design of 300 mm2 with its first tape-out (USD).
  let design: Double
  let masks: Double
  let intellectualProperty: Double
  /// Back-end labour for a gate (USD).
  let gate: Double
  /// Engineering hours for a unique transistor.
  let effort: Double
  /// Weeks a wafer spends in the fab.
  let latency: Double
  /// Wafers an hour of all of TSMC.
  let waferRate: Double

  static let table: [ProcessNode] = [
    ProcessNode(
      name: "65nm", capital: 5456, age: 13.25, density: 3.3, defects: 0.07, design: 28e6, masks: 0.208e6,
      intellectualProperty: 0.6786e6, gate: 0.127, effort: 2.7371e-7, latency: 12, waferRate: 239.78),
    ProcessNode(
      name: "40nm", capital: 6404, age: 11, density: 7.7, defects: 0.07, design: 38e6, masks: 0.5e6,
      intellectualProperty: 0.8502e6, gate: 0.129, effort: 4.3436e-7, latency: 12, waferRate: 238.28),
    ProcessNode(
      name: "28nm", capital: 8144, age: 8.25, density: 15.3, defects: 0.07, design: 51e6, masks: 1.2e6,
      intellectualProperty: 1.0335e6, gate: 0.131, effort: 6.76e-7, latency: 12, waferRate: 321.3),
    ProcessNode(
      name: "20nm", capital: 10356, age: 5.5, density: 22.1, defects: 0.07, design: 70e6, masks: 1.9e6,
      intellectualProperty: 1.6575e6, gate: 0.263, effort: 1.0395e-6, latency: 14, waferRate: 21.052),
    ProcessNode(
      name: "16nm", capital: 11220, age: 4.5, density: 28.9, defects: 0.08, design: 106e6, masks: 2.82e6,
      intellectualProperty: 1.872e6, gate: 0.28, effort: 1.5862e-6, latency: 14, waferRate: 252.58),
    ProcessNode(
      name: "10nm", capital: 13169, age: 2.75, density: 52.5, defects: 0.08, design: 174e6, masks: 4.74e6,
      intellectualProperty: 2.1294e6, gate: 0.34, effort: 2.4087e-6, latency: 16, waferRate: 0),
    ProcessNode(
      name: "7nm", capital: 14267, age: 1.5, density: 96.3, defects: 0.09, design: 298e6, masks: 10.5e6,
      intellectualProperty: 2.3431e6, gate: 0.35, effort: 3.6458e-6, latency: 18, waferRate: 165.65),
    ProcessNode(
      name: "5nm", capital: 16746, age: 0, density: 138.2, defects: 0.11, design: 542e6, masks: 18.1e6,
      intellectualProperty: 2.6442e6, gate: 0.35, effort: 5.5068e-6, latency: 20, waferRate: 141.25),
    ProcessNode(
      name: "3nm", capital: 19582, age: 0, density: 216, defects: 0.2, design: 590e6, masks: 30e6,
      intellectualProperty: 3e6, gate: 0.35, effort: 8.3e-6, latency: 22, waferRate: 39),
  ]

  static let names = table.map(\.name)

  /// The node whose inputs a model takes where nobody chooses one.
  static let standard = "5nm"
}

extension InputDeclaration {
  /// The same input with the node's figure as its default.
  func byNode(_ figure: KeyPath<ProcessNode, Double>) -> Self {
    var copy = self
    copy.defaultPer = ChoiceDefaults(
      input: "node",
      cases: ProcessNode.table.map { ChoiceDefaults.Case(choice: $0.name, value: .number($0[keyPath: figure])) })
    return copy
  }

  /// The same input with a default for each organisation of a package, in the order of `ChipUnitCost.organisations`.
  func byOrganisation(_ figures: [Double]) -> Self {
    var copy = self
    copy.defaultPer = ChoiceDefaults(
      input: "organisation",
      cases: zip(ChipUnitCost.organisations, figures).map {
        ChoiceDefaults.Case(choice: $0.0, value: .number($0.1))
      })
    return copy
  }
}
