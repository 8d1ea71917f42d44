public import MarketModel

/// The section `pack`.
public struct PackConfig: Hashable, Sendable {
  /// Which symbols are packed.
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// Those of the list `symbols`.
    case single

    /// Those of a universe document.
    case universe
  }

  /// Which days are packed.
  public enum Period: Hashable, Sendable {
    /// From the first day through the last.
    case fixed(CivilDate, CivilDate)

    /// From a number of days before the current UTC day through that day.
    case lastDays(Int)
  }

  /// Which symbols are packed.
  public var mode: Mode

  /// The symbols, in the order of the document: the list, or those of the universe.
  public var symbols: [Symbol]

  /// The path of the universe document, as written, or `nil` for the built-in list.
  public var universe: String?

  /// Which days are packed.
  public var period: Period

  /// The provider of the bars, or `nil` when the lake has only one for them.
  public var barsProvider: String?

  /// The provider of the option snapshots, or `nil` when the lake has only one.
  public var optionsSnapshotProvider: String?

  /// The folder of the packs.
  public var outputDirectory: String

  /// The folder of the lake.
  public var lake: String

  /// Whether a symbol without bars is an error, instead of being left out with a warning.
  public var requiresAllSymbols: Bool

  /// The market whose sessions the symbols follow.
  public var calendar: CalendarChoice

  /// The ten liquid exchange-traded funds that a universe holds where no document names another.
  public static let liquidETFs: [Symbol] = [
    "DIA", "GLD", "IWM", "QQQ", "SMH", "SPY", "TLT", "XLE", "XLF", "XLK",
  ]
}

/// A calendar by its name in documents.
public enum CalendarChoice: String, Hashable, Sendable, CaseIterable {
  /// New York sessions with holidays and half days.
  case usEquities = "us_equities"

  /// A market that never closes.
  case alwaysOpen = "always_open"
}

extension PackConfig.Period {
  /// Resolves the period to its first and last day.
  ///
  /// - Parameter now: The current instant; only ``lastDays(_:)`` depends on it.
  /// - Returns: Both days, which are included.
  public func resolved(at now: Timestamp) -> (first: CivilDate, last: CivilDate) {
    switch self {
    case .fixed(let first, let last): return (first, last)
    case .lastDays(let count):
      let today = CivilDate(utcDayOf: now)
      return (today.advanced(byDays: -count), today)
    }
  }
}
