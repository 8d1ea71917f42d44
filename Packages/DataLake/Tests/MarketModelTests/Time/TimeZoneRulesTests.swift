import MarketModel
import Testing

@Suite("TimeZoneRules")
struct TimeZoneRulesTests {
  struct Changes: Decodable {
    var changes: [[Int64]]
  }

  @Test("changes New York's clocks exactly when the time zone database does, 1946 to 2037")
  func matchesDatabase() throws {
    let reference = try ReferenceFixture<Changes>("new-york-clock-changes")
    #expect(reference.values.changes.count == 184)
    var before: Int64 = -5 * 3_600
    for change in reference.values.changes {
      let instant = Timestamp(seconds: change[0])
      #expect(TimeZoneRules.newYork.offsetSeconds(at: instant) == change[1], "\(instant)")
      #expect(
        TimeZoneRules.newYork.offsetSeconds(at: instant.advanced(byNanoseconds: -1)) == before,
        "before \(instant)"
      )
      before = change[1]
    }
  }

  @Test("reads a repeated time as its first showing and pushes a skipped one forward")
  func resolvesGapsAndFolds() throws {
    let newYork = TimeZoneRules.newYork
    let autumn = try date("2023-11-05")
    #expect(
      newYork.instant(of: autumn, nanoseconds: 5_400_000_000_000).description
        == "2023-11-05T05:30:00Z"
    )
    let spring = try date("2023-03-12")
    #expect(
      newYork.instant(of: spring, nanoseconds: 9_000_000_000_000).description
        == "2023-03-12T07:30:00Z"
    )
    #expect(newYork.instant(of: spring, nanoseconds: 0).description == "2023-03-12T05:00:00Z")
  }

  @Test("returns from local time to the same instant", arguments: [TimeZoneRules.utc, .newYork])
  func roundTrips(zone: TimeZoneRules) {
    for hour in stride(from: Int64(-200_000), to: 600_000, by: 37) {
      let instant = Timestamp(seconds: hour * 3_600 + 1_234)
      let local = zone.local(at: instant)
      let again = zone.instant(of: local.date, nanoseconds: local.nanoseconds)
      let isRepeatedHour = zone.offsetSeconds(at: again) != zone.offsetSeconds(at: instant)
      #expect(again == instant || isRepeatedHour)
      #expect((0..<86_400_000_000_000).contains(local.nanoseconds))
    }
  }

  @Test("knows two zones by name")
  func findsByName() {
    #expect(TimeZoneRules.named("America/New_York") == .newYork)
    #expect(TimeZoneRules.named("UTC") == .utc)
    #expect(TimeZoneRules.named("Europe/Berlin") == nil)
  }
}
