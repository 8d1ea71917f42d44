internal import ConfigValidation
public import MarketModel

/// The running sum of volume, added where the close rose and subtracted where it fell.
///
/// Equal to TA-Lib's `OBV`, which begins at the first bar's volume.
///
/// ## References
///
/// - J. Granville (1963), *Granville's New Key to Stock Market Profits*.
@frozen
public struct OnBalanceVolume: CausalTransform, Hashable {
  @usableFromInline var total: Double
  @usableFromInline var previousClose: Double?

  /// Creates the sum of an empty stream.
  @inlinable
  public init() {
    total = 0
    previousClose = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the running sum.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    guard let last = previousClose else {
      total = bar.volume
      return total
    }
    total += (bar.close > last ? bar.volume : 0) - (bar.close < last ? bar.volume : 0)
    return total
  }

  /// Writes the running sums of all bars.
  @inlinable
  public func fill(_ columns: inout OutputColumns, over series: BarSeries) {
    guard !series.isEmpty else { return }
    var transform = self
    transform.stream(&columns, over: series, rows: 0..<1)
    var row = 1
    series.withPriceColumns { prices in
      while row &+ 4 <= series.count {
        let rows = PriceColumns.chunk(from: row, to: series.count)
        let totals = columns[0]
        while row < rows.upperBound {
          let (close, last) = (load(prices.close, row), load(prices.close - 1, row))
          let volume = load(prices.volume, row)
          store(
            keep(volume, where: close .> last) - keep(volume, where: close .< last),
            totals,
            row
          )
          row &+= 4
        }
        var total = transform.total
        for row in rows {
          total += totals[row]
          totals[row] = total
        }
        transform.total = total
      }
    }
    transform.previousClose = series.close[row - 1]
    transform.stream(&columns, over: series, rows: row..<series.count)
  }
}

extension OnBalanceVolume {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "obv",
    summary: "The running sum of volume, signed by the change of the close.",
    formula: "obv[i] = obv[i-1] + sign(close[i] - close[i-1]) * volume[i]; obv[0] = volume[0]",
    schema: ParameterSchema([]),
    witness: "TA-Lib OBV"
  ) { _ in OnBalanceVolume() }
}
