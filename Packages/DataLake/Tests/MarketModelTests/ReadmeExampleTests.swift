import MarketModel
import QuantMath
import Testing

@Suite("The example of the package's README")
struct ReadmeExampleTests {
  @Test("does what its comments say")
  func runs() throws {
    let calendar = TradingCalendar.usEquities
    let session = try session("2024-07-03", in: calendar)
    #expect("\(session.close) \(session.isEarlyClose)" == "2024-07-03T17:00:00Z true")
    var stream = PhiloxStream(seed: 42, purpose: 1, trial: 0, path: 17)
    let draws = (0..<1_000).map { _ in stream.normal() }
    let tail = try #require(quantile(of: draws, at: 0.05))
    // The quantile of 1,000 draws has a standard error of 0.067 around -1.645.
    #expect(abs(tail + 1.645) < 0.3)
  }
}
