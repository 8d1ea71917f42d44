public import MarketModel

/// Something that is wrong, or looks wrong, in a series of bars.
public struct QualityFinding: Hashable, Sendable {
  /// What was found.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Bars that the calendar expects are absent.
    case gap

    /// Bars lie where the calendar has none.
    case offSession = "off_session"

    /// A price is zero or negative.
    case nonPositivePrice = "non_positive_price"

    /// The low is not the lowest or the high not the highest of the four prices.
    case inconsistentPrices = "inconsistent_prices"

    /// A volume is negative.
    case negativeVolume = "negative_volume"

    /// Prices do not move over several bars.
    case staleRun = "stale_run"

    /// Bars of a run have prices that move, and no volume.
    case zeroVolume = "zero_volume"

    /// The close jumps by nearly a simple fraction, as at a split that was not corrected for.
    case suspectedSplit = "suspected_split"

    /// A return is far outside the spread of those around it.
    case outlier
  }

  /// What was found.
  public var kind: Kind

  /// The open time of the first bar concerned; of a gap, the close of the bar before it.
  public var first: Timestamp

  /// The open time of the last bar concerned; of a gap, the open of the bar after it.
  public var last: Timestamp

  /// The number of bars concerned; of a gap, those that are missing.
  public var bars: Int

  /// The measured values in words, such as `close 645.57 -> 93.7, ratio 0.1451 near 1:7`.
  public var evidence: String

  /// Creates a finding.
  public init(kind: Kind, first: Timestamp, last: Timestamp, bars: Int, evidence: String) {
    self.kind = kind
    self.first = first
    self.last = last
    self.bars = bars
    self.evidence = evidence
  }
}
