/// How much more the holders of alts pay for their leverage than those of majors.
func fundingColumns(_ view: MarketView) -> FeatureColumns {
  func rate(_ assets: [Int], _ day: Int) -> Double? {
    let known = assets.filter { view.panel.fundingRate[day, $0] != nil }
    // Weighted by the value at stake where that is known of all, evenly otherwise: a mixture of both would
    // let the assets without open interest vanish or rule.
    let stakes = known.compactMap { asset in
      view.panel.openInterest[day, asset].flatMap { units in
        view.panel.price[day, asset].map { units * $0 }
      }
    }
    let weights =
      stakes.count == known.count ? stakes : [Double](repeating: 1, count: known.count)
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    var sum = 0.0
    for (asset, weight) in zip(known, weights) {
      sum.addProduct(weight, view.panel.fundingRate[day, asset] ?? 0)
    }
    return sum / total
  }
  let skew: DailyColumn = (0..<view.panel.dayCount).map { day in
    guard let alts = rate(view.alts, day), let majors = rate(view.majors, day) else { return nil }
    return alts - majors
  }
  return [
    (.fundingSkew, skew), (.fundingSkew3, skew.trailing(3, mean)),
    (.fundingHeating, skew.trailing(10, mean) - skew.trailing(20, mean)),
  ]
}

/// How fast leverage on Bitcoin builds up.
///
/// With *c* the growth of open interest over 3 days, `clamp(100 * c / 50, 0, 1)`: growth by a half counts as
/// full risk. Market capitalisation stands in where open interest is not known.
func openInterestColumns(_ view: MarketView) -> FeatureColumns {
  let column: DailyColumn = (0..<view.panel.dayCount).map { day in
    guard let bitcoin = view.bitcoin, day >= 3 else { return nil }
    func level(_ day: Int) -> Double? { view.panel.openInterest[day, bitcoin] }
    func stand(_ day: Int) -> Double? { view.panel.marketCap[day, bitcoin] }
    guard let move = view.growth(bitcoin, day, days: 3) else { return nil }
    let pair = level(day).flatMap { now in level(day - 3).map { (now, $0) } }
    guard
      let (now, before) = pair ?? stand(day).flatMap({ now in stand(day - 3).map { (now, $0) } }),
      before > 0
    else { return nil }
    let base = min(max(100 * (now / before - 1) / 50, 0), 1)
    return move > 0 ? base : base * 0.5
  }
  return [(.openInterestRisk, column)]
}
