public import MarketModel

/// The value of an account over time, with the capital that it started from.
///
/// The starting capital is not a point of the curve: it is the value before the first point, so that
/// a loss in the first period is a return and a drawdown like any other.
public struct EquityCurve: Hashable, Sendable {
  /// The capital before the first point, in account currency; above zero.
  public let startingEquity: Double

  /// The instants of the points, strictly increasing.
  public let times: [Timestamp]

  /// The value of the account at each instant, in account currency.
  ///
  /// May be zero or negative for an account on borrowed money.
  public let values: [Double]

  /// Creates a curve.
  ///
  /// - Throws: ``MetricError/nonPositiveStartingEquity(_:)``,
  ///   ``MetricError/lengthMismatch(series:expected:found:)``,
  ///   ``MetricError/nonFiniteValue(series:index:value:)`` and
  ///   ``MetricError/timesNotIncreasing(index:)``.
  /// - Complexity: O(*n*).
  public init(
    startingEquity: Double,
    times: [Timestamp],
    values: [Double]
  ) throws(MetricError) {
    guard startingEquity > 0, startingEquity.isFinite else {
      throw .nonPositiveStartingEquity(startingEquity)
    }
    guard times.count == values.count else {
      throw .lengthMismatch(series: "equity", expected: times.count, found: values.count)
    }
    try requireFinite(values, series: "equity")
    for index in times.indices.dropFirst() where times[index] <= times[index - 1] {
      throw .timesNotIncreasing(index: index)
    }
    self.startingEquity = startingEquity
    self.times = times
    self.values = values
  }

  /// The number of points.
  public var count: Int { values.count }

  /// The last value, or the starting capital of a curve without points.
  public var finalEquity: Double { values.last ?? startingEquity }

  /// The simple return of each period whose starting value is above zero, oldest first.
  ///
  /// A period that begins with nothing or with debt has no return and is left out; the shape is `[n]`
  /// for every curve that stays above zero.
  ///
  /// - Complexity: O(*n*).
  public var returns: [Double] {
    var previous = startingEquity
    var result: [Double] = []
    result.reserveCapacity(values.count)
    for value in values {
      // The quotient of a tiny and a huge number can overflow; such a step has no usable return.
      if previous > 0, let step = (value / previous - 1).ifFinite { result.append(step) }
      previous = value
    }
    return result
  }

  /// The change of the account's value in each period, in account currency; shape `[n]`.
  public var profits: [Double] {
    var previous = startingEquity
    return values.map { value in
      defer { previous = value }
      return value - previous
    }
  }
}
