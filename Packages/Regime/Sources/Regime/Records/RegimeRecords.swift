public import MarketModel

extension RegimeRecord {
  /// Labels all bars of a symbol, as rows for the lake.
  ///
  /// - Parameters:
  ///   - series: The bars.
  ///   - calendar: When the instrument trades.
  ///   - spreads: Bid-ask spreads as fractions of the price, or `nil` without quotes.
  ///   - settings: The rules.
  ///   - configHash: See ``configHash``.
  /// - Returns: One row for each bar.
  public static func records(
    of series: BarSeries,
    calendar: TradingCalendar,
    spreads: VisibleSeries?,
    settings: RegimeSettings,
    configHash: String
  ) -> [RegimeRecord] {
    RegimeDetector.readings(
      of: series,
      calendar: calendar,
      spreads: spreads,
      settings: settings
    ).map {
      RegimeRecord($0, symbol: series.symbol, interval: series.interval, configHash: configHash)
    }
  }

  /// Labels a market by the vote of its members, as rows for the lake.
  ///
  /// The session is that of the newest bar that closes with the row.
  ///
  /// - Parameters:
  ///   - members: The members' bars, all of one duration, in any order; those of other symbols are ignored.
  ///   - scope: The name of the market, such as ``equities``.
  ///   - calendar: When the market trades.
  ///   - settings: The rules.
  ///   - configHash: See ``configHash``.
  /// - Returns: One row for each instant at which a member's bar closes; none without members.
  /// - Precondition: The series have one interval.
  public static func records(
    ofMarket members: [BarSeries],
    scope: String,
    calendar: TradingCalendar,
    settings: RegimeSettings,
    configHash: String
  ) -> [RegimeRecord] {
    let voters = members.filter { bars in
      settings.risk.members.contains { $0.symbol == bars.symbol }
    }
    guard let interval = voters.first?.interval else { return [] }
    precondition(voters.allSatisfy { $0.interval == interval }, "members have one interval")
    let opens = newestOpens(of: voters)
    return settings.risk.readings(over: voters, volatility: settings.volatility).map { reading in
      let open = opens.first(closing: reading.time)
      return RegimeRecord(
        reading,
        scope: scope,
        interval: interval,
        session: SessionRegime(ofBarOpening: open ?? reading.time, calendar: calendar),
        configHash: configHash
      )
    }
  }

  private static func newestOpens(of voters: [BarSeries]) -> [(close: Int64, open: Int64)] {
    voters.flatMap { Array(zip($0.closeTimes, $0.openTimes)) }
      .map { (close: $0.0, open: $0.1) }
      .sorted { ($0.close, -$0.open) < ($1.close, -$1.open) }
  }
}

extension [(close: Int64, open: Int64)] {
  /// The open time of the first bar that closes at an instant.
  fileprivate func first(closing instant: Timestamp) -> Timestamp? {
    let position = partitionPoint { $0.close >= instant.nanoseconds }
    guard position < count, self[position].close == instant.nanoseconds else { return nil }
    return Timestamp(nanoseconds: self[position].open)
  }
}
