/// An alarm of a detector that saw the past alone.
public struct ChangeAlarm: Hashable, Sendable {
  /// Which way a mean moved.
  public enum Direction: String, Hashable, Sendable {
    /// Down.
    case down

    /// Up.
    case up
  }

  /// The row at which the alarm was raised.
  public var row: Int

  /// The row after which the evidence began to gather: the estimate of when the change was.
  public var changedAfterRow: Int

  /// Which way the mean moved.
  public var direction: Direction
}

/// Raises an alarm when a mean has moved: the two-sided cumulative sum of Page.
///
/// The first rows, and those after each alarm, say what is usual: their mean and standard deviation.
/// Then values in standard deviations from that mean are summed, less an allowance, as long as the
/// sum is positive; beyond a threshold it is an alarm, and learning begins anew with the next row.
///
/// **Causality.** An alarm at a row uses that row and earlier ones.
///
/// References: Page (1954), "Continuous inspection schemes", Biometrika 41; Montgomery, "Introduction
/// to Statistical Quality Control", chapter 9, for the tabular form.
public struct CUSUMDetector: Hashable, Sendable {
  /// The number of rows that say what is usual.
  public let learningRows: Int

  /// The deviation from the mean that is no evidence; half the shift to be found; in deviations.
  public let allowance: Double

  /// The sum beyond which an alarm is raised; in deviations.
  public let threshold: Double

  /// The number of rows so far.
  public private(set) var rowCount = 0

  /// The sum of evidence that the mean has risen, or `nil` while learning.
  public var upwardEvidence: Double? { isLearning ? nil : up.sum }

  /// The sum of evidence that the mean has fallen, or `nil` while learning.
  public var downwardEvidence: Double? { isLearning ? nil : down.sum }

  private var learned = 0
  private var mean = 0.0
  private var squares = 0.0
  private var up = Evidence(sum: 0, zeroAfter: 0)
  private var down = Evidence(sum: 0, zeroAfter: 0)

  private struct Evidence: Hashable {
    var sum: Double
    var zeroAfter: Int

    mutating func add(_ excess: Double, row: Int) {
      sum = max(0, sum + excess)
      if sum == 0 { zeroAfter = row }
    }
  }

  /// Creates a detector before its first row.
  ///
  /// - Throws: ``RegimeModelError/invalidSettings(_:)``.
  public init(
    learningRows: Int,
    allowance: Double,
    threshold: Double
  ) throws(RegimeModelError) {
    var checks = SettingChecks()
    checks.expect(learningRows >= 2, "learningRows", "at least 2", found: learningRows)
    checks.expect(
      allowance >= 0 && allowance.isFinite,
      "allowance",
      "a number not below 0",
      found: allowance
    )
    checks.expect(
      threshold > 0 && threshold.isFinite,
      "threshold",
      "a number above 0",
      found: threshold
    )
    try checks.finish()
    self.learningRows = learningRows
    self.allowance = allowance
    self.threshold = threshold
  }

  private var isLearning: Bool { learned < learningRows || !(squares > 0) }

  /// Consumes the next value.
  ///
  /// Learning goes on until values have varied.
  ///
  /// - Returns: An alarm, or `nil`.
  /// - Throws: ``RegimeModelError/invalidObservations(_:)``; the detector is then as before.
  /// - Complexity: O(1), without allocation.
  public mutating func update(_ value: Double) throws(RegimeModelError) -> ChangeAlarm? {
    guard isUsable(value) else {
      throw .invalidObservations([.notUsable(feature: "value", row: rowCount, value: value)])
    }
    defer { rowCount += 1 }
    guard !isLearning else {
      learned += 1
      let difference = value - mean
      mean += difference / Double(learned)
      squares += difference * (value - mean)
      (up, down) = (Evidence(sum: 0, zeroAfter: rowCount), Evidence(sum: 0, zeroAfter: rowCount))
      return nil
    }
    let deviation = (squares / Double(learned - 1)).squareRoot()
    let score = (value - mean) / deviation
    up.add(score - allowance, row: rowCount)
    down.add(-score - allowance, row: rowCount)
    guard max(up.sum, down.sum) > threshold else { return nil }
    let direction: ChangeAlarm.Direction = up.sum >= down.sum ? .up : .down
    let since = direction == .up ? up.zeroAfter : down.zeroAfter
    (learned, mean, squares) = (0, 0, 0)
    return ChangeAlarm(row: rowCount, changedAfterRow: since, direction: direction)
  }
}
