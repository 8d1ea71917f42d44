import Reporting
import Testing

@Suite("NumberText")
struct NumberTextTests {
  @Test(
    "writes a fixed count of decimals",
    arguments: [
      (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (1.005, 1, "1.0"), (-12.345, 2, "-12.35"),
      (0.06, 2, "0.06"), (99.999, 2, "100.00"), (7, 0, "7"),
    ]
  )
  func writesDecimals(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test("shows an undefined value as a dash")
  func showsUndefined() {
    #expect(NumberText.fixed(nil, decimals: 2) == "–")
    #expect(NumberText.percent(.infinity, decimals: 2) == "–")
  }

  @Test(
    "groups digits",
    arguments: [(0, "0"), (999, "999"), (1_048_576, "1,048,576"), (-1_000, "-1,000")]
  )
  func groupsDigits(value: Int, text: String) {
    #expect(NumberText.grouped(value) == text)
  }

  @Test(
    "names durations in the unit that fits",
    arguments: [(0.85, "850ms"), (12.34, "12.3s"), (245, "4m 05s"), (7_800, "2h 10m")]
  )
  func namesDurations(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds: seconds) == text)
  }
}
