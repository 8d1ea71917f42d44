public import MarketModel

/// The return over the next bars: `close[t + h] / close[t] - 1`.
///
/// Undefined in the last *h* rows, and where the close is not positive.
public struct ForwardReturn: ForwardTarget, Hashable {
  /// The number of bars between the two closes.
  public let horizon: Int

  /// Creates a target.
  ///
  /// - Throws: ``TargetError/horizon(found:)``.
  public init(horizon: Int) throws(TargetError) {
    try checkHorizon(horizon)
    self.horizon = horizon
  }

  /// The name of the column, such as `return_h5`.
  public var name: String { "return_h\(horizon)" }

  /// The close.
  public var reads: [BarField] { [.close] }

  /// Returns the return of every bar, as a fraction.
  public func column(over series: BarSeries) -> TargetColumn {
    let close = series.close
    return TargetColumn(
      name: name,
      horizon: horizon,
      close.indices.map { row in
        row + horizon < close.count ? returnFrom(close[row], to: close[row + horizon]) : nil
      }
    )
  }
}

/// The largest return within the next bars: `max(price[t+1...t+h]) / close[t] - 1`.
///
/// Undefined in the last *h* rows, and where the close is not positive.
public struct MaximumForwardReturn: ForwardTarget, Hashable {
  /// The number of bars that are looked at.
  public let horizon: Int

  /// The price whose maximum counts.
  public let price: TargetPrice

  /// Creates a target.
  ///
  /// - Throws: ``TargetError/horizon(found:)``.
  public init(horizon: Int, price: TargetPrice) throws(TargetError) {
    try checkHorizon(horizon)
    self.horizon = horizon
    self.price = price
  }

  /// The name of the column, such as `max_return_h5`.
  public var name: String { "max_return_h\(horizon)" }

  /// The close, and the price whose maximum counts.
  public var reads: [BarField] { price == .close ? [.close] : [.high, .close] }

  /// Returns the largest return of every bar, as a fraction.
  public func column(over series: BarSeries) -> TargetColumn {
    let maxima = forwardMaximum(of: series.column(of: price), horizon: horizon)
    return TargetColumn(
      name: name,
      horizon: horizon,
      zip(series.close, maxima).map { close, maximum in
        maximum.flatMap { returnFrom(close, to: $0) }
      }
    )
  }
}

/// The largest price of the next bars: `max(price[t+1...t+h])`.
///
/// Undefined in the last *h* rows.
public struct FutureMaximum: ForwardTarget, Hashable {
  /// The number of bars that are looked at.
  public let horizon: Int

  /// The price whose maximum counts.
  public let price: TargetPrice

  /// Creates a target.
  ///
  /// - Throws: ``TargetError/horizon(found:)``.
  public init(horizon: Int, price: TargetPrice) throws(TargetError) {
    try checkHorizon(horizon)
    self.horizon = horizon
    self.price = price
  }

  /// The name of the column, such as `future_max_h5`.
  public var name: String { "future_max_h\(horizon)" }

  /// The price whose maximum counts.
  public var reads: [BarField] { [price.field] }

  /// Returns the largest price of every bar.
  public func column(over series: BarSeries) -> TargetColumn {
    TargetColumn(
      name: name,
      horizon: horizon,
      forwardMaximum(of: series.column(of: price), horizon: horizon)
    )
  }
}

private func returnFrom(_ start: Double, to end: Double) -> Double? {
  guard start > 0 else { return nil }
  let change = end / start - 1
  return change.isFinite ? change : nil
}
