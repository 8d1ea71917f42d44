/// Returns from each row to a number of rows later: what reports measure regimes against.
///
/// **Causality.** Row *i* looks at the rows after it. Forward returns belong in reports about the past;
/// they are never a feature and never an input of a backtest.
public struct ForwardReturns: Hashable, Sendable {
  /// The number of rows from which each return is compounded.
  public let horizonRows: Int

  /// The return from each row on, `nil` where it is undefined.
  ///
  /// Shape: `[n]`.
  public let values: [Double?]

  /// Takes over values that are known to be finite.
  init(checked values: [Double?], _ horizonRows: Int) {
    self.horizonRows = horizonRows
    self.values = values
  }

  /// Compounds the returns of one series.
  ///
  /// ```
  /// values[t] = product of (1 + r[t + k]) over k in 1...horizon, less 1
  /// ```
  ///
  /// - Parameters:
  ///   - returns: The simple return of each row since the row before, as a fraction, oldest first, `nil`
  ///     where it is missing. Shape: `[n]`.
  ///   - horizonRows: The number of rows; 1 or more.
  /// - Throws: ``RegimeInputError/horizonMissing(rows:)`` below 1, and
  ///   ``RegimeInputError/notFinite(field:row:value:)`` for a return or a product that is not finite.
  /// - Complexity: O(*n* · horizon).
  ///
  /// A value is `nil` where any of its rows is missing or lies beyond the end.
  public init(of returns: [Double?], horizonRows: Int) throws(RegimeInputError) {
    let growth = try Self.growth(of: returns, horizonRows, field: "return")
    self.horizonRows = horizonRows
    values = growth.map { value in value.map { $0 - 1 } }
  }

  /// Compounds the returns of a basket and of a benchmark and takes their difference.
  ///
  /// ```
  /// values[t] = product of (1 + basket[t + k]) - product of (1 + benchmark[t + k])
  /// ```
  ///
  /// - Parameters:
  ///   - basket: The simple return of the basket in each row, `nil` where it is missing. Shape: `[n]`.
  ///   - benchmark: The simple return of the benchmark. Shape: `[n]`.
  ///   - horizonRows: The number of rows *k* runs over; 1 or more.
  /// - Throws: ``RegimeInputError`` as ``init(of:horizonRows:)``, and for columns of different lengths.
  /// - Complexity: O(*n* · horizon).
  ///
  /// A value is `nil` where any row of either column is missing or lies beyond the end.
  public init(
    of basket: [Double?],
    minus benchmark: [Double?],
    horizonRows: Int
  ) throws(RegimeInputError) {
    guard benchmark.count == basket.count else {
      throw .countMismatch(
        field: "benchmark returns",
        expected: basket.count,
        found: benchmark.count
      )
    }
    let basketGrowth = try Self.growth(of: basket, horizonRows, field: "basket return")
    let benchmarkGrowth = try Self.growth(of: benchmark, horizonRows, field: "benchmark return")
    self.horizonRows = horizonRows
    var differences: [Double?] = []
    for (row, pair) in zip(basketGrowth, benchmarkGrowth).enumerated() {
      guard let left = pair.0, let right = pair.1 else {
        differences.append(nil)
        continue
      }
      let value = left - right
      guard value.isFinite else { throw .notFinite(field: "difference", row: row, value: value) }
      differences.append(value)
    }
    values = differences
  }

  /// The wealth that one unit becomes over the horizon after each row.
  private static func growth(
    of returns: [Double?],
    _ horizon: Int,
    field: String
  ) throws(RegimeInputError) -> [Double?] {
    guard horizon >= 1 else { throw .horizonMissing(rows: horizon) }
    for (row, value) in returns.enumerated() {
      guard let value, !value.isFinite else { continue }
      throw .notFinite(field: field, row: row, value: value)
    }
    var result: [Double?] = []
    result.reserveCapacity(returns.count)
    for row in returns.indices {
      guard let value = product(returns, from: row + 1, count: horizon) else {
        result.append(nil)
        continue
      }
      guard value.isFinite else { throw .notFinite(field: field, row: row, value: value) }
      result.append(value)
    }
    return result
  }

  private static func product(_ returns: [Double?], from start: Int, count: Int) -> Double? {
    guard count <= returns.count - start else { return nil }
    var wealth = 1.0
    for row in start..<(start + count) {
      guard let value = returns[row] else { return nil }
      wealth *= 1 + value
    }
    return wealth
  }
}
