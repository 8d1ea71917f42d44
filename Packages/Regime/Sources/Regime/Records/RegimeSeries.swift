public import MarketModel

/// The columns under which strategies see regimes.
///
/// A family's number is the raw value of its case (``VolatilityRegime``, ``TrendRegime``, …); its series
/// begins with the first label.
public enum RegimeSeries {
  /// The names of all families' series, in the order of the table's columns.
  public static let names = [
    VolatilityRegime.seriesName, TrendRegime.seriesName, LiquidityRegime.seriesName,
    SessionRegime.seriesName, RiskRegime.seriesName,
  ]

  /// Returns one visible series for each family that has labels in rows of one scope.
  ///
  /// - Parameters:
  ///   - records: The rows of one scope and timeframe, in any order.
  ///   - scope: The scope to take; rows of others are left out.
  /// - Returns: The series in the order of ``names``; families without any label are left out.
  /// - Throws: ``RegimeError/unknownLabel(family:label:timestamp:)`` when a label is none of its family's.
  public static func visibleSeries(
    from records: [RegimeRecord],
    scope: String
  ) throws(RegimeError) -> [VisibleSeries] {
    let rows = records.filter { $0.scope == scope }.sorted { $0.timestamp < $1.timestamp }
    return try [
      series(of: VolatilityRegime.self, rows, \.volatility),
      series(of: TrendRegime.self, rows, \.trend),
      series(of: LiquidityRegime.self, rows, \.liquidity),
      series(of: SessionRegime.self, rows, \.session),
      series(of: RiskRegime.self, rows, \.risk),
    ].compactMap { $0 }
  }

  private static func series<Label: RegimeLabel>(
    of type: Label.Type,
    _ rows: [RegimeRecord],
    _ column: KeyPath<RegimeRecord, String?>
  ) throws(RegimeError) -> VisibleSeries? {
    var (times, codes): ([Int64], [Double]) = ([], [])
    for row in rows {
      guard let text = row[keyPath: column] else { continue }
      guard let label = Label(label: text) else {
        throw .unknownLabel(family: Label.seriesName, label: text, timestamp: row.timestamp)
      }
      times.append(row.timestamp.nanoseconds)
      codes.append(label.code)
    }
    guard !times.isEmpty else { return nil }
    do throws(SeriesError) {
      return try VisibleSeries(name: Label.seriesName, visibleAt: times, values: codes)
    } catch {
      throw .series(error)
    }
  }
}

/// An error that names a row that cannot be a regime.
public enum RegimeError: Error, Hashable, Sendable {
  /// A label is none of its family's.
  case unknownLabel(family: String, label: String, timestamp: Timestamp)

  /// The rows do not make a series.
  case series(SeriesError)
}
