internal import Features
public import MarketModel

/// The trend family, one bar at a time.
///
/// `strength = |fast - slow| / range` and `slope = (fast - fast one bar ago) / range`, of exponential
/// averages that start at a simple mean. Where the average true range is zero there is no trend.
public struct TrendRule: Sendable {
  /// What one bar says.
  public struct Reading: Hashable, Sendable {
    /// The state, or `nil` during warm-up.
    public var regime: TrendRegime?

    /// The distance of the averages in ranges, or `nil` where it is undefined.
    public var strength: Double?

    /// The change of the fast average in ranges, or `nil` where it is undefined.
    public var slope: Double?

    /// The share of the bars that warm-up needs.
    public var evidence: Double
  }

  private let settings: RegimeSettings.Trend
  private var fast: ExponentialMovingAverage
  private var slow: ExponentialMovingAverage
  private var range: AverageTrueRange
  private var previousFast: Double?
  private var seen = 0

  /// Creates the rule before its first bar.
  public init(_ settings: RegimeSettings.Trend) {
    self.settings = settings
    fast = ExponentialMovingAverage(
      period: settings.fastPeriod,
      seeding: .simpleMean,
      input: .close
    )
    slow = ExponentialMovingAverage(
      period: settings.slowPeriod,
      seeding: .simpleMean,
      input: .close
    )
    range = AverageTrueRange(period: settings.rangePeriod)
  }

  /// Consumes the next bar.
  public mutating func update(_ bar: Bar) -> Reading {
    seen += 1
    let (newFast, newSlow, newRange) = (fast.update(bar), slow.update(bar), range.update(bar))
    defer { previousFast = newFast }
    var reading = Reading(regime: nil, strength: nil, slope: nil, evidence: 0)
    reading.evidence = min(1, Double(seen) / Double(settings.minimumBars))
    if let newFast, let newSlow, let previousFast, let newRange, newRange > 0 {
      reading.strength = abs(newFast - newSlow) / newRange
      reading.slope = (newFast - previousFast) / newRange
    }
    guard seen >= settings.minimumBars else { return reading }
    reading.regime = regime(strength: reading.strength ?? 0, slope: reading.slope ?? 0)
    return reading
  }

  private func regime(strength: Double, slope: Double) -> TrendRegime {
    guard strength > settings.strengthAbove else { return .range }
    if slope > settings.slopeBeyond { return .up }
    return slope < -settings.slopeBeyond ? .down : .range
  }
}
