internal import Features
public import MarketModel

/// The volatility family, one bar at a time.
///
/// The score is `(v - mean) / stdev`, where `v` is the newest realised volatility and mean and sample
/// deviation are those of the newest `memory` of them, `v` included. Where they do not vary the score is
/// undefined and the label is normal.
public struct VolatilityRule: Sendable {
  /// What one bar says.
  public struct Reading: Hashable, Sendable {
    /// The state, or `nil` during warm-up.
    public var regime: VolatilityRegime?

    /// The realised volatility per bar, or `nil` before enough returns.
    public var volatility: Double?

    /// The score, or `nil` where it is undefined.
    public var score: Double?

    /// The share of the memory that is filled.
    public var evidence: Double
  }

  private let settings: RegimeSettings.Volatility
  private var volatility: RealisedVolatility
  private var memory: RollingMoments

  /// Creates the rule before its first bar.
  public init(_ settings: RegimeSettings.Volatility) {
    self.settings = settings
    volatility = RealisedVolatility(period: settings.returnBars, periodsPerYear: 1)
    memory = RollingMoments(period: settings.memory)
  }

  /// Consumes the next bar.
  public mutating func update(_ bar: Bar) -> Reading {
    let value = volatility.update(bar)
    if let value { memory.push(value) }
    var reading = Reading(regime: nil, volatility: value, score: nil, evidence: 0)
    reading.evidence = Double(memory.count) / Double(settings.memory)
    guard let value, memory.count >= settings.minimumMemory else { return reading }
    if let mean = memory.mean, let deviation = memory.standardDeviation(.sample),
      deviation > mean * .ulpOfOne * Double(memory.count)
    {
      reading.score = (value - mean) / deviation
    }
    reading.regime = regime(of: reading.score ?? 0)
    return reading
  }

  private func regime(of score: Double) -> VolatilityRegime {
    if score > settings.spikeAbove { return .spike }
    if score > settings.highAbove { return .high }
    return score < settings.lowBelow ? .low : .normal
  }
}
