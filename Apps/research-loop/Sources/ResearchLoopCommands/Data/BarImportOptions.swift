internal import ArgumentParser
internal import CommandSupport
internal import LakeIngest
internal import MarketModel

/// What only imports of bars need to know.
struct BarImportOptions: ParsableArguments {
  @Option(help: "The length of the bars, such as 1d, 1h or 1m; required.")
  var interval: String?

  @Option(
    help: "What prices are corrected for: none, split or total (splits and dividends).",
    transform: choice
  )
  var adjust: PriceAdjustment?

  @Option(
    help: "Which end of a bar the stamps mark: open or close. (default: open)",
    transform: choice
  )
  var stamp: StampSide?

  @Option(help: "When the instrument trades: us_equities or always_open. (default: by the format)")
  var calendar: String?

  @Option(
    help: "What happens to rows outside the calendar: refuse, drop or keep. (default: refuse)",
    transform: choice
  )
  var offSession: OffSessionRows?

  /// The first option that was given, for imports of something else.
  var firstGiven: String? {
    let given: [(String, Bool)] = [
      ("--interval", interval != nil), ("--adjust", adjust != nil), ("--stamp", stamp != nil),
      ("--calendar", calendar != nil), ("--off-session", offSession != nil),
    ]
    return given.first { $0.1 }?.0
  }

  func validate(provider: String?) throws {
    guard let interval else {
      throw ValidationError("expected --interval, the length of the bars, such as 1d, 1h or 1m")
    }
    guard BarInterval(interval) != nil else {
      throw ValidationError("expected an interval such as 1d, 1h or 1m, found '\(interval)'")
    }
    guard provider != nil else {
      throw ValidationError("expected --provider, the name of the source of the bars")
    }
    if let calendar, TradingCalendar.named(calendar) == nil {
      throw ValidationError(
        "expected one of \(TradingCalendar.names.joined(separator: ", ")) for --calendar, "
          + "found '\(calendar)'"
      )
    }
  }

  /// The length of the bars, which ``validate(provider:)`` requires.
  var parsedInterval: BarInterval { interval.flatMap { BarInterval($0) } ?? .day }

  /// The calendar, or `nil` for that of the format.
  var parsedCalendar: TradingCalendar? { calendar.flatMap { TradingCalendar.named($0) } }
}
