internal import Features
public import MarketModel

/// The monitor's features of every day of a panel, raw and as z-scores.
///
/// **Causality.** Row *i* uses the panel's days 0 through *i* and is visible at the end of day *i*.
public struct MonitorFeatureTable: Hashable, Sendable {
  /// The first day.
  public let firstDay: CivilDate

  /// The number of days before the first that may be used.
  public let burnInDays: Int

  private let raw: [DailyColumn]
  private let scores: [DailyColumn]

  /// Computes the features of a panel.
  ///
  /// - Parameters:
  ///   - panel: The facts.
  ///   - majors: The majors; assets that the panel lacks do not count.
  ///   - bitcoin: The asset whose dominance, volatility and open interest are watched.
  ///   - excluded: Assets that are neither majors nor alts.
  ///   - settings: The windows.
  /// - Complexity: O(days · assets · windows).
  public init(
    _ panel: AssetPanel,
    majors: [Symbol],
    bitcoin: Symbol,
    excluded: Set<Symbol>,
    settings: FeatureSettings
  ) {
    let view = MarketView(panel, majors: majors, bitcoin: bitcoin, excluded: excluded)
    var columns = [DailyColumn?](repeating: nil, count: MonitorFeature.allCases.count)
    let families = [
      breadthColumns(view), dominanceColumns(view), fundingColumns(view),
      openInterestColumns(view), liquidityColumns(view), volatilityColumns(view),
      momentumColumns(view),
    ]
    for (feature, column) in families.joined() { columns[feature.position] = column }
    raw = columns.map { $0 ?? DailyColumn(repeating: nil, count: panel.dayCount) }
    scores = raw.map { Self.scores(of: $0, window: settings.zScoreDays) }
    firstDay = panel.firstDay
    burnInDays = settings.burnInDays
  }

  /// The number of days.
  public var dayCount: Int { raw[0].count }

  /// The raw value of a feature on a day, or `nil` where it is undefined.
  public func raw(_ feature: MonitorFeature, _ day: Int) -> Double? { raw[feature.position][day] }

  /// The z-score of a feature on a day over the newest defined values, or `nil` where it is undefined.
  public func score(_ feature: MonitorFeature, _ day: Int) -> Double? {
    scores[feature.position][day]
  }

  /// Whether a day lies behind the burn-in: earlier rows enter no regime, backtest or evaluation.
  public func isValid(_ day: Int) -> Bool { day >= burnInDays }

  /// Whether any perpetual's funding of alts and majors was known on a day.
  public func hasFunding(_ day: Int) -> Bool { raw(.fundingSkew, day) != nil }

  private static func scores(of column: DailyColumn, window: Int) -> DailyColumn {
    var score = ZScore(period: window, divisor: .sample, input: .close)
    return column.map { value in value.flatMap { score.update(value: $0) } }
  }
}

/// The windows of the monitor's features.
public struct FeatureSettings: Hashable, Sendable {
  /// The number of leading days that only fill windows.
  public var burnInDays: Int

  /// The number of defined values over which z-scores are taken.
  public var zScoreDays: Int

  /// Creates settings.
  public init(burnInDays: Int, zScoreDays: Int) {
    self.burnInDays = burnInDays
    self.zScoreDays = zScoreDays
  }
}
