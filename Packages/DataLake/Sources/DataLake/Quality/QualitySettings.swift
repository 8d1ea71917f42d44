/// The thresholds by which bars are examined.
public struct QualitySettings: Hashable, Sendable {
  /// How many bars without any change of price make a stale run; at least two.
  public var staleRunLength: Int

  /// The window of log returns over which the usual spread is measured; odd, at least 21.
  public var outlierWindow: Int

  /// How many robust deviations from the median of its window make a return an outlier.
  public var outlierDeviations: Double

  /// How far a ratio of closes may lie from a simple fraction and still suggest a split.
  ///
  /// As a fraction of the ratio.
  public var splitTolerance: Double

  /// Creates settings.
  ///
  /// - Precondition: Every number is in the range that its property states, and positive.
  public init(
    staleRunLength: Int,
    outlierWindow: Int,
    outlierDeviations: Double,
    splitTolerance: Double
  ) {
    precondition(staleRunLength >= 2 && outlierWindow >= 21 && outlierWindow % 2 == 1)
    precondition(outlierDeviations > 0 && splitTolerance > 0)
    self.staleRunLength = staleRunLength
    self.outlierWindow = outlierWindow
    self.outlierDeviations = outlierDeviations
    self.splitTolerance = splitTolerance
  }

  /// Five equal bars, ten robust deviations over 63 returns, and fractions hit within three percent.
  public static let standard = QualitySettings(
    staleRunLength: 5,
    outlierWindow: 63,
    outlierDeviations: 10,
    splitTolerance: 0.03
  )
}
