public import MarketModel

/// Whether a price rises by some percent within the next bars: 1 or 0.
///
/// 1 where the largest price of bars *t* + 1 through *t* + *h* is at least
/// `close[t] * (1 + percent / 100)`, else 0. With 0 percent it is the direction: whether any later
/// price reaches today's close. Undefined in the last *h* rows, and where the close is not positive.
public struct ThresholdTarget: ForwardTarget, Hashable {
  /// The rise that counts, in percent.
  public let percent: Double

  /// The number of bars that are looked at.
  public let horizon: Int

  /// The price that must reach the level.
  public let price: TargetPrice

  /// Creates a target.
  ///
  /// - Throws: ``TargetError`` for a horizon or a threshold outside its range.
  public init(percent: Double, horizon: Int, price: TargetPrice) throws(TargetError) {
    try checkHorizon(horizon)
    guard (0...1_000).contains(percent) else { throw .threshold(percent: percent) }
    self.percent = percent
    self.horizon = horizon
    self.price = price
  }

  /// The name of the column, such as `label_h5_t1pct`.
  public var name: String { "label_h\(horizon)_t\(percentText(percent))pct" }

  /// The close, and the price that must reach the level.
  public var reads: [BarField] { price == .close ? [.close] : [.high, .close] }

  /// Returns 1 or 0 for every bar.
  public func column(over series: BarSeries) -> TargetColumn {
    let maxima = forwardMaximum(of: series.column(of: price), horizon: horizon)
    let factor = 1 + percent / 100
    return TargetColumn(
      name: name,
      horizon: horizon,
      zip(series.close, maxima).map { close, maximum in
        guard let maximum, close > 0 else { return nil }
        return maximum >= close * factor ? 1 : 0
      }
    )
  }
}

/// A percentage without a decimal point where it is whole.
func percentText(_ percent: Double) -> String {
  Int(exactly: percent).map { "\($0)" } ?? "\(percent)"
}
