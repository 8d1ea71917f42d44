import QuantMath
import Testing

@Suite("Sums, moments, quantiles, ranks and the normal distribution")
struct SeriesStatisticsTests {
  let reference: SeriesReference

  init() throws { reference = try SeriesReference.load() }

  @Test("gives scipy's moments")
  func matchesMoments() throws {
    let moments = RunningMoments(reference.series)
    #expect(isClose(try #require(moments.mean), reference.mean, within: 1e-14))
    #expect(isClose(try #require(moments.sampleVariance), reference.sampleVariance, within: 1e-13))
    #expect(isClose(try #require(moments.skewness), reference.skewness, within: 1e-12))
    #expect(isClose(try #require(moments.excessKurtosis), reference.excessKurtosis, within: 1e-12))
  }

  @Test("merges parts into the moments of the whole", arguments: [0, 1, 17, 63, 64])
  func mergesMoments(split: Int) throws {
    var left = RunningMoments(reference.series[..<split])
    left.merge(RunningMoments(reference.series[split...]))
    #expect(left.count == reference.series.count)
    #expect(isClose(try #require(left.sampleVariance), reference.sampleVariance, within: 1e-12))
    #expect(isClose(try #require(left.skewness), reference.skewness, within: 1e-11))
    #expect(isClose(try #require(left.excessKurtosis), reference.excessKurtosis, within: 1e-11))
  }

  @Test("leaves moments undefined where they are")
  func leavesMomentsUndefined() {
    #expect(RunningMoments().mean == nil)
    #expect(RunningMoments([1]).sampleVariance == nil)
    #expect(RunningMoments([0.1, 0.1, 0.1]).skewness == nil)
    #expect(RunningMoments([0.1, 0.1, 0.1]).excessKurtosis == nil)
  }

  @Test("gives numpy's linear quantiles to the last bit")
  func matchesQuantiles() {
    let found = reference.quantileFractions.map { quantile(of: reference.series, at: $0) }
    #expect(found == reference.quantiles)
    #expect(quantile(of: [], at: 0.5) == nil)
    #expect(quantile(of: [1], at: 1.5) == nil)
    #expect(quantile(of: [3], at: 0.3) == 3)
  }

  @Test("shares the mean rank among equal values")
  func matchesRanks() throws {
    #expect(try averageRanks(of: reference.series) == reference.ranks)
    #expect(try averageRanks(of: []) == [])
    #expect(throws: QuantMathError.self) { try averageRanks(of: [1, .nan]) }
  }

  @Test("keeps what plain summation loses")
  func compensates() {
    #expect(CompensatedSum([1, 1e100, 1, -1e100]).value == 2)
    #expect(CompensatedSum(repeatElement(0.1, count: 1_000_000)).value == 100_000)
  }

  @Test("gives scipy's normal probabilities and quantiles")
  func matchesNormal() throws {
    for (value, expected) in zip(reference.normalValues, reference.normalProbabilities) {
      #expect(isClose(try #require(normalCDF(value)), expected, within: 1e-13), "\(value)")
    }
    for (probability, expected) in zip(reference.probabilities, reference.normalQuantiles) {
      let found = try #require(inverseNormalCDF(probability))
      #expect(isClose(found, expected, within: 1e-14), "\(probability)")
    }
    #expect(inverseNormalCDF(0) == nil && inverseNormalCDF(1) == nil)
    #expect(inverseNormalCDF(.nan) == nil && normalCDF(.nan) == nil)
    #expect(isClose(try #require(normalDensity(0)), 0.398_942_280_401_432_7, within: 1e-15))
  }
}
