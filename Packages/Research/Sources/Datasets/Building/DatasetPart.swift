internal import Features
internal import MarketModel

/// Columns over the bars of one symbol, with the dates of the rows.
struct DatasetPart {
  let frame: FeatureFrame
  let dates: [CivilDate]
  let descriptions: [FeatureDescription]

  /// The number of bars before the first row that can be complete.
  var lookback: Int { descriptions.map(\.lookback).max() ?? 0 }

  /// The undefined values of the columns that have any.
  var losses: [DatasetReport.ColumnLoss] {
    frame.columns.compactMap { column in
      let warmUp = column.isDefined.firstIndex(of: true) ?? column.count
      let gaps = column.isDefined[warmUp...].count { !$0 }
      guard warmUp + gaps > 0 else { return nil }
      return .init(column: column.name, symbol: frame.symbol, warmUp: warmUp, gaps: gaps)
    }
  }
}

extension DatasetBuilder {
  /// Computes columns over the bars of a timescale.
  ///
  /// - Parameters:
  ///   - features: The columns.
  ///   - bars: The bars of the timescale.
  ///   - daily: The daily bars that they were put together from.
  ///   - timescale: The length of the rows.
  /// - Returns: One row for each bar.
  /// - Throws: ``DatasetError`` when a column cannot be computed on such bars.
  func part(
    _ features: FeatureSet,
    _ bars: BarSeries,
    of daily: BarSeries,
    _ timescale: Timescale
  ) throws(DatasetError) -> DatasetPart {
    guard let timeframe = timescale.timeframe else {
      let frame = try frame(features, over: bars)
      return DatasetPart(
        frame: frame,
        dates: frame.dates(in: calendar),
        descriptions: features.dictionary(of: bars.interval, calendar: calendar)
      )
    }
    let (own, others) = try split(features)
    let (base, longer) = (try frame(own, over: bars), try frame(others, over: daily))
    let joined: FeatureFrame
    do throws(FeatureFrameError) {
      joined = try base.joined(asOf: longer, .atClose).selecting(features.names)
    } catch {
      throw .join(error)
    }
    let descriptions =
      own.dictionary(of: bars.interval, calendar: calendar)
      + others.dictionary(of: daily.interval, calendar: calendar)
    return DatasetPart(
      frame: joined,
      dates: bars.labels(.lastDay, of: timeframe, calendar: calendar),
      descriptions: features.names.compactMap { name in
        descriptions.first { $0.name == name }
      }
    )
  }

  /// The columns on the bars themselves, and those that have a timeframe of their own.
  private func split(
    _ features: FeatureSet
  ) throws(DatasetError) -> (own: FeatureSet, others: FeatureSet) {
    do throws(FeatureSetError) {
      return (
        try FeatureSet(features.entries.filter { !$0.expression.hasTimeframe }),
        try FeatureSet(features.entries.filter(\.expression.hasTimeframe))
      )
    } catch {
      throw .features(error)
    }
  }

  private func frame(
    _ features: FeatureSet,
    over bars: BarSeries
  ) throws(DatasetError) -> FeatureFrame {
    do throws(FeatureExpressionError) {
      return try features.frame(over: bars, calendar: calendar)
    } catch {
      throw .expression(error)
    }
  }
}
