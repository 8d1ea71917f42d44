import Features
import Forecasting
import Testing

@Suite("FoldSpacing")
struct FoldSpacingTests {
  private static func layout() throws -> SampleLayout {
    try SampleLayout(rowCount: 1_000, contextLength: 120, horizon: 60)
  }

  @Test("follows from horizon, context and look-back")
  func isComputed() throws {
    let strict = try FoldSpacing(
      Self.layout(),
      featureLookback: 20,
      separation: .inputs,
      embargo: nil
    )
    #expect((strict.purge, strict.embargo) == (60, 139))
    #expect((strict.before, strict.after) == (199, 199))
    let labels = try FoldSpacing(
      Self.layout(),
      featureLookback: 0,
      separation: .labels,
      embargo: nil
    )
    #expect((labels.purge, labels.embargo) == (60, 0))
    #expect((labels.before, labels.after) == (60, 179))
  }

  @Test("takes more rows by hand, never fewer than computed")
  func takesMore() throws {
    let given = try FoldSpacing(
      Self.layout(),
      featureLookback: 0,
      separation: .inputs,
      embargo: 180
    )
    #expect((given.before, given.after, given.embargo) == (180, 180, 120))
    #expect(throws: FoldError.embargoTooSmall(needed: 179, found: 178)) {
      try FoldSpacing(Self.layout(), featureLookback: 0, separation: .inputs, embargo: 178)
    }
    #expect(throws: FoldError.embargoTooSmall(needed: 60, found: 59)) {
      try FoldSpacing(Self.layout(), featureLookback: 0, separation: .labels, embargo: 59)
    }
  }

  @Test("refuses a negative look-back")
  func refusesNegative() throws {
    let error = #expect(throws: FoldError.self) {
      try FoldSpacing(Self.layout(), featureLookback: -1, separation: .inputs, embargo: nil)
    }
    #expect("\(try #require(error))" == "feature look-back: expected 0...1000000, found -1")
  }
}
