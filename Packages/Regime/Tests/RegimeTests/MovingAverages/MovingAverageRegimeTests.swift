import MarketModel
import Regime
import Testing

@Suite("MovingAverageRegimeDetector and RegimeConfidenceScale")
struct MovingAverageRegimeTests {
  func readings(_ closes: [Double]) -> [MovingAverageRegimeDetector.Reading] {
    var detector = MovingAverageRegimeDetector.standard
    return closes.map { detector.update(close: $0) }
  }

  @Test("is sideways until 50 closes, then follows a line", arguments: [1.0, -1.0])
  func followsLine(direction: Double) {
    let found = readings((0..<60).map { 500 + direction * Double($0) })
    #expect(found[..<49].allSatisfy { $0.regime == .sideways && !$0.isWarm })
    #expect(found[49...].allSatisfy { $0.regime == (direction > 0 ? .bull : .bear) && $0.isWarm })
    #expect(MovingAverageRegimeDetector.standard.lookback == 49)
  }

  @Test("asks the price to agree with the averages")
  func asksPrice() {
    let rising = (0..<60).map { 100 + Double($0) }
    // SMA 20 of the last rows is near 150: a close of 120 is below it while 20 still exceeds 50.
    #expect(readings(rising + [120]).last?.regime == .sideways)
    #expect(readings(rising + [160]).last?.regime == .bull)
    let falling = rising.map { 300 - $0 }
    #expect(readings(falling + [180]).last?.regime == .sideways)
    #expect(readings(falling + [120]).last?.regime == .bear)
  }

  @Test("calls a market that never moves sideways", arguments: [0.1, 100, 1e-7, 1234.56])
  func constant(price: Double) {
    let found = readings([Double](repeating: price, count: 130))
    #expect(found.allSatisfy { $0.regime == .sideways })
  }

  @Test("labels as sums of the last closes do, and looks at no later bar", arguments: 1..<6)
  func matchesDefinition(seed: UInt64) throws {
    let closes = MadeBars.walk(seed: seed, steps: [Double](repeating: 0.02, count: 300))
    let found = readings(closes)
    for row in 49..<300 {
      let fast = closes[(row - 19)...row].reduce(0, +) / 20
      let slow = closes[(row - 49)...row].reduce(0, +) / 50
      var expected = MovingAverageRegime.sideways
      if fast > slow, closes[row] > fast { expected = .bull }
      if fast < slow, closes[row] < fast { expected = .bear }
      #expect(found[row].regime == expected)
    }
    #expect(Set(found.map(\.regime)).count == 3)
    for cut in [1, 49, 50, 51, 170] {
      #expect(readings(Array(closes[..<cut])) == Array(found[..<cut]))
    }
  }

  @Test("yields numbers as a transform, undefined during the look-back")
  func transforms() throws {
    let series = try MadeBars.daily((0..<60).map { 500 + Double($0) })
    var detector = MovingAverageRegimeDetector.standard
    let codes = (0..<series.count).map { detector.update(series[$0]) }
    #expect(codes[..<49].allSatisfy { $0 == nil })
    #expect(codes[49...].allSatisfy { $0 == MovingAverageRegime.bull.code })
  }

  @Test("refuses periods that are not ordered")
  func refusesPeriods() throws {
    #expect(throws: RegimeSettingsError.self) {
      try MovingAverageRegimeDetector(fastPeriod: 20, slowPeriod: 20)
    }
    let error = try #require(throws: RegimeSettingsError.self) {
      try MovingAverageRegimeDetector(fastPeriod: 0, slowPeriod: 0)
    }
    #expect(error.problems.map(\.field) == ["fast_period", "slow_period"])
  }

  static let factors: [(MovingAverageRegime, RegimeConfidenceScale.Direction, Double, Double)] = [
    (.bull, .long, 1, 1), (.bull, .short, 1, 0.5), (.bear, .long, 0.7, 0.5),
    (.bear, .short, 0.7, 1), (.sideways, .long, 0.5, 0.5), (.sideways, .short, 0.5, 0.5),
  ]

  @Test("scales confidence by table", arguments: factors)
  func scales(
    regime: MovingAverageRegime,
    direction: RegimeConfidenceScale.Direction,
    blind: Double,
    aware: Double
  ) {
    #expect(RegimeConfidenceScale.directionBlind[regime, direction] == blind)
    #expect(RegimeConfidenceScale.directionAware[regime, direction] == aware)
  }

  @Test("refuses factors outside 0...1, all at once")
  func refusesFactors() throws {
    let error = try #require(throws: RegimeSettingsError.self) {
      try RegimeConfidenceScale(
        bear: .init(long: -0.1, short: 1),
        sideways: .init(long: 0.5, short: .nan),
        bull: .init(long: 1.1, short: 0)
      )
    }
    #expect(error.problems.map(\.field) == ["bear.long", "sideways.short", "bull.long"])
  }
}
