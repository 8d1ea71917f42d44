public import MarketModel

/// A quantity of the bars after each bar: what a model is trained to predict.
///
/// **Causality.** None, by design. Row *t* is a function of bars 0 through *t* + ``horizon``, and the
/// last ``horizon`` rows are undefined, also where fewer bars would decide them: otherwise the newest
/// rows would hold only the outcomes that came early.
public protocol ForwardTarget: Sendable {
  /// The name of the column.
  var name: String { get }

  /// The number of bars after its own that a row depends on; positive.
  var horizon: Int { get }

  /// The fields of a bar that it reads, in the order of ``BarField``.
  var reads: [BarField] { get }

  /// Returns the value of every bar of a series.
  ///
  /// - Complexity: O(*n*) for the targets of this module, O(*n* · horizon) for barriers.
  func column(over series: BarSeries) -> TargetColumn
}

/// The price that must reach a level for a forward target to count it.
public enum TargetPrice: String, Hashable, Sendable, CaseIterable {
  /// The last price of each later bar.
  case close

  /// The highest price of each later bar.
  case high

  /// The field of a bar.
  public var field: BarField { self == .close ? .close : .high }
}

extension BarSeries {
  func column(of price: TargetPrice) -> [Double] { price == .close ? close : high }
}

/// Returns, for each position, the largest of the next `horizon` values; `nil` where some are missing.
///
/// - Complexity: O(*n*).
func forwardMaximum(of values: [Double], horizon: Int) -> [Double?] {
  var result = [Double?](repeating: nil, count: values.count)
  var window = RollingExtremum(period: horizon, largest: true)
  for (index, value) in values.enumerated() {
    let largest = window.update(value: value)
    // The window that ends here holds the values after this position; the first value has none before.
    if index >= horizon { result[index - horizon] = largest }
  }
  return result
}

/// Throws unless a horizon is positive and not absurd.
func checkHorizon(_ horizon: Int) throws(TargetError) {
  guard (1...TargetError.longestHorizon).contains(horizon) else { throw .horizon(found: horizon) }
}
