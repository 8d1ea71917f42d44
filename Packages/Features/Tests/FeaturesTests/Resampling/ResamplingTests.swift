import Features
import MarketModel
import Testing

@Suite("Resampling")
struct ResamplingTests {
  static let calendar = TradingCalendar.usEquities

  /// From a Tuesday on; the first Monday is Martin Luther King day, Good Friday is in it.
  static let daily: BarSeries? = try? SessionBars.daily(calendar, from: .on(2019, 1, 15), count: 90)

  @Test("takes first open, highest high, lowest low, last close and summed volume")
  func aggregates() throws {
    let series = try #require(Self.daily)
    let groups = try series.resampled(to: .bars(5), calendar: Self.calendar)
    #expect(groups.count == 18)
    for index in 0..<groups.count {
      let members = (5 * index)..<(5 * index + 5)
      #expect(groups.openTimes[index] == series.openTimes[members.lowerBound])
      #expect(groups.closeTimes[index] == series.closeTimes[members.upperBound - 1])
      #expect(groups.open[index] == series.open[members.lowerBound])
      #expect(groups.high[index] == series.high[members].max())
      #expect(groups.low[index] == series.low[members].min())
      #expect(groups.close[index] == series.close[members.upperBound - 1])
      #expect(groups.volume[index] == series.volume[members].reduce(0, +))
    }
    #expect(groups.interval == BarInterval("5d"))
  }

  @Test("closes a week with its last session, holidays included")
  func closesWeeks() throws {
    let weeks = try #require(Self.daily).resampled(to: .week, calendar: Self.calendar)
    let labels = weeks.labels(.completion, of: .week, calendar: Self.calendar)
    #expect(labels.prefix(3) == [.on(2019, 1, 18), .on(2019, 1, 25), .on(2019, 2, 1)])
    // Good Friday 2019 is the 19th of April: the week closes on Thursday.
    #expect(labels.contains(.on(2019, 4, 18)))
    let mondays = weeks.labels(.firstDay, of: .week, calendar: Self.calendar)
    #expect(mondays[1] == .on(2019, 1, 21))
    let firstBars = weeks.labels(.firstBar, of: .week, calendar: Self.calendar)
    #expect(firstBars[1] == .on(2019, 1, 22))
    let fridays = Timeframe.weeks(1, ending: .friday)
    #expect(
      weeks.labels(.lastDay, of: fridays, calendar: Self.calendar)[1] == .on(2019, 1, 25)
    )
  }

  @Test("puts the same sessions into weeks that end on Friday and on Sunday")
  func fridayWeeksHoldTheSameSessions() throws {
    let series = try #require(Self.daily)
    let fridays = try series.resampled(
      to: .weeks(1, ending: .friday),
      calendar: Self.calendar
    )
    #expect(try series.resampled(to: .week, calendar: Self.calendar) == fridays)
    let crypto = try SessionBars.daily(.alwaysOpen, from: .on(2020, 1, 1), count: 40)
    let ends = try crypto.resampled(to: .weeks(1, ending: .friday), calendar: .alwaysOpen)
      .labels(.completion, of: .weeks(1, ending: .friday), calendar: .alwaysOpen)
    #expect(ends.allSatisfy { $0.weekday == 5 })
  }

  @Test("counts calendar bins from the first date and drops empty ones")
  func countsCalendarBins() throws {
    let series = try #require(Self.daily)
    let bins = try series.resampled(to: .days(2), calendar: Self.calendar)
    let starts = bins.labels(.firstDay, of: .days(2), calendar: Self.calendar)
    // The 19th and 20th are a weekend, and the 21st is a holiday.
    #expect(
      starts.prefix(5) == [
        .on(2019, 1, 15), .on(2019, 1, 17), .on(2019, 1, 21), .on(2019, 1, 23), .on(2019, 1, 25),
      ]
    )
    #expect(bins.volume[2] == series.volume[4])
  }

  @Test("ends months with their last session")
  func endsMonths() throws {
    let months = try #require(Self.daily).resampled(to: .month, calendar: Self.calendar)
    #expect(
      months.labels(.completion, of: .month, calendar: Self.calendar) == [
        .on(2019, 1, 31), .on(2019, 2, 28), .on(2019, 3, 29), .on(2019, 4, 30),
      ]
    )
    #expect(
      months.labels(.lastDay, of: .month, calendar: Self.calendar)[2] == .on(2019, 3, 31)
    )
  }

  @Test("counts quarters from January")
  func countsQuarters() throws {
    let series = try SessionBars.daily(Self.calendar, from: .on(2019, 2, 4), count: 260)
    let quarters = try series.resampled(to: .months(3), calendar: Self.calendar)
    #expect(
      quarters.labels(.completion, of: .months(3), calendar: Self.calendar) == [
        .on(2019, 3, 29), .on(2019, 6, 28), .on(2019, 9, 30), .on(2019, 12, 31),
      ]
    )
  }

  @Test("leaves out a last bin that is not complete, or keeps it when asked")
  func lastBin() throws {
    let series = try #require(Self.daily).slice(0..<6)
    #expect(try series.resampled(to: .week, calendar: Self.calendar).count == 1)
    let kept = try series.resampled(
      to: .week,
      calendar: Self.calendar,
      lastBin: .keptIncomplete
    )
    #expect(kept.count == 2)
    #expect(kept.closeTimes[1] == series.closeTimes[5])
  }

  @Test("completes a week without its Friday bar when the next week opens, at Friday's close")
  func missingFriday() throws {
    let series = try SessionBars.daily(
      Self.calendar,
      from: .on(2019, 3, 4),
      count: 8,
      leavingOut: [.on(2019, 3, 8)]
    )
    var aggregator = try BarAggregator(.week, of: .day, calendar: Self.calendar)
    var completedAt: [Int] = []
    for index in 0..<series.count {
      let completed = try aggregator.update(series[index])
      for bar in completed.bars {
        completedAt.append(index)
        if completedAt.count == 1 {
          #expect(bar.closeTime == Self.calendar.session(on: .on(2019, 3, 8))?.close)
          #expect(bar.close == series.close[3])
        }
      }
    }
    // The first week is noticed with the Monday bar; the second with its own Friday.
    #expect(completedAt == [4])
    #expect(aggregator.incomplete != nil)
  }

  @Test(
    "never changes a longer bar when bars are added",
    arguments: ["2b", "7b", "2d", "3d", "5d", "1w", "1w-fri", "1w-wed", "2w", "1mo", "3mo"],
    [TradingCalendar.usEquities, .alwaysOpen]
  )
  func truncation(text: String, calendar: TradingCalendar) throws {
    let timeframe = try #require(Timeframe(text))
    let missing: Set<CivilDate> = [.on(2018, 12, 7), .on(2018, 12, 31), .on(2019, 2, 1)]
    let series = try SessionBars.daily(
      calendar,
      from: .on(2018, 11, 14),
      count: 150,
      leavingOut: missing
    )
    let whole = try series.resampled(to: timeframe, calendar: calendar)
    for cut in 1...series.count {
      let part = try series.slice(0..<cut).resampled(to: timeframe, calendar: calendar)
      #expect(part == whole.slice(0..<part.count), "cut \(cut)")
      // What is complete by the last close is there; nothing else is.
      let due = whole.closeTimes.filter { $0 <= series.closeTimes[cut - 1] }.count
      #expect(part.count == due || part.count == due - 1, "cut \(cut)")
    }
  }

  @Test("makes sessions into daily bars without the hours around them")
  func sessionsToDays() throws {
    // The 29th of November 2019 closes early.
    let series = try SessionBars.minutes(
      Self.calendar,
      from: .on(2019, 11, 27),
      days: 6,
      extended: 30
    )
    let days = try series.resampled(to: .days(1), calendar: Self.calendar)
    let sessions = Self.calendar.sessions(from: .on(2019, 11, 27), through: .on(2019, 12, 2))
    #expect(days.openTimes == sessions.map(\.open.nanoseconds))
    #expect(days.closeTimes == sessions.map(\.close.nanoseconds))
    let first = (0..<series.count).filter {
      Self.calendar.phase(at: series[$0].openTime) == .regular && $0 < 450
    }
    #expect(days.open[0] == series.open[first[0]])
    #expect(days.high[0] == series.high[first[0]...first[first.count - 1]].max())
  }

  @Test("cuts intraday bins at the opening and the close of the session")
  func intradayBins() throws {
    let series = try SessionBars.minutes(
      Self.calendar,
      from: .on(2019, 11, 29),
      days: 1,
      extended: 60
    )
    let hours = try series.resampled(to: .intraday(.hour), calendar: Self.calendar)
    let session = try #require(Self.calendar.session(on: .on(2019, 11, 29)))
    let starts = hours.openTimes.map { ($0 - session.open.nanoseconds) / 60_000_000_000 }
    // 08:30; 09:30, 10:30, 11:30, and 12:30 until the early close at 13:00; 13:00.
    #expect(starts == [-60, 0, 60, 120, 180, 210])
    #expect(hours.closeTimes[4] == session.close.nanoseconds)
    let fromClock = try SessionBars.minutes(.alwaysOpen, from: .on(2020, 1, 1), days: 1)
      .resampled(to: .intraday(.fourHours), calendar: .alwaysOpen)
    #expect(fromClock.count == 6)
  }

  @Test("refuses bins that tear bars, and bars of a bin that is complete")
  func refuses() throws {
    let series = try #require(Self.daily)
    for timeframe in [Timeframe.days(1), .bars(1), .intraday(.hour), .weeks(0, ending: .sunday)] {
      #expect(throws: ResamplingError.notCoarser(timeframe: timeframe, interval: .day)) {
        try series.resampled(to: timeframe, calendar: Self.calendar)
      }
    }
    // A bar on Good Friday, behind the last session of its week.
    let friday = CivilDate.on(2019, 4, 19)
    let thursday = try SessionBars.daily(Self.calendar, from: .on(2019, 4, 18), count: 1)[0]
    var bar = thursday
    bar.openTime = bar.openTime.advanced(bySeconds: 86_400)
    bar.closeTime = bar.closeTime.advanced(bySeconds: 86_400)
    var aggregator = try BarAggregator(.week, of: .day, calendar: Self.calendar)
    #expect(try aggregator.update(thursday).current != nil)
    #expect(
      throws: ResamplingError.barAfterCompletion(
        row: 1,
        date: friday,
        completion: thursday.closeTime
      )
    ) {
      try aggregator.update(bar)
    }
  }

  @Test(
    "reads and writes timeframes",
    arguments: ["5b", "1d", "3d", "1w", "2w", "1w-fri", "2w-mon", "1mo", "3mo", "5m", "1h", "30s"]
  )
  func roundTrip(text: String) throws {
    #expect(try #require(Timeframe(text)).description == text)
  }

  @Test(
    "refuses texts that are no timeframe",
    arguments: [
      "", "w", "0w", "01w", "-1w", "1w-", "1w-sonntag", "1y", "99999d", "1 w", "48h", "1.5d",
    ]
  )
  func refusesTexts(text: String) {
    #expect(Timeframe(text) == nil)
  }
}
