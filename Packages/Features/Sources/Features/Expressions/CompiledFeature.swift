public import MarketModel

/// An expression that is ready to run over bars of one interval, one by one.
///
/// **Causality.** The value of bar *i* is a function of bars 0 through *i*; a part on longer bars
/// sees those that were complete before bar *i* closed.
public struct CompiledFeature: CausalTransform {
  /// A single value.
  public typealias Output = Double?

  /// The number of bars before the first value.
  ///
  /// Exact for an expression on the bars themselves. With a timeframe it is the largest number that
  /// can be needed where the calendar has no holiday, so that later bars always have a value.
  public let lookback: Int

  private var program: FeatureProgram

  init(_ program: FeatureProgram, lookback: Int) {
    self.program = program
    self.lookback = lookback
  }

  /// Consumes the next bar and returns the value of the expression.
  public mutating func update(_ bar: Bar) -> Double? {
    program.update(bar)
    return program.output(0)
  }
}

extension FeatureExpression {
  /// Returns the expression as a transform of fresh state.
  ///
  /// - Parameters:
  ///   - interval: The nominal duration of the bars that it will see.
  ///   - calendar: The clock and the sessions that decide when longer bars are complete.
  ///   - vocabulary: The indicators that can be called.
  /// - Returns: A transform; copies of it start afresh until they see a bar.
  /// - Throws: ``FeatureExpressionError`` when the vocabulary lacks an indicator, or the bars do
  ///   not make up whole bins of a timeframe.
  public func transform(
    of interval: BarInterval,
    calendar: TradingCalendar,
    in vocabulary: FeatureVocabulary = .standard
  ) throws(FeatureExpressionError) -> CompiledFeature {
    let program = try ProgramCompiler.compile(
      [node],
      .init(interval: interval, calendar: calendar, vocabulary: vocabulary)
    )
    return CompiledFeature(program, lookback: lookback(of: interval, calendar: calendar))
  }

  /// Returns the number of bars before the first value; see ``CompiledFeature/lookback``.
  public func lookback(of interval: BarInterval, calendar: TradingCalendar) -> Int {
    node.lookback { calendar.mostBars(in: $0, of: interval) }
  }

  /// Returns the column of the expression over the bars of a series.
  ///
  /// Equal to running the transform over the bars one by one, bit for bit.
  ///
  /// - Parameters:
  ///   - series: The bars, oldest first.
  ///   - name: The name of the column.
  ///   - calendar: The clock and the sessions that decide when longer bars are complete.
  ///   - vocabulary: The indicators that can be called.
  /// - Returns: One value for each bar.
  /// - Throws: As ``transform(of:calendar:in:)``.
  public func column(
    over series: BarSeries,
    named name: String,
    calendar: TradingCalendar,
    in vocabulary: FeatureVocabulary = .standard
  ) throws(FeatureExpressionError) -> FeatureColumn {
    let columns = try ProgramCompiler.columns(
      of: [node],
      named: [name],
      .init(
        interval: series.interval,
        calendar: calendar,
        vocabulary: vocabulary,
        series: series
      )
    )
    return columns[0]
  }
}
