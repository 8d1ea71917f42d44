public import MarketModel

extension CausalitySubject where World == BarWorld {
  /// Creates the subject of one feature of a set over the bars of the first series.
  ///
  /// - Parameters:
  ///   - entry: The feature.
  ///   - calendar: When the instrument trades, for features on longer bars.
  public init(_ entry: FeatureSet.Entry, calendar: TradingCalendar) {
    self.init(name: entry.name, kind: "feature", lookback: nil) { series in
      try FeatureSet([entry]).frame(over: series, calendar: calendar).columns
    }
  }

  /// Creates the subject of a target, which must see as many bars ahead as it declares.
  public init(_ target: any ForwardTarget) {
    self.init(
      name: target.name,
      kind: "target",
      claim: .seesAhead(bars: target.horizon),
      lookback: nil
    ) { world in
      let series = world.bars[0]
      let column = target.column(over: series)
      return [
        ReleasedColumn(
          name: column.name,
          visibleAt: series.closeTimes,
          values: (0..<column.count).map { column[$0] }
        )
      ]
    }
  }
}
