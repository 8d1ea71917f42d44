import MarketModel
import Regime
import Testing

@Suite("SessionRegime")
struct SessionRegimeTests {
  @Test(
    "follows the exchange's clock through daylight saving time, holidays and short days",
    arguments: [
      ("2024-01-03T14:30:00Z", SessionRegime.regular),  // 09:30 in winter
      ("2024-01-03T14:29:00Z", .premarket),
      ("2024-01-03T09:00:00Z", .premarket),  // 04:00
      ("2024-01-03T08:59:00Z", .closed),
      ("2024-01-03T20:59:00Z", .regular),
      ("2024-01-03T21:00:00Z", .postmarket),
      ("2024-01-04T00:59:00Z", .postmarket),
      ("2024-01-04T01:00:00Z", .closed),  // 20:00
      ("2024-07-03T13:30:00Z", .regular),  // 09:30 in summer
      ("2024-07-03T13:29:00Z", .premarket),
      ("2024-07-03T16:59:00Z", .regular),  // closes at 13:00 before Independence Day
      ("2024-07-03T17:00:00Z", .postmarket),
      ("2024-07-04T15:00:00Z", .closed),  // a holiday
      ("2024-07-06T15:00:00Z", .closed),  // a Saturday
      ("2024-07-07T15:00:00Z", .closed),  // a Sunday
      ("2024-03-11T13:30:00Z", .regular),  // the Monday after the clocks change
      ("2024-03-08T13:30:00Z", .premarket),  // the Friday before
    ]
  )
  func followsExchange(text: String, expected: SessionRegime) throws {
    let instant = try #require(Timestamp(text))
    #expect(SessionRegime(ofBarOpening: instant, calendar: .usEquities) == expected)
  }

  @Test(
    "follows the continents in UTC on a market that never closes",
    arguments: [
      ("2024-07-06T00:00:00Z", SessionRegime.asia), ("2024-07-06T07:59:59Z", .asia),
      ("2024-07-06T08:00:00Z", .europe), ("2024-07-06T13:59:59Z", .europe),
      ("2024-07-06T14:00:00Z", .america), ("2024-07-06T21:59:59Z", .america),
      ("2024-07-06T22:00:00Z", .offPeak), ("2024-07-06T23:59:59Z", .offPeak),
    ]
  )
  func followsContinents(text: String, expected: SessionRegime) throws {
    let instant = try #require(Timestamp(text))
    #expect(SessionRegime(ofBarOpening: instant, calendar: .alwaysOpen) == expected)
  }
}
