import MarketModel
import PerformanceMetrics
import Testing

@Suite("monthlyReturns(of:) and yearlyReturns(of:)")
struct CalendarReturnTests {
  static func curve(_ fixture: ReferenceFixture) throws -> EquityCurve {
    var wealth = 1_000.0
    let values = fixture.inputs.returns.map { value in
      wealth *= 1 + value
      return wealth
    }
    let times = try fixture.inputs.dates.map { text in
      let parts = text.split(separator: "-").compactMap { Int($0) }
      let date = try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
      return date.startInUTC.advanced(bySeconds: 75_600)
    }
    return try EquityCurve(startingEquity: 1_000, times: times, values: values)
  }

  @Test("equal what pandas groups by calendar month")
  func equalsReference() throws {
    let fixture = try ReferenceFixture.load()
    let months = monthlyReturns(of: try Self.curve(fixture))
    #expect(months.count == fixture.monthly.count)
    for (found, expected) in zip(months, fixture.monthly) {
      #expect(found.year == Int(expected[0]))
      #expect(found.month == Int(expected[1]))
      // A month compounds about 21 returns.
      #expect(abs(try #require(found.value) - expected[2]) < 1e-13)
    }
  }

  @Test("compound to the total return")
  func compoundsToTotal() throws {
    let curve = try Self.curve(try ReferenceFixture.load())
    for spans in [monthlyReturns(of: curve), yearlyReturns(of: curve)] {
      let growth = spans.reduce(1) { $0 * (1 + ($1.value ?? 0)) }
      #expect(abs(growth - curve.finalEquity / curve.startingEquity) < 1e-12)
    }
  }

  @Test("are empty for a curve without points and undefined after a total loss")
  func degenerate() throws {
    let empty = try EquityCurve(startingEquity: 1, times: [], values: [])
    #expect(monthlyReturns(of: empty).isEmpty)
    let days = [0, 40, 80].map { CivilDate(dayNumber: $0).startInUTC }
    let ruined = try EquityCurve(startingEquity: 1, times: days, values: [0.5, 0, 0])
    #expect(monthlyReturns(of: ruined).map(\.value) == [-0.5, -1, nil])
  }
}
