public import Features
public import MarketModel
public import WalkForward

extension FoldPlan {
  /// Lays windows of months over the samples.
  ///
  /// A sample belongs to the day on which its decision row's bar ends; a bar that ends at midnight UTC
  /// belongs to the day it covers. Training ends ``FoldSpacing/before`` samples before the first test sample,
  /// validation samples are its last ones, and as many samples are left out before these.
  ///
  /// - Parameters:
  ///   - schedule: The windows.
  ///   - layout: How rows become samples.
  ///   - closeTimes: When each row's bar ends, in nanoseconds, rising; shape `[rows]`.
  ///   - spacing: What is left out between parts.
  ///   - validationShare: The share of each window's training samples to choose on, rounded down; 0 for none.
  ///   - first: The first day of the first window, or `nil` for the day of the first row.
  /// - Returns: One fold or more, oldest first. Windows at the end whose test days hold no labelled sample
  ///   yet are left out.
  /// - Throws: ``FoldError``.
  /// - Complexity: O(folds · log rows).
  ///
  /// **Causality.** Every row that a training or validation sample of a fold touches, its label's
  /// included, lies before the first decision row of the fold's test.
  public static func walkForward(
    _ schedule: MonthlySchedule,
    layout: SampleLayout,
    closeTimes: [Int64],
    spacing: FoldSpacing,
    validationShare: Double,
    from first: CivilDate?
  ) throws(FoldError) -> FoldPlan {
    guard closeTimes.count == layout.rowCount else {
      throw .rowMismatch(expected: layout.rowCount, found: closeTimes.count)
    }
    guard validationShare >= 0, validationShare < 1 else {
      throw .validationShare(found: validationShare)
    }
    let axis = DayAxis(closeTimes: closeTimes, layout: layout)
    let windows: [WalkForwardWindow]
    do throws(WalkForwardError) {
      windows = try schedule.windows(from: first ?? axis.firstDay, through: axis.lastDay)
    } catch {
      throw .schedule(error)
    }
    var folds: [SampleFold] = []
    for window in windows {
      let test = axis.samples(on: window.test)
      // Labels of the newest rows are not known yet.
      if test.lowerBound >= layout.sampleCount, !folds.isEmpty { break }
      folds.append(
        try fold(window, test, axis.samples(on: window.train), spacing, validationShare)
      )
    }
    return FoldPlan(
      layout: layout,
      spacing: spacing,
      method: .walkForward(schedule, validationShare: validationShare),
      folds: folds
    )
  }

  private static func fold(
    _ window: WalkForwardWindow,
    _ test: Range<Int>,
    _ train: Range<Int>,
    _ spacing: FoldSpacing,
    _ validationShare: Double
  ) throws(FoldError) -> SampleFold {
    func empty(_ part: SplitPart) -> FoldError {
      .emptyPart(part, fold: window.index, leftOut: spacing.before)
    }
    guard !test.isEmpty else { throw empty(.test) }
    let end = min(train.upperBound, test.lowerBound - spacing.before)
    guard end > train.lowerBound else { throw empty(.training) }
    let held = Int(Double(end - train.lowerBound) * validationShare)
    let trainingEnd = held > 0 ? end - held - spacing.before : end
    guard trainingEnd > train.lowerBound else { throw empty(.training) }
    return SampleFold(
      index: window.index,
      window: window,
      trainingRanges: [train.lowerBound..<trainingEnd],
      validationRanges: held > 0 ? [end - held..<end] : [],
      testRanges: [test]
    )
  }
}

/// The days on which samples decide.
struct DayAxis {
  private let closeTimes: [Int64]
  private let layout: SampleLayout

  init(closeTimes: [Int64], layout: SampleLayout) {
    self.closeTimes = closeTimes
    self.layout = layout
  }

  var firstDay: CivilDate { day(0) }
  var lastDay: CivilDate { day(closeTimes.count - 1) }

  /// The samples whose decision rows lie on days of a range.
  func samples(on days: ClosedRange<CivilDate>) -> Range<Int> {
    let start = sample(from: days.lowerBound.startInUTC)
    return start..<max(start, sample(from: days.upperBound.advanced(byDays: 1).startInUTC))
  }

  /// The day that a row's bar covers at its end.
  func day(_ row: Int) -> CivilDate {
    CivilDate(utcDayOf: Timestamp(nanoseconds: closeTimes[row] - 1))
  }

  private func sample(from instant: Timestamp) -> Int {
    let row = closeTimes.partitionPoint { $0 > instant.nanoseconds }
    return min(max(0, row - (layout.contextLength - 1)), layout.sampleCount)
  }
}
