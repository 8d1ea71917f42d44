import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Indicators of ranges where there is none")
struct RangeIndicatorTests {
  static let walk = GeneratedBars(seed: 9, count: 120).bars

  /// The walk with a market that stands still for thirty bars.
  static let halted: [Bar] = walk.enumerated().map { index, bar in
    guard 60..<90 ~= index else { return bar }
    var copy = bar
    (copy.open, copy.high, copy.low, copy.close) = (100, 100, 100, 100)
    return copy
  }

  @Test("the stochastic oscillator lies in 0...100 and begins anew after a halt")
  func stochasticBeginsAnew() {
    var oscillator = StochasticOscillator(period: 5, kPeriod: 3, dPeriod: 2)
    var defined: [Int] = []
    for (index, bar) in Self.halted.enumerated() {
      let output = oscillator.update(bar)
      #expect((output.k == nil) == (output.d == nil))
      if let k = output.k, let d = output.d {
        defined.append(index)
        #expect(0...100 ~= k && 0...100 ~= d)
      }
    }
    // A window of five halted bars ends at bar 64 first and at bar 89 last; then three and two
    // means refill.
    #expect(defined == Array(7..<64) + Array(93..<120))
  }

  @Test("the directional index lies in 0...100 and stays through a halt")
  func indexStays() {
    var index = AverageDirectionalIndex(period: 5)
    var outputs: [AverageDirectionalIndex.Output] = []
    for bar in Self.halted { outputs.append(index.update(bar)) }
    #expect(outputs.prefix(9).allSatisfy { $0.index == nil })
    for output in outputs.dropFirst(9) {
      #expect(output.index.map { 0...100 ~= $0 } ?? false)
      #expect((output.plus ?? -1) >= 0 && (output.minus ?? -1) >= 0)
    }
  }

  @Test("a steady rise has no downward movement and an index of 100")
  func steadyRise() {
    var index = AverageDirectionalIndex(period: 3)
    var last: AverageDirectionalIndex.Output?
    for (step, bar) in Self.walk.prefix(20).enumerated() {
      var copy = bar
      (copy.low, copy.close) = (Double(step), Double(step) + 1)
      (copy.open, copy.high) = (copy.low, copy.close)
      last = index.update(copy)
    }
    #expect(last?.minus == 0)
    #expect(last?.index == 100)
  }
}
