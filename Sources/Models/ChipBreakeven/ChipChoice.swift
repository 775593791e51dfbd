import Formulas

/// The strategies against each other for a volume of merchant-equivalents.
struct ChipChoice<L: Lane> {
  /// Present value of serving the volume under the strategy (USD).
  let cost: L
  /// The same for one merchant-equivalent, the design cost apart (USD).
  let unitCost: L
  /// What the strategy saves against buying (USD).
  let saving: L
  let chipsBought: L
  let breakevenVolume: L
  let leastEquivalents: L
  let requiredImprovement: L
  let requiredSpend: L
  /// Addends of the cost (USD).
  let fixedPaid: L
  let chips: L
  let host: L
  let facility: L
  let energy: L
  let maintenance: L

  init(_ input: ModelInputs<L>, design: ChipDesign<L>, merchant: MerchantChip<L>, own: OwnChip<L>) {
    let buys = input["strategy"] .== 0
    let volume = input["volume"]
    let infinity = L(.infinity)
    let merchantUnit = merchant.capital + merchant.opex
    let ownUnit = own.capital + own.opex
    let ratio = own.equivalents.replacing(with: L(1), where: own.hasNoCost)
    let perEquivalent = (ownUnit / ratio).replacing(with: infinity, where: own.hasNoCost)
    let ownVolume = volume / ratio
    let bought = volume * merchantUnit
    let built = own.fixed + volume * perEquivalent

    cost = built.replacing(with: bought, where: buys)
    unitCost = perEquivalent.replacing(with: merchantUnit, where: buys)
    saving = (bought - built).replacing(with: L(0), where: buys)
    chipsBought = ownVolume.replacing(with: infinity, where: own.hasNoCost).replacing(with: volume, where: buys)
    breakevenVolume = BreakEven.volume(fixed: own.fixed, merchant: merchantUnit, customPerEquivalent: perEquivalent)
    leastEquivalents = BreakEven.leastEquivalents(custom: ownUnit, merchant: merchantUnit)
    requiredImprovement = BreakEven.requiredImprovement(ratio: bought / own.fixed)
    let margin = own.partnerMargin.replacing(with: L(0), where: own.partnerMargin .>= 1)
    requiredSpend = BreakEven.requiredSpend(
      fixed: own.fixed, vendorMargin: input["vendor_margin"], partnerMargin: margin
    ).replacing(with: infinity, where: own.partnerMargin .>= 1)

    fixedPaid = own.fixed.replacing(with: L(0), where: buys)
    func term(_ merchantPart: L, _ ownPart: L) -> L {
      (ownVolume * ownPart).replacing(with: infinity, where: own.hasNoCost)
        .replacing(with: volume * merchantPart, where: buys)
    }
    chips = term(merchant.price, own.price)
    host = term(merchant.host, own.host)
    facility = term(merchant.facility, own.facility)
    energy = term(merchant.energy, own.energy)
    maintenance = term(merchant.maintenance, own.maintenance)
  }
}
