/// What a plain order needs to know of a run, side by side, so that a fill touches little memory.
///
/// A plain order is a market order without exits. In a run of one symbol with linear costs and no delay it
/// fills by itself, at the close it was decided at or at the next open, as soon as nothing else is at work.
struct PlainTerms {
  /// Whether plain orders fill by themselves in this run.
  let isPossible: Bool
  let fillsAtOpen: Bool
  let sizesAllIn: Bool
  let isUnlimited: Bool
  let multiplier: Double
  let slippage: LinearSlippage
  let fee: LinearFee

  init(_ terms: Terms, _ recording: Recording, _ desks: [Desk]) {
    let isAlone = desks.count == 1 && desks[0].funding == nil && desks[0].options == nil
    let isImmediate =
      (terms.fillRule == .thisClose || terms.fillRule == .nextOpen) && terms.settings.latency.isNone
    isPossible =
      isAlone && isImmediate && terms.fee != nil && terms.slippage != nil && !terms.hasBorrowRate
      && !recording.keepsJournal && !recording.keepsDecisions
    fillsAtOpen = terms.fillRule == .nextOpen
    sizesAllIn = isAlone && terms.sizesAllIn && terms.lotSize == nil && desks[0].share == 1
    isUnlimited = terms.isUnlimited
    multiplier = isAlone ? desks[0].multiplier : 1
    slippage = terms.slippage ?? LinearSlippage(priceFraction: 0, perUnit: 0)
    fee = terms.fee ?? LinearFee(valueFraction: 0, perUnit: 0)
  }
}
