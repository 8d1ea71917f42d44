import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Rolling kernels against direct computation")
struct RollingKernelTests {
  static let bars = GeneratedBars(seed: 31, count: 300).bars
  static let closes = bars.map(\.close)

  @Test("sums and means equal those of the window", arguments: [1, 2, 7, 50])
  func sumsEqualDirect(period: Int) {
    var sum = SlidingSum(period: period)
    var mean = SlidingSum(period: period)
    for (index, value) in Self.closes.enumerated() {
      let (total, average) = (sum.update(value: value), mean.mean(adding: value))
      guard index + 1 >= period else {
        #expect(total == nil && average == nil)
        continue
      }
      let direct = Self.closes[(index - period + 1)...index].reduce(0, +)
      #expect(abs((total ?? 0) - direct) <= 1e-13 * direct)
      #expect(abs((average ?? 0) - direct / Double(period)) <= 1e-13 * direct)
    }
  }

  @Test("a sum of zeros is zero, whatever came before")
  func zeroSumIsExact() {
    var sum = SlidingSum(period: 5)
    for value in [1e9, 0.1, 3e-7, 0.7, 12, 0, 0, 0, 0] { _ = sum.update(value: value) }
    #expect(sum.update(value: 0) == 0)
    sum.removeAll()
    #expect(sum.update(value: 1) == nil)
  }

  @Test("what has left the window leaves no trace", arguments: [2, 5, 20])
  func oldValuesLeaveNoTrace(period: Int) throws {
    var (sum, fresh) = (SlidingSum(period: period), SlidingSum(period: period))
    var (line, freshLine) = (RollingRegression(period: period), RollingRegression(period: period))
    var (pairs, freshPairs) = (RollingComoments(period: period), RollingComoments(period: period))
    for value in Self.closes.prefix(3 * period + 1) {
      _ = sum.update(value: value * 1e9)
      line.push(value * 1e9)
      pairs.push(value * 1e9, -value)
    }
    for (index, value) in Self.closes.enumerated() {
      let (found, expected) = (sum.update(value: value), fresh.update(value: value))
      line.push(value)
      freshLine.push(value)
      pairs.push(value, value * value)
      freshPairs.push(value, value * value)
      guard index + 1 >= period else { continue }
      #expect(abs(try #require(found) / #require(expected) - 1) < 1e-15 * Double(period))
      let slopes = (try #require(line.slope), try #require(freshLine.slope))
      #expect(abs(slopes.0 - slopes.1) < 1e-12)
      let areas = (pairs.covariance(.sample), freshPairs.covariance(.sample))
      #expect(abs(try #require(areas.0) / #require(areas.1) - 1) < 1e-9)
    }
  }

  @Test("weighted means equal those of the window", arguments: [1, 3, 20])
  func weightedMeansEqualDirect(period: Int) {
    var mean = RollingWeightedMean(period: period)
    for (index, bar) in Self.bars.enumerated() {
      let found = mean.update(value: bar.close, weight: bar.volume)
      guard index + 1 >= period else {
        #expect(found == nil)
        continue
      }
      let window = Self.bars[(index - period + 1)...index]
      let direct =
        window.reduce(0) { $0 + $1.close * $1.volume } / window.reduce(0) { $0 + $1.volume }
      #expect(abs((found ?? 0) - direct) <= 1e-13 * direct)
    }
  }

  @Test("an exponential mean of equal values is that value, at any period", arguments: 1...60)
  func exponentialMeanIsExact(period: Int) {
    var mean = ExponentialAverage(period: period)
    for index in 0..<100 {
      #expect(mean.update(value: 0.1) == (index + 1 < period ? nil : 0.1))
    }
  }

  @Test("covariance and slope equal two-pass values", arguments: [2, 5, 40], [0.0, 1e6])
  func comomentsEqualTwoPass(period: Int, level: Double) throws {
    var comoments = RollingComoments(period: period)
    let pairs = Self.bars.map { ($0.open + level, $0.close * 2 - level) }
    for (index, pair) in pairs.enumerated() {
      comoments.push(pair.0, pair.1)
      guard index + 1 >= period else { continue }
      let window = pairs[(index - period + 1)...index]
      let means = (
        window.reduce(0) { $0 + $1.0 } / Double(period),
        window.reduce(0) { $0 + $1.1 } / Double(period)
      )
      let products = window.reduce(0) { $0 + ($1.0 - means.0) * ($1.1 - means.1) }
      let squares = window.reduce(0) { $0 + ($1.0 - means.0) * ($1.0 - means.0) }
      let scale = 1e-9 * squares + 1e-14 * level
      #expect(
        abs(try #require(comoments.covariance(.population)) * Double(period) - products) <= scale
      )
      if level == 0 {
        let slope = products / squares
        #expect(abs(try #require(comoments.slope) - slope) <= 1e-8 * max(1, abs(slope)))
      }
    }
  }

  @Test("a stream of equal values has no correlation and no slope")
  func flatStreamsAreUndefined() {
    var comoments = RollingComoments(period: 4)
    for index in 0..<9 { comoments.push(0.1, Double(index)) }
    #expect(comoments.covariance(.sample) == 0)
    #expect(comoments.correlation == nil)
    #expect(comoments.slope == nil)
  }

  @Test("lines go through points that lie on one", arguments: [2, 3, 14])
  func linesGoThroughPoints(period: Int) throws {
    var regression = RollingRegression(period: period)
    for index in 0..<100 {
      regression.push(500 + 0.25 * Double(index))
      guard index + 1 >= period else {
        #expect(regression.slope == nil)
        continue
      }
      #expect(abs(try #require(regression.slope) - 0.25) < 1e-12)
      let next = try #require(regression.height(at: Double(period)))
      #expect(abs(next - (500.25 + 0.25 * Double(index))) < 1e-10)
      let squares = try #require(regression.squares)
      #expect(squares.residual < 1e-8)
    }
  }

  @Test("extremes come with their age; of equal ones the newest counts")
  func extremesHaveAges() throws {
    var largest = RollingExtremumAge(period: 4, largest: true)
    let found = [3.0, 5, 5, 1, 2, 2, 0, 9].map { largest.update(value: $0) }
    #expect(found.map { $0?.value } == [nil, nil, nil, 5, 5, 5, 2, 9])
    #expect(found.map { $0?.age } == [nil, nil, nil, 1, 2, 3, 1, 0])
  }

  @Test("a fit of points on a plane foretells the plane", arguments: [5, 30])
  func fitsPlanes(period: Int) throws {
    var fit = RollingLeastSquares(period: period)
    func plane(_ row: SIMD4<Double>) -> Double { 1 + 2 * row[0] - 3 * row[1] + 0.5 * row[2] }
    for (index, bar) in Self.bars.enumerated() {
      let row = SIMD4(bar.open, bar.high, bar.volume / 100, 0)
      let foretold = fit.prediction(at: row)
      if index >= period {
        #expect(abs(try #require(foretold) - plane(row)) < 1e-6)
      } else {
        #expect(foretold == nil)
      }
      fit.push(row, target: plane(row))
    }
  }

  @Test("a fit on a regressor that repeats another has no answer")
  func refusesRepeatedRegressors() {
    var fit = RollingLeastSquares(period: 20)
    for bar in Self.bars.prefix(40) {
      fit.push(SIMD4(bar.close, 2 * bar.close, bar.volume, 0), target: bar.open)
    }
    #expect(fit.prediction(at: SIMD4(1, 2, 3, 0)) == nil)
  }
}
