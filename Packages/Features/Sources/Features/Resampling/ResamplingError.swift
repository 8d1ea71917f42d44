public import MarketModel

/// An error that says why bars cannot be put together into longer ones.
public enum ResamplingError: Error, Hashable, Sendable {
  /// Bins of the timeframe are not longer than the bars, or tear them.
  case notCoarser(timeframe: Timeframe, interval: BarInterval)

  /// A bar belongs to a bin that the calendar said was complete.
  case barAfterCompletion(row: Int, date: CivilDate, completion: Timestamp)

  /// The longer bars are no series.
  case series(SeriesError)
}

extension ResamplingError: CustomStringConvertible {
  /// The sentence shown to a person; rows are counted from zero.
  public var description: String {
    switch self {
    case .notCoarser(let timeframe, let interval):
      "expected bins that hold whole bars of \(interval), found \(timeframe)"
    case .barAfterCompletion(let row, let date, let completion):
      "row \(row): expected no bar on \(date) in a bin that was complete at \(completion)"
    case .series(let cause): "\(cause)"
    }
  }
}
