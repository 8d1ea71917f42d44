import MarketModel

/// Decides when a row of a file holds, and whether its values can be true.
struct FactRules {
  let table: FactTable
  let fundingUnit: FundingUnit?

  /// The step of instants in nanoseconds, or `nil` to keep them.
  let step: Int64?

  let timeOfDates: Int64?
  let timeZone: TimeZoneRules?

  /// What a stamp means for a table.
  enum Reading {
    /// The key of the row, and the instant before it was moved.
    case time(Int64, stated: Int64)

    /// A stamp that the table cannot take.
    case impossible(expected: String, found: String)
  }

  init(_ request: FactRequest) {
    table = request.table
    fundingUnit = request.fundingUnit
    step = request.snapSeconds.map { Int64($0) * 1_000_000_000 }
    timeOfDates = request.timeOfDates
    timeZone = request.timeZone
  }

  /// Reads a stamp: daily facts are keyed by the first instant of their UTC day.
  func read(_ stamp: RawStamp) -> Reading {
    if table.isDaily {
      let day =
        switch stamp {
        case .date(let date): date
        case .instant(let time), .local(let time):
          CivilDate(utcDayOf: Timestamp(nanoseconds: time))
        }
      let start = day.startInUTC.nanoseconds
      return .time(start, stated: start)
    }
    switch stamp {
    case .date(let date):
      guard let timeOfDates else {
        return .impossible(expected: "an instant, because a date has no time", found: "\(date)")
      }
      let time = date.startInUTC.nanoseconds + timeOfDates
      return .time(moved(time), stated: time)
    case .instant(let time):
      return .time(moved(time), stated: time)
    case .local(let local):
      let text = "\(Timestamp(nanoseconds: local))"
      guard let timeZone else {
        return .impossible(
          expected: "an offset such as Z, or a time zone in the request",
          found: String(text.dropLast())
        )
      }
      let date = CivilDate(utcDayOf: Timestamp(nanoseconds: local))
      let time = timeZone.instant(of: date, nanoseconds: local - date.startInUTC.nanoseconds)
      return .time(moved(time.nanoseconds), stated: time.nanoseconds)
    }
  }

  /// The nearest multiple of the step; the later one of two that are equally near.
  private func moved(_ time: Int64) -> Int64 {
    guard let step else { return time }
    let (shifted, overflow) = time.addingReportingOverflow(step / 2)
    guard !overflow else { return time }
    let remainder = shifted % step
    return shifted - (remainder < 0 ? remainder + step : remainder)
  }

  /// A row's values in the units of the lake, or `nil` after its problems were logged.
  func values(
    of row: RawFact,
    in file: RawFactFile,
    log: inout ProblemLog
  ) -> (value: Double?, second: Double?)? {
    let before = log.count
    func refuse(_ column: String, _ expected: String, _ found: String) {
      log.add(line: row.line, column: column, expected: expected, found: found)
    }
    func checkSign(_ value: Double?, _ column: String, isPositive: Bool) {
      guard let value, value < 0 || (isPositive && value == 0) else { return }
      refuse(column, isPositive ? "a positive number" : "zero or a positive number", "\(value)")
    }
    var value = row.value
    if value == nil, table != .openInterest || row.second == nil {
      refuse(file.valueColumn, "a finite number", "none")
    }
    switch table {
    case .price: checkSign(value, file.valueColumn, isPositive: true)
    case .marketcap, .volume: checkSign(value, file.valueColumn, isPositive: false)
    case .openInterest:
      checkSign(value, file.valueColumn, isPositive: false)
      checkSign(row.second, file.secondColumn, isPositive: false)
    case .funding:
      if let stated = value, let unit = fundingUnit {
        let rate = stated / unit.divisor
        if abs(rate) > FundingUnit.largestRate {
          refuse(file.valueColumn, Self.expectedRate(unit), "\(stated)")
        }
        value = rate
      }
      checkSign(row.second, file.secondColumn, isPositive: true)
    }
    guard log.count == before else { return nil }
    // Adding zero turns negative zero into zero.
    return (value.map { $0 + 0 }, row.second.map { $0 + 0 })
  }

  private static func expectedRate(_ unit: FundingUnit) -> String {
    switch unit {
    case .decimal:
      "a fraction of at most \(FundingUnit.largestRate) for each interval (it looks like percent)"
    case .percent:
      "at most \(FundingUnit.largestRate * unit.divisor) percent for each interval"
    }
  }
}
