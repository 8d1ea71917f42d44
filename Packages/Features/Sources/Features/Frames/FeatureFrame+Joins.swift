public import MarketModel

/// When a row of another frame may be read beside a row of this one.
public enum JoinVisibility: String, Hashable, Sendable, CaseIterable {
  /// From the instant at which the other row's bar has closed: both may close together.
  case atClose

  /// Only after that instant: a row that closes together with the other does not read it.
  case afterClose
}

extension FeatureFrame {
  /// Returns the rows whose dates both frames have, with the columns of both.
  ///
  /// The result keeps the symbol, interval and open times of this frame. A joined row is visible
  /// when both of its parts are: at the later of the two closes.
  ///
  /// - Parameters:
  ///   - other: The frame whose columns come after this frame's.
  ///   - calendar: The clock by which dates are meant.
  /// - Returns: One row for each common date, oldest first.
  /// - Throws: ``FeatureFrameError`` when a frame has two rows of one date, when there is no common
  ///   date, or when a column name stands in both frames.
  /// - Complexity: O(rows · columns).
  public func joined(
    byDateWith other: FeatureFrame,
    calendar: TradingCalendar
  ) throws(FeatureFrameError) -> FeatureFrame {
    let (own, others) = (dates(in: calendar), other.dates(in: calendar))
    try checkDatesDistinct(own, of: symbol)
    try checkDatesDistinct(others, of: other.symbol)
    let pairs = Self.commonPositions(own, others)
    guard !pairs.isEmpty else {
      throw .noCommonDates(
        left: DateSpan(own),
        right: DateSpan(others)
      )
    }
    let (left, right) = (gathering(pairs.map(\.0)), other.gathering(pairs.map(\.1)))
    return try FeatureFrame(
      symbol: symbol,
      interval: interval,
      openTimes: left.openTimes,
      closeTimes: zip(left.closeTimes, right.closeTimes).map(max),
      columns: left.columns + right.columns
    )
  }

  /// Returns the rows of this frame, each beside the newest row of another that it may read.
  ///
  /// Rows that come before the other's first visible row get undefined values. No row is lost and
  /// none is matched by date, so bars of another interval and days with other holidays fit too.
  ///
  /// **Causality.** A row never reads one that becomes visible after its own close.
  ///
  /// - Parameters:
  ///   - other: The frame whose columns come after this frame's.
  ///   - visibility: Whether a row may read one that closes at the same instant.
  /// - Returns: As many rows as this frame has.
  /// - Throws: ``FeatureFrameError/duplicateColumn(_:)``.
  /// - Complexity: O(rows · columns).
  public func joined(
    asOf other: FeatureFrame,
    _ visibility: JoinVisibility
  ) throws(FeatureFrameError) -> FeatureFrame {
    var newest: [Int] = []
    newest.reserveCapacity(count)
    var next = 0
    for instant in closeTimes {
      while next < other.count,
        visibility == .atClose
          ? other.closeTimes[next] <= instant : other.closeTimes[next] < instant
      {
        next += 1
      }
      newest.append(next - 1)
    }
    return try appending(
      other.columns.map { column in
        FeatureColumn(name: column.name, newest.map { $0 < 0 ? nil : column[$0] })
      }
    )
  }

  private func checkDatesDistinct(
    _ dates: [CivilDate],
    of symbol: Symbol
  ) throws(FeatureFrameError) {
    for row in dates.indices.dropFirst() where dates[row] == dates[row - 1] {
      throw .duplicateDate(symbol: symbol, row: row, date: dates[row])
    }
  }

  private static func commonPositions(
    _ left: [CivilDate],
    _ right: [CivilDate]
  ) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if left[i] == right[j] {
        pairs.append((i, j))
        (i, j) = (i + 1, j + 1)
      } else if left[i] < right[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }
}
