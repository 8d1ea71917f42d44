import Backtest
import DataLake
import MarketModel

/// Puts the rows of series into the matrices of a panel, collecting rows that cannot be true.
struct PanelAssembly {
  private let firstDay: CivilDate
  private let dayCount: Int
  private let assets: [Symbol]
  private let positions: [Symbol: Int]

  /// The first asset, by name, that is made of each coin.
  private let assetOfCoin: [Symbol: Symbol]

  private var price: DailyMatrix
  private var marketCap: DailyMatrix
  private var volume: DailyMatrix
  private var fundingRate: DailyMatrix
  private var openInterest: DailyMatrix
  private var funding: [ReplayFunding?]
  private var problems: [PanelRowProblem] = []
  private var problemCount = 0
  private var failure: PanelLoadError?

  /// Begins a panel of assets in rising order.
  init(firstDay: CivilDate, lastDay: CivilDate, assets: [Symbol]) {
    self.firstDay = firstDay
    self.assets = assets
    dayCount = lastDay.dayNumber - firstDay.dayNumber + 1
    positions = Dictionary(uniqueKeysWithValues: assets.enumerated().map { ($1, $0) })
    assetOfCoin = Dictionary(assets.map { ($0.denomination.base, $0) }) { first, _ in first }
    let none = DailyMatrix(dayCount: dayCount, assetCount: assets.count)
    (price, marketCap, volume, fundingRate, openInterest) = (none, none, none, none, none)
    funding = assets.map { _ in nil }
  }

  /// The asset of the panel that a symbol names, or `nil`.
  func asset(of symbol: Symbol) -> Symbol? {
    positions[symbol.asset].map { assets[$0] }
  }

  /// The asset of the panel that a perpetual is written on, or `nil`.
  func asset(ofPerpetual symbol: Symbol) -> Symbol? {
    let underlying = symbol.underlying
    return positions[underlying].map { assets[$0] } ?? assetOfCoin[underlying.denomination.base]
  }

  /// The position of a row's day and of the series' asset.
  private func place(_ series: PanelSeries, _ row: Int) -> (day: Int, asset: Int)? {
    positions[series.asset].map { (series.day(row).dayNumber - firstDay.dayNumber, $0) }
  }

  /// Adds the prices, each in USD for one unit of the asset.
  mutating func addPrices(_ all: [PanelSeries]) {
    for series in all {
      let units = series.key.symbol.unitsPerAsset
      addDaily(series, "price_usd") {
        $0 > 0 ? nil : "a positive price"
      } into: {
        $0.price[$1, $2] = $3 * units
      }
    }
  }

  /// Adds the series of another table.
  mutating func add(_ all: [PanelSeries]) {
    for series in all {
      switch series.key.table {
      case .marketcap:
        addDaily(series, "marketcap_usd") {
          $0 >= 0 ? nil : "zero or more"
        } into: {
          if $3 > 0 { $0.marketCap[$1, $2] = $3 }
        }
      case .volume:
        addDaily(series, "volume_usd") {
          $0 >= 0 ? nil : "zero or more"
        } into: {
          $0.volume[$1, $2] = $3
        }
      case .funding: addFunding(series)
      case .openInterest: addOpenInterest(series)
      default: break
      }
    }
  }

  /// The panel.
  func panel() throws(PanelLoadError) -> AssetPanel {
    if let failure { throw failure }
    guard problemCount == 0 else { throw .rows(problems, count: problemCount) }
    do throws(PanelError) {
      return try AssetPanel(
        firstDay: firstDay,
        assets: assets,
        price: price,
        marketCap: marketCap,
        volume: volume,
        fundingRate: fundingRate,
        openInterest: openInterest,
        funding: funding
      )
    } catch {
      throw .panel(error)
    }
  }

  private mutating func addDaily(
    _ series: PanelSeries,
    _ column: String,
    refusal: (Double) -> String?,
    into store: (inout PanelAssembly, Int, Int, Double) -> Void
  ) {
    for (row, value) in values(series, column).enumerated() {
      guard let value, let (day, asset) = place(series, row) else { continue }
      if let expected = refusal(value) {
        refuse(series, row, column, expected, value)
      } else {
        store(&self, day, asset, value)
      }
    }
  }

  /// Adds settlements, and their mean for each day.
  private mutating func addFunding(_ series: PanelSeries) {
    let rates = values(series, "rate").map { $0 ?? 0 }
    guard rates.count == series.times.count, let asset = positions[series.asset] else { return }
    var start = 0
    while start < rates.count, let (day, _) = place(series, start) {
      var (end, sum) = (start, 0.0)
      while end < rates.count, series.day(end) == series.day(start) {
        sum += rates[end]
        end += 1
      }
      fundingRate[day, asset] = sum / Double(end - start)
      start = end
    }
    do throws(BacktestError) {
      funding[asset] = try ReplayFunding(times: series.times, rates: rates)
    } catch {
      fail(series, "\(error)")
    }
  }

  /// Adds the last measurement of each day, in units of the asset.
  private mutating func addOpenInterest(_ series: PanelSeries) {
    let quantities = values(series, "open_interest")
    let worths = values(series, "open_interest_value")
    guard let own = positions[series.asset] else { return }
    let units =
      Double(series.key.symbol.underlying.denomination.units)
      / Double(assets[own].denomination.units)
    for row in series.times.indices {
      let isLast = row + 1 == series.times.count || series.day(row + 1) != series.day(row)
      guard isLast, let (day, asset) = place(series, row) else { continue }
      for (column, value) in [
        ("open_interest", quantities[row]), ("open_interest_value", worths[row]),
      ] {
        if let value, value < 0 { refuse(series, row, column, "zero or more", value) }
      }
      if let quantity = quantities[row] {
        openInterest[day, asset] = quantity * units
      } else if let worth = worths[row], let price = price[day, asset] {
        openInterest[day, asset] = worth / price
      }
    }
  }

  private mutating func values(_ series: PanelSeries, _ column: String) -> [Double?] {
    do throws(PanelLoadError) {
      return try series.values(column)
    } catch {
      if failure == nil { failure = error }
      return series.times.map { _ in nil }
    }
  }

  private mutating func fail(_ series: PanelSeries, _ reason: String) {
    guard failure == nil else { return }
    let time = Timestamp(nanoseconds: series.times[0])
    failure = .lake(.invalidRow(series: series.key, time: time, reason: reason))
  }

  private mutating func refuse(
    _ series: PanelSeries,
    _ row: Int,
    _ column: String,
    _ expected: String,
    _ found: Double
  ) {
    problemCount += 1
    guard problems.count < 20 else { return }
    problems.append(
      PanelRowProblem(
        series: series.key,
        time: Timestamp(nanoseconds: series.times[row]),
        column: column,
        expected: expected,
        found: found
      )
    )
  }
}
