public import MarketModel

/// A schedule of training and test stretches that are counted in months.
///
/// ```
/// window k:   train = [k·step, k·step + train)         (from 0 when anchored)
///             test  = [k·step + train, … + test)
/// ```
///
/// Test stretches follow their training without a gap; what must lie between the last training sample and
/// the first test sample is left out of the training, sample by sample, since it is counted in rows.
/// Only whole windows are made.
public struct MonthlySchedule: Hashable, Sendable {
  /// The months to learn from, of the first window when anchored; 1 or more.
  public let trainMonths: Int

  /// The months to judge on; 1 or more.
  public let testMonths: Int

  /// The months from one window to the next; 1 or more.
  ///
  /// Equal to ``testMonths``, test stretches follow each other without a gap or an overlap.
  public let stepMonths: Int

  /// What a month is.
  public let monthLength: MonthLength

  /// Whether training begins at the first date in every window (expanding) instead of moving along (rolling).
  public let isAnchored: Bool

  /// Creates a schedule.
  ///
  /// - Throws: ``WalkForwardError/lengthTooSmall(field:minimum:found:)``; a step below the test months
  ///   would judge some days twice.
  public init(
    trainMonths: Int,
    testMonths: Int,
    stepMonths: Int?,
    monthLength: MonthLength,
    isAnchored: Bool
  ) throws(WalkForwardError) {
    let step = stepMonths ?? testMonths
    let limits = [
      ("train months", trainMonths, 1), ("test months", testMonths, 1),
      ("step months", step, max(1, testMonths)),
    ]
    for (field, value, minimum) in limits where value < minimum {
      throw .lengthTooSmall(field: field, minimum: minimum, found: value)
    }
    self.trainMonths = trainMonths
    self.testMonths = testMonths
    self.stepMonths = step
    self.monthLength = monthLength
    self.isAnchored = isAnchored
  }

  /// Returns the windows from one date through another.
  ///
  /// - Parameters:
  ///   - first: The first day of the first training stretch.
  ///   - last: The last day that may be judged on; included.
  /// - Returns: One window or more, oldest first.
  /// - Throws: ``WalkForwardError/tooFewDates(needed:found:)``.
  /// - Complexity: O(windows).
  ///
  /// **Causality.** Every training date lies before every test date of its window.
  public func windows(
    from first: CivilDate,
    through last: CivilDate
  ) throws(WalkForwardError) -> [WalkForwardWindow] {
    var windows: [WalkForwardWindow] = []
    while true {
      let start = windows.count * stepMonths
      let testStart = month(start + trainMonths, first)
      let end = month(start + trainMonths + testMonths, first)
      guard end.dayNumber <= last.dayNumber + 1 else { break }
      windows.append(
        WalkForwardWindow(
          index: windows.count,
          train: month(isAnchored ? 0 : start, first)...testStart.advanced(byDays: -1),
          test: testStart...end.advanced(byDays: -1)
        )
      )
    }
    guard windows.isEmpty else { return windows }
    let needed = month(trainMonths + testMonths, first).dayNumber - first.dayNumber
    throw .tooFewDates(needed: needed, found: max(0, last.dayNumber - first.dayNumber + 1))
  }

  private func month(_ count: Int, _ origin: CivilDate) -> CivilDate {
    monthLength.date(count, after: origin)
  }
}
