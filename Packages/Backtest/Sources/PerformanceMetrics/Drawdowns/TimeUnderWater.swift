/// How long an account spends below its running peak.
public struct TimeUnderWater: Hashable, Sendable {
  /// The number of drawdown episodes.
  public let episodes: Int

  /// The share of points that lie below the running peak, 0 to 1.
  public let share: Double

  /// The largest number of consecutive points below the running peak.
  public let longestPeriods: Int

  /// The mean number of consecutive points below the running peak, or `nil` without an episode.
  public let meanPeriods: Double?

  /// The mean depth of the episodes as a fraction of the peak, or `nil` without an episode.
  public let meanDepth: Double?
}

/// Returns how long an account spends below its running peak.
///
/// - Parameter curve: The account's value over time.
/// - Returns: The figures, or `nil` for a curve without points.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func timeUnderWater(of curve: EquityCurve) -> TimeUnderWater? {
  guard curve.count > 0 else { return nil }
  let episodes = curve.drawdownEpisodes()
  let periods = episodes.reduce(0) { $0 + $1.periodsUnderWater }
  let count = Double(episodes.count)
  return TimeUnderWater(
    episodes: episodes.count,
    share: Double(periods) / Double(curve.count),
    longestPeriods: episodes.map(\.periodsUnderWater).max() ?? 0,
    meanPeriods: quotient(Double(periods), count),
    meanDepth: quotient(episodes.reduce(0) { $0 + $1.depth }, count)
  )
}
