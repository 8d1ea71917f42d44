public import MarketModel

/// Examines a series of bars for holes, damage, staleness, splits and outliers, and marks each year.
///
/// Bars are expected between the first and the last bar of the series, in regular sessions. Open
/// times of a ``BarSeries`` rise strictly, so that duplicates cannot occur: they are refused at
/// import.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// - Parameters:
///   - series: The bars.
///   - provider: The source, which is carried into the report.
///   - calendar: When the instrument trades.
///   - settings: The thresholds.
/// - Returns: The findings and marks; without bars, no findings and no mark.
/// - Complexity: O(*n* · window) for outliers, O(*n* + days) for the rest.
public func checkQuality(
  of series: BarSeries,
  provider: String?,
  calendar: TradingCalendar,
  settings: QualitySettings
) -> QualityReport {
  var check = QualityCheck(series: series, calendar: calendar, settings: settings)
  check.findGaps()
  check.findDamage()
  check.findStaleRuns()
  check.findZeroVolumes()
  check.findJumps()
  let findings = check.findings.enumerated().sorted {
    ($0.element.first, $0.offset) < ($1.element.first, $1.offset)
  }
  let ranges = check.ranges()
  let grade: QualityGrade? =
    series.isEmpty
    ? nil
    : .mark(
      expected: ranges.reduce(0) { $0 + $1.expected },
      missing: ranges.reduce(0) { $0 + $1.missing },
      damaged: ranges.reduce(0) { $0 + $1.damaged },
      stale: ranges.reduce(0) { $0 + $1.stale },
      splits: ranges.reduce(0) { $0 + $1.splits }
    )
  return QualityReport(
    symbol: series.symbol,
    interval: series.interval,
    provider: provider,
    calendar: calendar.name,
    bars: series.count,
    first: series.openTimes.first.map { Timestamp(nanoseconds: $0) },
    last: series.openTimes.last.map { Timestamp(nanoseconds: $0) },
    findings: findings.map(\.element),
    ranges: ranges,
    grade: grade
  )
}

/// An examination in progress.
struct QualityCheck {
  /// What is counted for a year.
  struct Tally {
    var bars = 0
    var inSession = 0
    var damaged = 0
    var stale = 0
    var splits = 0
    var outliers = 0
  }

  let series: BarSeries
  let calendar: TradingCalendar
  let settings: QualitySettings
  var findings: [QualityFinding] = []

  /// The year of each bar, by the calendar's clock.
  let years: [Int]

  /// Whether each bar lies in a regular session.
  let isRegular: [Bool]

  /// How many bars are missing just before a bar, where any are.
  var missingBefore: [Int: Int] = [:]

  private var tallies: [Int: Tally] = [:]

  init(series: BarSeries, calendar: TradingCalendar, settings: QualitySettings) {
    self.series = series
    self.calendar = calendar
    self.settings = settings
    var years: [Int] = []
    var isRegular: [Bool] = []
    years.reserveCapacity(series.count)
    isRegular.reserveCapacity(series.count)
    var day = (date: CivilDate(dayNumber: .min / 4), year: 0, open: Int64(0), close: Int64(0))
    for time in series.openTimes {
      let date = calendar.date(of: Timestamp(nanoseconds: time))
      if date != day.date {
        let session = calendar.session(on: date)
        day = (
          date, date.year, session?.open.nanoseconds ?? 0, session?.close.nanoseconds ?? 0
        )
      }
      years.append(day.year)
      isRegular.append(time >= day.open && time < day.close)
    }
    self.years = years
    self.isRegular = isRegular
    for row in years.indices {
      tally(row) { $0.bars += 1 }
      if isRegular[row] { tally(row) { $0.inSession += 1 } }
    }
  }

  /// Changes the counts of the year that a bar belongs to.
  mutating func tally(_ row: Int, _ change: (inout Tally) -> Void) {
    change(&tallies[years[row], default: Tally()])
  }

  /// The marks of all years.
  func ranges() -> [QualityRange] {
    guard let firstYear = years.first, let lastYear = years.last else { return [] }
    return (firstYear...lastYear).map { year in
      let tally = tallies[year] ?? Tally()
      let expected = expectedBars(year)
      let missing = max(0, expected - tally.inSession)
      return QualityRange(
        year: year,
        bars: tally.bars,
        expected: expected,
        missing: missing,
        damaged: tally.damaged,
        stale: tally.stale,
        splits: tally.splits,
        outliers: tally.outliers,
        grade: .mark(
          expected: max(expected, tally.bars),
          missing: missing,
          damaged: tally.damaged,
          stale: tally.stale,
          splits: tally.splits
        )
      )
    }
  }

  /// The bars expected in a year, within the span of the series.
  private func expectedBars(_ year: Int) -> Int {
    guard let start = CivilDate(year: year, month: 1, day: 1),
      let following = CivilDate(year: year + 1, month: 1, day: 1),
      let firstOpen = series.openTimes.first, let lastClose = series.closeTimes.last
    else { return 0 }
    let lower = max(calendar.timeZone.instant(of: start, nanoseconds: 0).nanoseconds, firstOpen)
    let upper = min(
      calendar.timeZone.instant(of: following, nanoseconds: 0).nanoseconds,
      lastClose
    )
    return calendar.expectedBars(
      after: Timestamp(nanoseconds: lower),
      through: Timestamp(nanoseconds: upper),
      interval: series.interval
    )
  }

  /// The open time of a bar.
  func openTime(_ row: Int) -> Timestamp { Timestamp(nanoseconds: series.openTimes[row]) }
}
