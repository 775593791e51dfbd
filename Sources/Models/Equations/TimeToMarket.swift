import Formulas

/// Weeks from the first line of layout to packaged chips, and what creating the chip costs.
///
/// Source: Ning et al. 2023 (ISCA, Supply Chain Aware Computer Architecture), with the cost terms of Khazraee et al. 2017
/// (Moonwalk).
enum TimeToMarket {
  static let hoursPerWeek = 168.0
  /// Working hours of an engineer's week.
  static let workPerWeek = 40.0

  /// Engineering hours to lay out a number of unique transistors.
  static func tapeoutEffort<L: Lane>(uniqueTransistors: L, hoursPerTransistor: L) -> L {
    96 + uniqueTransistors * hoursPerTransistor
  }

  /// Calendar weeks for that effort, of which a share is split among the engineers.
  static func tapeout<L: Lane>(effort: L, engineers: L, parallelShare: L) -> L {
    effort * ((1 - parallelShare) + parallelShare / engineers) / workPerWeek
  }

  /// Wafers for a number of dies.
  static func wafers<L: Lane>(dies: L, goodDiesPerWafer: L) -> L { dies / goodDiesPerWafer }

  /// Weeks in the fab: the queue, one wafer's passage, and the wafers at the rate (wafers per hour) one gets.
  static func fab<L: Lane>(queue: L, latency: L, wafers: L, waferRate: L) -> L {
    queue + latency + wafers / (waferRate * hoursPerWeek)
  }

  /// Weeks of test and assembly for chips of a number of transistors and an area (mm2).
  static func assembly<L: Lane>(base: L, transistors: L, areaMM2: L) -> L {
    base + transistors * 9.2e-11 + areaMM2 * 1.5e-5
  }

  /// Wafers per hour that one week of time to market stands against: 1 over its derivative by the wafer rate.
  static func agility<L: Lane>(wafers: L, waferRate: L) -> L { waferRate * waferRate * hoursPerWeek / wafers }

  /// Licences of design tools (USD): 5,000 an engineer-week.
  static func tools<L: Lane>(effort: L) -> L { effort * (5000 / workPerWeek) }

  /// Pay of the back-end engineers (USD): 100,000 a year each, for the calendar weeks of tape-out.
  static func pay<L: Lane>(engineers: L, weeks: L) -> L { engineers * weeks * (100_000.0 / 52) }

  /// Back-end labour (USD) at a price a gate, of six transistors.
  static func gates<L: Lane>(uniqueTransistors: L, pricePerGate: L) -> L { uniqueTransistors * pricePerGate / 6 }

  /// Design of a flip-chip package (USD).
  static let packageDesign = 105_000.0
}
