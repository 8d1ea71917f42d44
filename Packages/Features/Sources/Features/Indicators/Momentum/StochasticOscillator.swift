internal import ConfigValidation
public import MarketModel

/// Where the close lies in the range of the last bars, smoothed, and its own average.
///
/// The position is 0 at the lowest low and 100 at the highest high of *period* bars; *k* is its
/// mean over
/// `kPeriod` bars, *d* the mean of *k* over `dPeriod` bars. Equal to TA-Lib's `STOCH` with simple
/// averages; a period of one for *k* gives the fast form. While the range is nothing the position is
/// undefined, and averages begin anew after it.
///
/// ## References
///
/// - G. C. Lane (1984), "Lane's Stochastics", *Technical Analysis of Stocks & Commodities* 2(3).
@frozen
public struct StochasticOscillator: CausalTransform, Hashable {
  /// The two values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["k", "d"]

    /// The smoothed position in the range, 0 to 100.
    public var k: Double?

    /// The mean of `k`.
    public var d: Double?

    /// Creates an output.
    @inlinable
    public init(k: Double?, d: Double?) {
      self.k = k
      self.d = d
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? { index == 0 ? k : d }
  }

  @usableFromInline var highest: RollingExtremum
  @usableFromInline var lowest: RollingExtremum
  @usableFromInline var positions: RollingSum
  @usableFromInline var smoothed: RollingSum
  @usableFromInline var hasBegun: Bool

  /// Creates the oscillator of an empty stream.
  ///
  /// - Precondition: Periods are positive.
  @inlinable
  public init(period: Int, kPeriod: Int, dPeriod: Int) {
    highest = RollingExtremum(period: period, largest: true)
    lowest = RollingExtremum(period: period, largest: false)
    positions = RollingSum(period: kPeriod)
    smoothed = RollingSum(period: dPeriod)
    hasBegun = false
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { highest.period + positions.period + smoothed.period - 3 }

  /// Consumes the next bar and returns *k* and *d*.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    let none = Output(k: nil, d: nil)
    hasBegun = true
    // Adding zero makes both zeros one, so that it does not matter which of them is found.
    let high = highest.update(value: bar.high + 0)
    let low = lowest.update(value: bar.low + 0)
    guard let high, let low else { return none }
    guard high > low else {
      positions.removeAll()
      smoothed.removeAll()
      return none
    }
    let position = 100 * ((bar.close - low) / (high - low))
    guard let k = positions.mean(adding: position), let d = smoothed.mean(adding: k) else {
      return none
    }
    return Output(k: k, d: d)
  }

  /// Writes the outputs of all bars.
  @inlinable
  public func fill(_ columns: inout OutputColumns, over series: BarSeries) {
    let isDone = !hasBegun && series.count > lookback && fillWithoutGaps(&columns, series)
    if isDone { return }
    var transform = self
    transform.stream(&columns, over: series, rows: 0..<series.count)
  }

  /// Writes the outputs of all bars where no range is nothing.
  ///
  /// - Returns: Whether that was so.
  @inlinable
  func fillWithoutGaps(_ columns: inout OutputColumns, _ series: BarSeries) -> Bool {
    let first = highest.period - 1
    let (averages, found) = (columns[0], columns[1])
    var isGapFree = true
    series.withPriceColumns { prices in
      let extremes = WindowExtremes(period: highest.period)
      var row = first
      while row < series.count, isGapFree {
        let rows = row..<min(row + extremes.chunkRows, series.count)
        extremes.prepare(prices, rows: rows)
        isGapFree = Self.fillPositions(found, prices, extremes, rows)
        row = rows.upperBound
      }
    }
    guard isGapFree else { return false }
    positions.means(of: found + first, into: averages + first, count: series.count - first)
    let second = first + positions.period - 1
    smoothed.means(of: averages + second, into: found + second, count: series.count - second)
    columns.setUndefined(before: lookback)
    return true
  }

  /// Writes where the closes of some rows lie in the ranges that have been prepared.
  ///
  /// - Returns: Whether every range is something.
  @inlinable
  static func fillPositions(
    _ found: UnsafeMutablePointer<Double>,
    _ prices: PriceColumns,
    _ extremes: borrowing WindowExtremes,
    _ rows: Range<Int>
  ) -> Bool {
    let (found, close) = (found + rows.lowerBound, prices.close + rows.lowerBound)
    var smallest = Lanes(repeating: .infinity)
    var row = 0
    while row &+ 4 <= rows.count {
      let low = load(extremes.lows, row)
      let range = load(extremes.highs, row) - low
      smallest = least(smallest, range)
      store(100 * ((load(close, row) - low) / range), found, row)
      row &+= 4
    }
    while row < rows.count {
      let low = extremes.lows[row]
      let range = extremes.highs[row] - low
      if !(range > 0) { return false }
      found[row] = 100 * ((close[row] - low) / range)
      row &+= 1
    }
    return least(smallest) > 0
  }
}

extension StochasticOscillator {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "stochastic",
    summary: "Where the close lies in the recent range, smoothed, and its average.",
    formula: "k = sma(100 * (close - lowest) / (highest - lowest), k_period); d = sma(k, d_period)",
    schema: ParameterSchema([
      .period(14), .period(named: "k_period", 3), .period(named: "d_period", 3),
    ]),
    witness: "TA-Lib STOCH"
  ) { parameters in
    StochasticOscillator(
      period: parameters.integer("period"),
      kPeriod: parameters.integer("k_period"),
      dPeriod: parameters.integer("d_period")
    )
  }
}
