import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Rolling windows against direct computation")
struct RollingWindowTests {
  static let closes = GeneratedBars(seed: 11, count: 400).bars.map(\.close)

  @Test("moments equal two-pass values", arguments: [2, 3, 7, 20, 150], [0.0, 1e6])
  func momentsEqualTwoPass(period: Int, level: Double) throws {
    var moments = RollingMoments(period: period)
    let values = Self.closes.map { $0 + level }
    for (index, value) in values.enumerated() {
      moments.push(value)
      guard index + 1 >= period else { continue }
      let window = values[(index - period + 1)...index]
      let mean = window.reduce(0, +) / Double(period)
      let squares = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let found = try #require(moments.standardDeviation(.sample))
      let expected = (squares / Double(period - 1)).squareRoot()
      // The level cancels in the deviations; what is left is its rounding error.
      #expect(abs(found - expected) <= 1e-9 * expected + 1e-15 * level)
      #expect(abs(try #require(moments.mean) - mean) <= 1e-13 * mean)
    }
  }

  @Test("a window of equal values has no deviation, whatever came before")
  func constantWindowIsExact() {
    var moments = RollingMoments(period: 7)
    for value in Self.closes.prefix(20) { moments.push(value) }
    for _ in 0..<7 { moments.push(0.1) }
    #expect(moments.standardDeviation(.sample) == 0)
    #expect(moments.mean == 0.1)
  }

  @Test("extremes equal those of the window", arguments: [1, 2, 5, 33])
  func extremesEqualDirect(period: Int) {
    var largest = RollingExtremum(period: period, largest: true)
    var smallest = RollingExtremum(period: period, largest: false)
    for (index, value) in Self.closes.enumerated() {
      let (high, low) = (largest.update(value: value), smallest.update(value: value))
      guard index + 1 >= period else {
        #expect(high == nil && low == nil)
        continue
      }
      let window = Self.closes[(index - period + 1)...index]
      #expect(high == window.max() && low == window.min())
    }
  }

  @Test("sorted windows keep equal values apart")
  func sortedWindowKeepsDuplicates() {
    var window = SortedWindow(capacity: 3)
    for value in [2.0, 2, 1, 2, 3] { window.push(value) }
    #expect(window.countBelow(2) == 1)
    #expect(window.quantile(at: 1) == 3)
    #expect(window.quantile(at: 0.5) == 2)
  }
}
