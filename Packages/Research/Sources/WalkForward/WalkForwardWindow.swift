public import MarketModel

/// One step of a walk-forward test: a stretch to choose parameters on, and a later one to judge them.
public struct WalkForwardWindow: Hashable, Sendable {
  /// The position in the schedule, from 0.
  public let index: Int

  /// The dates to choose on; both ends are included.
  public let train: ClosedRange<CivilDate>

  /// The dates to judge on; both ends are included, and all lie after the training dates.
  public let test: ClosedRange<CivilDate>

  /// Creates a window.
  ///
  /// - Precondition: The test dates begin after the training dates end.
  public init(index: Int, train: ClosedRange<CivilDate>, test: ClosedRange<CivilDate>) {
    precondition(train.upperBound < test.lowerBound, "test dates begin inside the training dates")
    self.index = index
    self.train = train
    self.test = test
  }

  /// Whether an instant lies on a training date in UTC.
  public func isInTraining(_ instant: Timestamp) -> Bool {
    train.contains(CivilDate(utcDayOf: instant))
  }

  /// Whether an instant lies on a test date in UTC.
  public func isInTest(_ instant: Timestamp) -> Bool {
    test.contains(CivilDate(utcDayOf: instant))
  }
}
