public import MarketModel

/// A schedule of training and test stretches that move forward through time.
///
/// Lengths count days of the axis that ``windows(overTradingDates:)`` or
/// ``windows(overCalendarFrom:through:)`` is given: dates with data, or all dates of the calendar.
///
/// ```
/// window k:   train = [k·step, k·step + train)
///             test  = [k·step + train + embargo, … + test)
/// ```
///
/// Only whole windows are made: dates at the end that do not fill a test stretch are not used.
public struct WalkForwardSchedule: Hashable, Sendable {
  /// The number of days to choose on; 1 or more.
  public let trainDays: Int

  /// The number of days to judge on; 1 or more.
  public let testDays: Int

  /// The number of days from one window to the next; 1 or more.
  ///
  /// Equal to ``testDays``, test stretches follow each other without a gap or an overlap.
  public let stepDays: Int

  /// The number of days left out between training and test; 0 or more.
  ///
  /// At least the horizon of any label that is used, so that no training label sees a test date.
  public let embargoDays: Int

  /// Whether training begins at the first date in every window instead of moving along.
  public let isAnchored: Bool

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - trainDays: The number of days to choose on; of the first window when anchored.
  ///   - testDays: The number of days to judge on.
  ///   - stepDays: The number of days between windows; `nil` for `testDays`.
  ///   - embargoDays: The number of days left out between training and test.
  ///   - isAnchored: Whether every training stretch begins at the first date.
  /// - Throws: ``WalkForwardError/lengthTooSmall(field:minimum:found:)``.
  public init(
    trainDays: Int,
    testDays: Int,
    stepDays: Int?,
    embargoDays: Int,
    isAnchored: Bool
  ) throws(WalkForwardError) {
    let step = stepDays ?? testDays
    let limits = [
      ("train days", trainDays, 1), ("test days", testDays, 1), ("step days", step, 1),
      ("embargo days", embargoDays, 0),
    ]
    for (field, value, minimum) in limits where value < minimum {
      throw .lengthTooSmall(field: field, minimum: minimum, found: value)
    }
    self.trainDays = trainDays
    self.testDays = testDays
    self.stepDays = step
    self.embargoDays = embargoDays
    self.isAnchored = isAnchored
  }

  /// The number of days that one window spans.
  public var spanDays: Int { trainDays + embargoDays + testDays }

  /// The number of windows that a number of days holds.
  public func windowCount(days: Int) -> Int {
    days < spanDays ? 0 : (days - spanDays) / stepDays + 1
  }

  /// Returns the windows over dates that have data, counting those dates only.
  ///
  /// - Parameter dates: The trading dates, strictly increasing.
  /// - Returns: One window or more, oldest first.
  /// - Throws: ``WalkForwardError/datesNotIncreasing(index:date:)``,
  ///   ``WalkForwardError/tooFewDates(needed:found:)``.
  /// - Complexity: O(dates).
  ///
  /// **Causality.** Every training date lies before every test date of its window, by at least the
  /// embargo.
  public func windows(
    overTradingDates dates: [CivilDate]
  ) throws(WalkForwardError) -> [WalkForwardWindow] {
    for index in dates.indices.dropFirst() where dates[index] <= dates[index - 1] {
      throw .datesNotIncreasing(index: index, date: dates[index])
    }
    return try windows(days: dates.count) { dates[$0] }
  }

  /// Returns the windows over the UTC dates on which instants fall.
  ///
  /// - Parameter times: Instants such as the open times of bars, in any order, with repetitions.
  /// - Returns: One window or more, oldest first.
  /// - Throws: ``WalkForwardError/tooFewDates(needed:found:)``.
  /// - Complexity: O(*n* log *n*).
  ///
  /// **Causality.** As ``windows(overTradingDates:)``.
  public func windows(
    overDatesOf times: [Timestamp]
  ) throws(WalkForwardError) -> [WalkForwardWindow] {
    let dates = Set(times.map { CivilDate(utcDayOf: $0) }).sorted()
    return try windows(overTradingDates: dates)
  }

  /// Returns the windows over all dates of the calendar from one date through another.
  ///
  /// - Parameters:
  ///   - first: The first date.
  ///   - last: The last date; included.
  /// - Returns: One window or more, oldest first.
  /// - Throws: ``WalkForwardError/tooFewDates(needed:found:)``.
  /// - Complexity: O(windows).
  ///
  /// **Causality.** As ``windows(overTradingDates:)``.
  public func windows(
    overCalendarFrom first: CivilDate,
    through last: CivilDate
  ) throws(WalkForwardError) -> [WalkForwardWindow] {
    let days = max(0, last.dayNumber - first.dayNumber + 1)
    return try windows(days: days) { first.advanced(byDays: $0) }
  }

  private func windows(
    days: Int,
    date: (Int) -> CivilDate
  ) throws(WalkForwardError) -> [WalkForwardWindow] {
    guard days >= spanDays else { throw .tooFewDates(needed: spanDays, found: days) }
    return (0..<windowCount(days: days)).map { index in
      let start = index * stepDays
      let testStart = start + trainDays + embargoDays
      return WalkForwardWindow(
        index: index,
        train: date(isAnchored ? 0 : start)...date(start + trainDays - 1),
        test: date(testStart)...date(testStart + testDays - 1)
      )
    }
  }
}
