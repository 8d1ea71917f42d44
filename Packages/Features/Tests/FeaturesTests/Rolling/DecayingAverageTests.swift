import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Decaying averages")
struct DecayingAverageTests {
  static let closes = GeneratedBars(seed: 5, count: 300).bars.map(\.close)

  @Test("equal the plain recursion", arguments: [1.0, 0.5, 2.0 / 21, 1.0 / 14, 1e-4])
  func equalsRecursion(weight: Double) {
    var average = DecayingAverage(weight: weight, startingAt: 80)
    var expected = 80.0
    for value in Self.closes {
      expected += weight * (value - expected)
      #expect(abs(average.update(value) - expected) <= 1e-13 * expected)
    }
  }

  @Test("stay exactly at a constant", arguments: [0.1, 1e9, -3.3])
  func staysAtConstant(value: Double) {
    var average = DecayingAverage(weight: 0.3, startingAt: value)
    for _ in 0..<50 { #expect(average.update(value) == value) }
  }

  @Test("never fall below zero for values that do not", arguments: [0.5, 1.0 / 14, 1e-3])
  func staysPositive(weight: Double) {
    var average = DecayingAverage(weight: weight, startingAt: 0)
    for (index, value) in Self.closes.enumerated() {
      // Long stretches of nothing after large values.
      #expect(average.update(index % 37 < 3 ? value * 1e6 : 0) > 0)
    }
  }
}

@Suite("Rolling sums")
struct RollingSumTests {
  @Test("equal direct sums", arguments: [1, 2, 3, 7, 40])
  func equalsDirect(period: Int) {
    let values = DecayingAverageTests.closes
    var sum = RollingSum(period: period)
    for (index, value) in values.enumerated() {
      let mean = sum.mean(adding: value)
      guard index + 1 >= period else {
        #expect(mean == nil)
        continue
      }
      let direct = values[(index - period + 1)...index].reduce(0, +) / Double(period)
      #expect(abs((mean ?? 0) - direct) <= 1e-14 * direct)
    }
  }

  @Test("keep nothing of a large value that has left")
  func forgetsLargeValues() {
    var sum = RollingSum(period: 3)
    var moments = RollingMoments(period: 3)
    for value in [1.0, 1e15, 2, 0.25, 0.5, 0.75] {
      _ = sum.mean(adding: value)
      moments.push(value)
    }
    #expect(sum.mean(adding: 1) == 0.75)
    moments.push(1)
    #expect(moments.mean == 0.75)
    #expect(moments.variance(.sample) == 0.0625)
    #expect(moments.newestAboveMean == 0.25)
  }
}
