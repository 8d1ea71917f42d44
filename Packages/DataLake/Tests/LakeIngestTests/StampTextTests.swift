import MarketModel
import Testing

@testable import LakeIngest

@Suite("StampText")
struct StampTextTests {
  private func parse(_ text: String, _ unit: StampUnit = .automatic) -> RawStamp? {
    var text = text
    return text.withUTF8 { StampText.parse($0, unit: unit) }
  }

  @Test(
    "reads the same instant from every spelling",
    arguments: [
      "2024-01-02T14:30:00Z", "2024-01-02 09:30:00-05:00", "2024-01-02T09:30-0500",
      "2024-01-02T15:30:00.000+01", "1704205800", "1704205800000", "1704205800000000",
      "1704205800000000000",
    ]
  )
  func instants(_ text: String) {
    #expect(parse(text) == .instant(1_704_205_800_000_000_000))
  }

  @Test("tells dates and wall clock times from instants")
  func kinds() {
    #expect(parse("2024-01-02") == CivilDate("2024-01-02").map { .date($0) })
    #expect(parse("20240102") == CivilDate("2024-01-02").map { .date($0) })
    #expect(parse("2024-01-02 14:30") == .local(1_704_205_800_000_000_000))
    #expect(parse("2024-01-02 14:30:00.123456789") == .local(1_704_205_800_123_456_789))
  }

  @Test("a stated unit wins over the magnitude")
  func units() {
    #expect(parse("1704205800", .milliseconds) == .instant(1_704_205_800_000_000))
    #expect(parse("20240102", .seconds) == .instant(20_240_102_000_000_000))
    #expect(parse("2024-01-02", .seconds) == nil)
  }

  @Test(
    "refuses what is no time",
    arguments: [
      "", "2024-02-30", "2024-13-01", "20241301", "2024-01-02T25:00", "2024-01-02T10:61:00",
      "2024-01-02T10:00:00+25:00", "2024-01-02T10:00:00X", "9223372036854775808", "soon",
      "2024-01-02T10:00:00.", "2024/01/02",
    ]
  )
  func refused(_ text: String) {
    // Eight digits that are no date are seconds since 1970.
    if text == "20241301" { #expect(parse(text, .iso) == nil) } else { #expect(parse(text) == nil) }
  }
}
