internal import ConfigValidation
public import MarketModel

/// Wilder's average of the true range: how far a market usually moves in one bar.
///
/// Equal to TA-Lib's `ATR`; in units of price.
///
/// ## References
///
/// - J. W. Wilder (1978), *New Concepts in Technical Trading Systems*.
@frozen
public struct AverageTrueRange: CausalTransform, Hashable {
  @usableFromInline var range: TrueRange
  @usableFromInline var average: WilderAverage

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    range = TrueRange()
    average = WilderAverage(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { average.period }

  /// Consumes the next bar and returns the average true range.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    guard let range = range.update(bar) else { return nil }
    return average.update(value: range)
  }

  /// Writes the averages of all bars.
  @inlinable
  public func fill(_ columns: inout OutputColumns, over series: BarSeries) {
    var transform = self
    var row = 0
    // Four ranges at a time look at the close before them, which is none of the series' for its
    // first.
    while row < series.count, row == 0 || !transform.average.hasStarted {
      columns.set(transform.update(series[row]), at: row)
      row += 1
    }
    series.withPriceColumns { prices in
      while row &+ 4 <= series.count {
        let rows = PriceColumns.chunk(from: row, to: series.count)
        let averages = columns[0] + row
        prices.fillTrueRanges(averages, rows)
        transform.average.average.run(averages, into: averages, count: rows.count)
        row = rows.upperBound
      }
    }
    if row > 0 { transform.range = TrueRange(after: series[row - 1]) }
    transform.stream(&columns, over: series, rows: row..<series.count)
  }
}

extension AverageTrueRange {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "atr",
    summary: "Wilder's average of the true range, in units of price.",
    formula: "atr[i] = atr[i-1] + (tr[i] - atr[i-1]) / period",
    schema: ParameterSchema([.period(14)]),
    witness: "TA-Lib ATR"
  ) { parameters in AverageTrueRange(period: parameters.integer("period")) }
}
