internal import Features
public import MarketModel

/// The liquidity family, one bar at a time.
///
/// A spread that is unknown or too old satisfies no rule about spreads: without quotes a market may be
/// low or normal by its volume, never high and never dried up.
public struct LiquidityRule: Sendable {
  /// What one bar says.
  public struct Reading: Hashable, Sendable {
    /// The state, or `nil` during warm-up.
    public var regime: LiquidityRegime?

    /// The spread as a fraction of the price, or `nil` when unknown.
    public var spread: Double?

    /// The share of the earlier volumes that lie below the newest, or `nil` during warm-up.
    public var volumeRank: Double?

    /// How much of what the rule wants to see it saw.
    public var evidence: Double
  }

  private let settings: RegimeSettings.Liquidity
  private var rank: RollingPercentileRank
  private var seen = 0

  /// Creates the rule before its first bar.
  public init(_ settings: RegimeSettings.Liquidity) {
    self.settings = settings
    rank = RollingPercentileRank(period: settings.volumeMemory, input: .volume)
  }

  /// Consumes the next bar.
  ///
  /// - Parameters:
  ///   - bar: The bar.
  ///   - spread: The newest visible spread as a fraction of the price, or `nil` when unknown.
  /// - Returns: The state after the bar.
  public mutating func update(_ bar: Bar, spread: Double?) -> Reading {
    seen = min(seen + 1, settings.volumeMemory)
    let volumeRank = rank.update(bar)
    let filled = Double(seen) / Double(settings.volumeMemory)
    return Reading(
      regime: regime(spread: spread, rank: volumeRank),
      spread: spread,
      volumeRank: volumeRank,
      evidence: (filled + (spread == nil ? 0 : 1)) / 2
    )
  }

  private func regime(spread: Double?, rank: Double?) -> LiquidityRegime? {
    if let spread, spread > settings.driedAbove { return .dried }
    if let spread, spread > settings.lowAbove { return .low }
    guard let rank else { return nil }
    if rank < settings.lowRankBelow { return .low }
    if let spread, spread < settings.highBelow, rank > settings.highRankAbove { return .high }
    return .normal
  }
}
