public import MarketModel

/// Which of three barriers the price touches first: profit (1), stop (-1) or time.
///
/// From the close of bar *t* the path of bars *t* + 1 through *t* + *h* is followed. The profit
/// barrier lies `profit` widths above `close[t]`, the stop barrier `stop` widths below; a width is
/// a fixed fraction of the close, or the volatility known at *t*.
///
/// **First touch.** A bar that opens at or beyond a barrier touches that one: the open comes first. A bar
/// that opens between the barriers and whose range reaches both counts as a stop, since bars do not say
/// which price came first and the label must not flatter.
///
/// Undefined in the last *h* rows (also when an earlier bar would decide), where the close is not
/// positive, and before the volatility is known.
///
/// References: López de Prado (2018), *Advances in Financial Machine Learning*, chapter 3.
public struct TripleBarrier: ForwardTarget, Hashable {
  /// What the distance of the barriers is measured in.
  public enum Width: Hashable, Sendable {
    /// Fractions of the close: a profit of 0.02 lies two percent above it.
    case fraction

    /// Sample standard deviations of the last close-to-close returns, as many as `window`.
    case volatility(window: Int)
  }

  /// The label of a path that reaches neither price barrier.
  public enum TimeLabel: String, Hashable, Sendable, CaseIterable {
    /// Zero.
    case zero

    /// The sign of the return at the end of the path.
    case sign
  }

  /// A touch: which barrier, and after how many bars.
  public struct Touch: Hashable, Sendable {
    /// 1 for the profit barrier, -1 for the stop, else what ``TimeLabel`` says.
    public let label: Double

    /// The number of bars after *t* at which the path ended; at most the horizon.
    public let barsHeld: Int

    /// Creates a touch.
    public init(label: Double, barsHeld: Int) {
      self.label = label
      self.barsHeld = barsHeld
    }
  }

  /// The distance of the profit barrier in widths, or `nil` for none.
  public let profit: Double?

  /// The distance of the stop barrier in widths, or `nil` for none.
  public let stop: Double?

  /// What distances are measured in.
  public let width: Width

  /// The number of bars until the time barrier.
  public let horizon: Int

  /// The label of a path that ends at the time barrier.
  public let timeLabel: TimeLabel

  /// Creates a target.
  ///
  /// - Throws: ``TargetError`` for a horizon out of range, a distance that is not positive and finite, a
  ///   window shorter than two returns, or no price barrier at all.
  public init(
    profit: Double?,
    stop: Double?,
    width: Width,
    horizon: Int,
    timeLabel: TimeLabel
  ) throws(TargetError) {
    try checkHorizon(horizon)
    for (name, distance) in [("profit", profit), ("stop", stop)] {
      guard let distance else { continue }
      guard distance > 0, distance.isFinite else {
        throw .conflict(target: Self.label, rule: "\(name): expected above 0, found \(distance)")
      }
    }
    guard profit != nil || stop != nil else {
      throw .conflict(
        target: Self.label,
        rule: "expected a profit or a stop barrier, found neither"
      )
    }
    if case .volatility(let window) = width, window < 2 {
      throw .conflict(target: Self.label, rule: "window: expected 2 or more, found \(window)")
    }
    self.profit = profit
    self.stop = stop
    self.width = width
    self.horizon = horizon
    self.timeLabel = timeLabel
  }

  static let label = "triple_barrier"

  /// The name of the column, such as `triple_barrier_h10`.
  public var name: String { "\(Self.label)_h\(horizon)" }

  /// All prices.
  public var reads: [BarField] { [.open, .high, .low, .close] }

  /// Returns the label of every bar.
  public func column(over series: BarSeries) -> TargetColumn {
    TargetColumn(name: name, horizon: horizon, touches(over: series).map { $0?.label })
  }

  /// Returns the touch of every bar, `nil` where it is undefined.
  ///
  /// - Complexity: O(*n* · horizon) at worst.
  public func touches(over series: BarSeries) -> [Touch?] {
    let widths = widths(over: series)
    return (0..<series.count).map { row in
      guard row + horizon < series.count, series.close[row] > 0, let width = widths[row] else {
        return nil
      }
      return touch(from: row, width: width, in: series)
    }
  }

  private func touch(from row: Int, width: Double, in series: BarSeries) -> Touch {
    let start = series.close[row]
    let upper = profit.map { start * (1 + $0 * width) } ?? .infinity
    let lower = stop.map { start * (1 - $0 * width) } ?? -.infinity
    for later in row + 1...row + horizon {
      let held = later - row
      if series.open[later] >= upper { return Touch(label: 1, barsHeld: held) }
      if series.low[later] <= lower { return Touch(label: -1, barsHeld: held) }
      if series.high[later] >= upper { return Touch(label: 1, barsHeld: held) }
    }
    let change = series.close[row + horizon] - start
    let sign: Double = change > 0 ? 1 : change < 0 ? -1 : 0
    return Touch(label: timeLabel == .sign ? sign : 0, barsHeld: horizon)
  }

  private func widths(over series: BarSeries) -> [Double?] {
    guard case .volatility(let window) = width else {
      return [Double?](repeating: 1, count: series.count)
    }
    var moments = RollingMoments(period: window)
    return series.close.indices.map { row in
      guard row > 0 else { return nil }
      let change = series.close[row] / series.close[row - 1] - 1
      guard series.close[row - 1] > 0, change.isFinite else {
        moments = RollingMoments(period: window)
        return nil
      }
      moments.push(change)
      guard moments.isFull, let deviation = moments.standardDeviation(.sample), deviation > 0
      else { return nil }
      return deviation
    }
  }
}
