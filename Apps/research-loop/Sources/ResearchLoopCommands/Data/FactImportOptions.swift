internal import ArgumentParser
internal import CommandSupport
internal import LakeIngest
internal import MarketModel

/// What only imports of facts need to know.
struct FactImportOptions: ParsableArguments {
  @Option(
    help: """
      What funding rates are: decimal (0.0001 is a basis point) or percent (0.01 is one); required \
      for funding, because files do not say it.
      """,
    transform: choice
  )
  var fundingUnit: FundingUnit?

  @Option(
    help: """
      Move instants to the nearest multiple of this many seconds; 0 keeps them. (default: 1 for \
      funding, whose stamps lie up to 50 ms after the hour; 0 for open_interest)
      """
  )
  var snapSeconds: Int?

  @Option(
    help: """
      The UTC time, such as 23:59, of funding and open interest of which files state the date only; \
      they are refused otherwise.
      """
  )
  var timeOfDates: String?

  /// The step of funding stamps where none is given.
  static let fundingSnapSeconds = 1

  /// The first option that was given, for imports of bars.
  var firstGiven: String? {
    let given: [(String, Bool)] = [
      ("--funding-unit", fundingUnit != nil), ("--snap-seconds", snapSeconds != nil),
      ("--time-of-dates", timeOfDates != nil),
    ]
    return given.first { $0.1 }?.0
  }

  func validate(_ table: FactTable) throws {
    if table == .funding, fundingUnit == nil {
      throw ValidationError(
        "expected --funding-unit decimal or percent, because files do not say which it is"
      )
    }
    if table != .funding, fundingUnit != nil {
      throw ValidationError("expected no --funding-unit for \(table.rawValue)")
    }
    if table.isDaily, snapSeconds != nil || timeOfDates != nil {
      throw ValidationError(
        "expected no --snap-seconds and no --time-of-dates for \(table.rawValue), a daily fact"
      )
    }
    if let snapSeconds, !(0...3_600).contains(snapSeconds) {
      throw ValidationError("expected 0 to 3600 for --snap-seconds, found \(snapSeconds)")
    }
    if let timeOfDates, parsedTimeOfDates == nil {
      throw ValidationError(
        "expected a time such as 23:59 for --time-of-dates, found '\(timeOfDates)'"
      )
    }
  }

  /// The step of instants, or `nil` to keep them.
  func effectiveSnapSeconds(_ table: FactTable) -> Int? {
    let seconds = snapSeconds ?? (table == .funding ? Self.fundingSnapSeconds : 0)
    return seconds == 0 ? nil : seconds
  }

  /// The time of dates in nanoseconds after midnight.
  var parsedTimeOfDates: Int64? {
    timeOfDates.flatMap { Timestamp("1970-01-01T\($0)Z") }?.nanoseconds
  }
}
