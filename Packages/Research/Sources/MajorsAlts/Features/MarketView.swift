internal import MarketModel
internal import QuantMath

/// A panel as the features see it: who is Bitcoin, who are the majors, who are the alts.
struct MarketView {
  let panel: AssetPanel

  /// The position of Bitcoin, or `nil` when the panel lacks it.
  let bitcoin: Int?

  /// The positions of the majors that the panel has, in its order.
  let majors: [Int]

  /// The positions of the alts, in the panel's order.
  let alts: [Int]

  /// The simple return of each asset on each day.
  let returns: DailyMatrix

  init(_ panel: AssetPanel, majors: [Symbol], bitcoin: Symbol, excluded: Set<Symbol>) {
    self.panel = panel
    self.bitcoin = panel.index(of: bitcoin)
    self.majors = panel.assets.indices.filter { majors.contains(panel.assets[$0]) }
    alts = panel.assets.indices.filter {
      !majors.contains(panel.assets[$0]) && !excluded.contains(panel.assets[$0])
    }
    var returns = DailyMatrix(dayCount: panel.dayCount, assetCount: panel.assets.count)
    for day in 0..<panel.dayCount {
      for asset in panel.assets.indices {
        returns[day, asset] = panel.dailyReturn(day, asset)
      }
    }
    self.returns = returns
  }

  /// The defined values of some assets on a day, in their order.
  func values(of matrix: DailyMatrix, _ day: Int, _ assets: [Int]) -> [Double] {
    assets.compactMap { matrix[day, $0] }
  }

  /// The mean return over the newest days of one asset, or `nil` when a day is missing.
  func meanReturn(_ asset: Int, _ day: Int, days: Int) -> Double? {
    guard day + 1 >= days else { return nil }
    var sum = 0.0
    for back in 0..<days {
      guard let value = returns[day - back, asset] else { return nil }
      sum += value
    }
    return sum / Double(days)
  }

  /// The growth of an asset's price over a number of days as a fraction, or `nil` without both prices.
  func growth(_ asset: Int, _ day: Int, days: Int) -> Double? {
    guard day >= days, let now = panel.price[day, asset],
      let before = panel.price[day - days, asset]
    else { return nil }
    return now / before - 1
  }
}

/// One value a day, or nothing.
typealias DailyColumn = [Double?]

extension DailyColumn {
  /// The change over a number of days; defined where both ends are.
  func change(over days: Int) -> DailyColumn {
    indices.map { day in
      guard day >= days, let now = self[day], let before = self[day - days] else { return nil }
      return now - before
    }
  }

  /// What a function makes of the newest values; defined where all of them are.
  func trailing(_ days: Int, _ body: ([Double]) -> Double?) -> DailyColumn {
    indices.map { day in
      guard day + 1 >= days else { return nil }
      let window = self[(day + 1 - days)...day].compactMap { $0 }
      return window.count == days ? body(window) : nil
    }
  }

  /// The difference of two columns; defined where both are.
  static func - (left: DailyColumn, right: DailyColumn) -> DailyColumn {
    zip(left, right).map { one, other in
      guard let one, let other else { return nil }
      return one - other
    }
  }
}

/// The mean of some values, or `nil` without any.
func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

/// The standard deviation with *n* − 1, or `nil` for fewer than two values.
func sampleDeviation(_ values: [Double]) -> Double? {
  guard values.count > 1, let center = mean(values) else { return nil }
  let squares = values.reduce(0) { $0.addingProduct($1 - center, $1 - center) }
  return (squares / Double(values.count - 1)).squareRoot()
}

/// The median of some values, or `nil` without any.
func median(_ values: [Double]) -> Double? { quantile(of: values, at: 0.5) }
