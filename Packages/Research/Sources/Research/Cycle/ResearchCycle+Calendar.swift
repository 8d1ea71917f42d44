internal import MarketModel

extension ResearchCycle {
  /// The calendar of the document's symbols.
  var calendar: TradingCalendar {
    switch loaded.config.pack.calendar {
    case .usEquities: .usEquities
    case .alwaysOpen: .alwaysOpen
    }
  }

  /// The number of bars in a year: what the document says, or what its calendar implies.
  ///
  /// US equities trade 252 days of 390 minutes, a market that never closes 365 days of 24 hours.
  var periodsPerYear: Double {
    if let stated = loaded.config.experiment.metrics.periodsPerYear { return stated }
    let (days, secondsPerDay) =
      switch loaded.config.pack.calendar {
      case .usEquities: (252.0, 23_400.0)
      case .alwaysOpen: (365.0, 86_400.0)
      }
    guard interval.isDailyOrLonger else { return days * secondsPerDay / Double(interval.seconds) }
    return days / (Double(interval.seconds) / 86_400)
  }
}
