internal import MarketModel
internal import QuantMath

/// Chooses and weights alts at the end of a day.
///
/// **Causality.** The basket of day *i* uses days 0 through *i* only.
struct BasketSelector {
  let view: MarketView
  let settings: BasketSettings

  /// Whether an asset belongs to the universe on a day, as it was known then.
  let isListed: (_ asset: Int, _ day: Int) -> Bool

  /// The number of prices of each asset through each day.
  private let priceCounts: [[Int]]

  init(
    view: MarketView,
    settings: BasketSettings,
    isListed: @escaping (_ asset: Int, _ day: Int) -> Bool
  ) {
    self.view = view
    self.settings = settings
    self.isListed = isListed
    priceCounts = view.panel.assets.indices.map { asset in
      var count = 0
      return (0..<view.panel.dayCount).map { day in
        count += view.panel.price[day, asset] == nil ? 0 : 1
        return count
      }
    }
  }

  /// Returns the basket at the end of a day; empty when nothing qualifies.
  func basket(_ day: Int) -> AltBasket {
    let candidates = view.alts.filter { isListed($0, day) }
    let ranked =
      switch settings.selection {
      case .largest: largest(candidates, day)
      case .filtered: filtered(candidates, day)
      }
    let scored = ranked.prefix(settings.size).compactMap { asset in
      score(asset, day).map { (asset, $0) }
    }
    guard !scored.isEmpty else { return AltBasket(members: []) }
    let weights = cappedWeights(
      inProportionTo: scored.map(\.1),
      cap: settings.perNameCap
    )
    return AltBasket(
      members: zip(scored, weights).map { AltBasket.Member(asset: $0.0, share: $1) }
    )
  }

  /// By market capitalisation, ties by name: the panel is sorted by name and the sort keeps order.
  private func largest(_ candidates: [Int], _ day: Int) -> [Int] {
    let sized: [(asset: Int, size: Double)] = candidates.compactMap { asset in
      guard view.panel.price[day, asset] != nil, let cap = view.panel.marketCap[day, asset],
        cap >= settings.minimumMarketCap, let volume = view.panel.volume[day, asset],
        volume >= settings.minimumVolume
      else { return nil }
      return (asset, cap)
    }
    return inFallingOrder(sized)
  }

  private func filtered(_ candidates: [Int], _ day: Int) -> [Int] {
    let filters = settings.filters
    let sized: [(asset: Int, size: Double)] = candidates.compactMap { asset in
      guard view.panel.price[day, asset] != nil, let cap = view.panel.marketCap[day, asset],
        cap >= settings.minimumMarketCap,
        let volume = medianVolume(asset, day), volume >= settings.minimumVolume,
        priceCounts[asset][day] >= filters.minimumHistoryDays,
        let volatility = volatility(asset, day),
        volatility * filters.daysPerYear.squareRoot() <= filters.maximumVolatility,
        let correlation = correlationToMajors(asset, day),
        correlation >= filters.minimumCorrelation,
        let growth = view.growth(asset, day, days: 7), filters.momentum.contains(growth)
      else { return nil }
      return (asset, volume)
    }
    return inFallingOrder(sized)
  }

  private func inFallingOrder(_ sized: [(asset: Int, size: Double)]) -> [Int] {
    sized.sorted { $0.size != $1.size ? $0.size > $1.size : $0.asset < $1.asset }.map(\.asset)
  }

  private func score(_ asset: Int, _ day: Int) -> Double? {
    switch settings.weighting {
    case .equal: 1
    case .marketCap: view.panel.marketCap[day, asset]
    case .inverseVolatility:
      volatility(asset, day).flatMap { $0 > 0 ? 1 / $0 : nil }
    }
  }

  /// The median traded value of the newest 7 days that are known, or `nil` when fewer are.
  private func medianVolume(_ asset: Int, _ day: Int) -> Double? {
    guard day >= 6 else { return nil }
    let values = (day - 6...day).compactMap { view.panel.volume[$0, asset] }
    return values.count == 7 ? quantile(of: values, at: 0.5) : nil
  }

  /// The deviation of the newest 20 daily returns, or `nil` when one is missing.
  private func volatility(_ asset: Int, _ day: Int) -> Double? {
    guard day >= 19 else { return nil }
    let values = (day - 19...day).compactMap { view.returns[$0, asset] }
    return values.count == 20 ? sampleDeviation(values) : nil
  }

  /// The largest absolute correlation of 60 days to a major.
  private func correlationToMajors(_ asset: Int, _ day: Int) -> Double? {
    view.majors.compactMap { correlation(asset, $0, day) }.map(abs).max()
  }

  private func correlation(_ one: Int, _ other: Int, _ day: Int) -> Double? {
    let first = max(0, day - 59)
    let pairs: [(Double, Double)] = (first...day).compactMap { past in
      view.returns[past, one].flatMap { left in view.returns[past, other].map { (left, $0) } }
    }
    guard pairs.count >= settings.filters.minimumOverlap,
      let left = mean(pairs.map(\.0)), let right = mean(pairs.map(\.1))
    else { return nil }
    var (product, leftSquare, rightSquare) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      product.addProduct(x - left, y - right)
      leftSquare.addProduct(x - left, x - left)
      rightSquare.addProduct(y - right, y - right)
    }
    let scale = (leftSquare * rightSquare).squareRoot()
    return scale > 0 ? product / scale : nil
  }
}
