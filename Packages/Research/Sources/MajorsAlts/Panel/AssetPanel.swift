public import Backtest
public import MarketModel

/// What is known of a set of assets, day by day: the input of the monitor.
///
/// Days are UTC days without gaps; assets are sorted by name. The order in which facts were stored
/// never matters. A missing value is missing: nothing is filled.
///
/// **Causality.** Facts of a day are visible at its end, the first instant of the next day.
public struct AssetPanel: Hashable, Sendable {
  /// The first day.
  public let firstDay: CivilDate

  /// The assets, in rising order of their names.
  public let assets: [Symbol]

  /// Closing prices in USD, all positive.
  public let price: DailyMatrix

  /// Market capitalisations in USD, all positive: a published zero means unknown.
  public let marketCap: DailyMatrix

  /// Traded values of the day in USD, not negative.
  public let volume: DailyMatrix

  /// The mean of the funding rates that were settled on the day, as a fraction for each settlement.
  public let fundingRate: DailyMatrix

  /// Open interest at the end of the day, in units of the asset; where the source says it in USD, divided by
  /// the price.
  public let openInterest: DailyMatrix

  /// The settlements of each asset's perpetual future, in the order of ``assets``.
  public let funding: [ReplayFunding?]

  /// Creates a panel.
  ///
  /// - Throws: ``PanelError`` when shapes differ, assets are not sorted and distinct, or there is no day.
  public init(
    firstDay: CivilDate,
    assets: [Symbol],
    price: DailyMatrix,
    marketCap: DailyMatrix,
    volume: DailyMatrix,
    fundingRate: DailyMatrix,
    openInterest: DailyMatrix,
    funding: [ReplayFunding?]
  ) throws(PanelError) {
    let days = price.dayCount
    guard days > 0, !assets.isEmpty else { throw .empty }
    for (index, asset) in assets.enumerated().dropFirst() where assets[index - 1] >= asset {
      throw .assetsNotSorted(asset)
    }
    for (name, matrix) in [
      ("price", price), ("marketcap", marketCap), ("volume", volume), ("funding", fundingRate),
      ("open_interest", openInterest),
    ] where matrix.dayCount != days || matrix.assetCount != assets.count {
      throw .shape(
        name,
        expectedDays: days,
        expectedAssets: assets.count,
        foundDays: matrix.dayCount,
        foundAssets: matrix.assetCount
      )
    }
    guard funding.count == assets.count else {
      throw .shape(
        "funding",
        expectedDays: days,
        expectedAssets: assets.count,
        foundDays: days,
        foundAssets: funding.count
      )
    }
    self.firstDay = firstDay
    self.assets = assets
    self.price = price
    self.marketCap = marketCap
    self.volume = volume
    self.fundingRate = fundingRate
    self.openInterest = openInterest
    self.funding = funding
  }

  /// The number of days.
  public var dayCount: Int { price.dayCount }

  /// A day by its position.
  public func day(_ index: Int) -> CivilDate { firstDay.advanced(byDays: index) }

  /// The position of an asset, or `nil`.
  public func index(of asset: Symbol) -> Int? {
    let position = assets.partitionPoint { $0 >= asset }
    return position < assets.count && assets[position] == asset ? position : nil
  }

  /// The simple close-to-close return of an asset on a day, or `nil` without both prices.
  public func dailyReturn(_ day: Int, _ asset: Int) -> Double? {
    guard day > 0, let now = price[day, asset], let before = price[day - 1, asset] else {
      return nil
    }
    return now / before - 1
  }

  /// Returns the panel as it was known at the end of one of its days.
  ///
  /// - Precondition: `count` lies inside `1...dayCount`.
  public func prefix(days count: Int) -> AssetPanel {
    let end = firstDay.advanced(byDays: count).startInUTC.nanoseconds
    return AssetPanel(
      checkedFirstDay: firstDay,
      assets: assets,
      price: price.prefix(days: count),
      marketCap: marketCap.prefix(days: count),
      volume: volume.prefix(days: count),
      fundingRate: fundingRate.prefix(days: count),
      openInterest: openInterest.prefix(days: count),
      funding: funding.map { payments in
        payments.flatMap { all in
          let kept = all.times.partitionPoint { $0 >= end }
          return try? ReplayFunding(
            times: Array(all.times[..<kept]),
            rates: Array(all.rates[..<kept])
          )
        }
      }
    )
  }

  private init(
    checkedFirstDay firstDay: CivilDate,
    assets: [Symbol],
    price: DailyMatrix,
    marketCap: DailyMatrix,
    volume: DailyMatrix,
    fundingRate: DailyMatrix,
    openInterest: DailyMatrix,
    funding: [ReplayFunding?]
  ) {
    self.firstDay = firstDay
    self.assets = assets
    self.price = price
    self.marketCap = marketCap
    self.volume = volume
    self.fundingRate = fundingRate
    self.openInterest = openInterest
    self.funding = funding
  }
}

/// Why facts do not form a panel.
public enum PanelError: Error, Hashable, Sendable {
  /// There is no day or no asset.
  case empty

  /// An asset is out of order or appears twice.
  case assetsNotSorted(Symbol)

  /// A fact has another shape than the prices.
  case shape(
    String,
    expectedDays: Int,
    expectedAssets: Int,
    foundDays: Int,
    foundAssets: Int
  )
}

extension PanelError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .empty: "expected at least one asset with at least one day, found none"
    case .assetsNotSorted(let asset):
      "assets: expected rising names, each once, found \(asset.name) out of order"
    case .shape(let fact, let days, let assets, let foundDays, let foundAssets):
      "\(fact): expected \(days) days of \(assets) assets, found \(foundDays) days of \(foundAssets)"
    }
  }
}
