public import MarketModel

/// What happens to a bin that is not complete when the bars end.
public enum LastBin: String, Hashable, Sendable, CaseIterable {
  /// It is left out, so that more bars never change a longer bar.
  case dropped

  /// It is kept as far as it is known; later bars will change it.
  case keptIncomplete
}

/// The date under which a longer bar is shown.
///
/// Labels name bars in tables and files. They decide nothing about time: a bar is visible from its
/// close time, whatever its label says.
public enum BinLabel: String, Hashable, Sendable, CaseIterable {
  /// The first civil day of the bin: the Monday of a week.
  case firstDay

  /// The last civil day of the bin: the Friday of a week that ends on Friday.
  case lastDay

  /// The date of the first bar.
  case firstBar

  /// The date on which the bin is complete: that of its last session.
  case completion
}

extension BarSeries {
  /// Returns the longer bars of a timeframe, each closing at the instant at which it is complete.
  ///
  /// Runs a ``BarAggregator``, so the result equals the streaming form. The calendar knows closures
  /// that nobody foresaw (four days of September 2001) as if they had been foreseen; that moves the
  /// close of such a bar to its last session, and no value of a feature to an earlier bar.
  ///
  /// **Causality.** With ``LastBin/dropped`` the result over the first bars of a series is a prefix
  /// of the result over all of them.
  ///
  /// - Parameters:
  ///   - timeframe: Which bars are put together.
  ///   - calendar: The clock and the sessions of what the bars trade.
  ///   - lastBin: What happens to a last bin that is not complete.
  /// - Returns: Bars whose nominal interval is that of the timeframe.
  /// - Throws: ``ResamplingError``.
  /// - Complexity: O(*n*).
  public func resampled(
    to timeframe: Timeframe,
    calendar: TradingCalendar,
    lastBin: LastBin = .dropped
  ) throws(ResamplingError) -> BarSeries {
    var aggregator = try BarAggregator(timeframe, of: interval, calendar: calendar)
    var bars: [Bar] = []
    for index in 0..<count {
      let completed = try aggregator.update(self[index])
      if let bar = completed.earlier { bars.append(bar) }
      if let bar = completed.current { bars.append(bar) }
    }
    if lastBin == .keptIncomplete, let bar = aggregator.incomplete { bars.append(bar) }
    do {
      return try BarSeries(
        symbol: symbol,
        interval: timeframe.interval(from: interval),
        bars: bars
      )
    } catch {
      throw .series(error)
    }
  }

  /// Returns the dates under which the bars of a resampled series are shown; shape `[count]`.
  ///
  /// - Parameters:
  ///   - label: Which date of the bin.
  ///   - timeframe: The timeframe that the series was resampled to.
  ///   - calendar: The calendar that it was resampled by.
  /// - Returns: Rising dates. Groups of bars and intraday bins have the date of their first bar as
  ///   first day and that of their close as last.
  public func labels(
    _ label: BinLabel,
    of timeframe: Timeframe,
    calendar: TradingCalendar
  ) -> [CivilDate] {
    let dates = openTimes.map { calendar.date(of: Timestamp(nanoseconds: $0)) }
    guard let first = dates.first, label != .firstBar else { return dates }
    let rule = BinRule(timeframe, of: interval, calendar: calendar, origin: first)
    return zip(dates, closeTimes).map { date, close in
      // A bin may end at midnight, which already has the next date.
      let end = calendar.date(of: Timestamp(nanoseconds: close - 1))
      guard label != .completion else { return end }
      switch timeframe {
      case .bars, .intraday: return label == .firstDay ? date : end
      case .days, .weeks, .months:
        let span = rule.calendarSpan(of: date)
        return label == .firstDay ? span.lowerBound : span.upperBound
      }
    }
  }
}
