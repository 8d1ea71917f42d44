public import MarketModel

extension FeatureSet {
  /// Returns the set as one computation of fresh state; parts that expressions share run once.
  ///
  /// - Parameters:
  ///   - interval: The nominal duration of the bars that it will see.
  ///   - calendar: The clock and the sessions that decide when longer bars are complete.
  ///   - vocabulary: The indicators that can be called.
  /// - Returns: A stream of rows.
  /// - Throws: ``FeatureExpressionError`` when the vocabulary lacks an indicator, or the bars do
  ///   not make up whole bins of a timeframe.
  public func stream(
    of interval: BarInterval,
    calendar: TradingCalendar,
    in vocabulary: FeatureVocabulary = .standard
  ) throws(FeatureExpressionError) -> FeatureStream {
    FeatureStream(
      names: names,
      try ProgramCompiler.compile(
        entries.map(\.expression.node),
        .init(interval: interval, calendar: calendar, vocabulary: vocabulary)
      )
    )
  }

  /// Returns a table with one row for each bar of a series and one column for each entry.
  ///
  /// Equal to running the stream over the bars one by one, bit for bit: indicators of stored prices
  /// fill whole columns, everything else is the streaming form itself.
  ///
  /// **Causality.** Row *i* holds what bars 0 through *i* say and becomes visible at the close of
  /// bar *i*; cutting the series short never changes the rows that are left.
  ///
  /// - Parameters:
  ///   - series: The bars, oldest first.
  ///   - calendar: The clock and the sessions that decide when longer bars are complete.
  ///   - vocabulary: The indicators that can be called.
  /// - Returns: The table, with the rows before the look-back still in it; see
  ///   ``FeatureFrame/droppingUndefinedRows()``.
  /// - Throws: As ``stream(of:calendar:in:)``.
  /// - Complexity: O(bars · parts).
  public func frame(
    over series: BarSeries,
    calendar: TradingCalendar,
    in vocabulary: FeatureVocabulary = .standard
  ) throws(FeatureExpressionError) -> FeatureFrame {
    let columns = try ProgramCompiler.columns(
      of: entries.map(\.expression.node),
      named: names,
      .init(
        interval: series.interval,
        calendar: calendar,
        vocabulary: vocabulary,
        series: series
      )
    )
    return FeatureFrame(
      unchecked: series.symbol,
      series.interval,
      openTimes: series.openTimes,
      closeTimes: series.closeTimes,
      columns: columns
    )
  }
}

/// The expressions of a set, running over bars one by one.
///
/// A value: a copy made before the first bar starts afresh.
public struct FeatureStream: Sendable {
  /// The names of the values, in order.
  public let names: [String]

  private var program: FeatureProgram

  init(names: [String], _ program: FeatureProgram) {
    self.names = names
    self.program = program
  }

  /// Consumes the next bar.
  ///
  /// - Complexity: O(parts) amortized; allocates only where longer bars or gaps make parts start.
  public mutating func update(_ bar: Bar) {
    program.update(bar)
  }

  /// The value of a column at the newest bar, or `nil` while it is undefined.
  ///
  /// - Precondition: `position` lies inside `0..<names.count`.
  public subscript(position: Int) -> Double? { program.output(position) }
}
