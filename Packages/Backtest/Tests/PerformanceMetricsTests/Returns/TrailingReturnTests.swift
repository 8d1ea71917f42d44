import MarketModel
import PerformanceMetrics
import Testing

@Suite("trailingReturn(of:months:) and yearToDateReturn(of:)")
struct TrailingReturnTests {
  private static func curve() throws -> EquityCurve {
    let dates = [(2023, 11, 30), (2023, 12, 29), (2024, 2, 28), (2024, 2, 29), (2024, 3, 31)]
    let times = try dates.map { year, month, day in
      try #require(CivilDate(year: year, month: month, day: day)).startInUTC
    }
    return try EquityCurve(startingEquity: 90, times: times, values: [100, 110, 120, 125, 150])
  }

  @Test("takes the last value on or before the same day of an earlier month")
  func takesBase() throws {
    let curve = try Self.curve()
    // One month before 31 March is 29 February, in a leap year.
    #expect(try trailingReturn(of: curve, months: 1) == 150.0 / 125 - 1)
    #expect(try trailingReturn(of: curve, months: 3) == 150.0 / 110 - 1)
    #expect(try trailingReturn(of: curve, months: 4) == 150.0 / 100 - 1)
  }

  @Test("is undefined for a record that is too short")
  func tooShort() throws {
    let curve = try Self.curve()
    #expect(try trailingReturn(of: curve, months: 5) == nil)
    #expect(throws: MetricError.self) { try trailingReturn(of: curve, months: 0) }
    let empty = try EquityCurve(startingEquity: 1, times: [], values: [])
    #expect(try trailingReturn(of: empty, months: 1) == nil)
    #expect(yearToDateReturn(of: empty) == nil)
  }

  @Test("counts a year from the last value of the year before")
  func yearToDate() throws {
    #expect(yearToDateReturn(of: try Self.curve()) == 150.0 / 110 - 1)
  }
}
