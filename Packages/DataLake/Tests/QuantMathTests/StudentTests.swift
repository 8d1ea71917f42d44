import QuantMath
import Testing

@Suite("The incomplete beta function, Student's distribution and Newey-West errors")
struct StudentTests {
  let reference: RegimeReference

  init() throws { reference = try RegimeReference.load() }

  @Test("gives scipy's incomplete beta function")
  func matchesIncompleteBeta() throws {
    for row in reference.incompleteBeta {
      let found = try #require(regularizedIncompleteBeta(row[2], a: row[0], b: row[1]))
      #expect(
        isClose(found, row[3], within: 2e-11) || abs(found - row[3]) < 1e-300,
        "\(row) \(found)"
      )
    }
  }

  @Test("gives scipy's probabilities of Student's distribution, far into the tails")
  func matchesStudent() throws {
    for row in reference.student {
      let below = try #require(studentTCDF(row[1], degreesOfFreedom: row[0]))
      let outside = try #require(studentTTwoSidedProbability(row[1], degreesOfFreedom: row[0]))
      let tolerance = row[0] <= 10_000 ? 1e-12 : 1e-10
      #expect(isClose(below, row[2], within: tolerance), "\(row) \(below)")
      #expect(isClose(outside, row[3], within: tolerance), "\(row) \(outside)")
    }
  }

  @Test("reflects the incomplete beta function", arguments: [0.01, 0.2, 0.5, 0.83, 0.999])
  func reflects(x: Double) throws {
    for (a, b) in [(0.5, 3.0), (12, 7), (200, 0.5), (1, 1)] {
      let left = try #require(regularizedIncompleteBeta(x, a: a, b: b))
      let right = try #require(regularizedIncompleteBeta(1 - x, a: b, b: a))
      #expect(abs(left + right - 1) < 1e-12)
    }
  }

  @Test("is undefined outside its domain and exact at its ends")
  func domain() {
    #expect(regularizedIncompleteBeta(0, a: 2, b: 3) == 0)
    #expect(regularizedIncompleteBeta(1, a: 2, b: 3) == 1)
    #expect(regularizedIncompleteBeta(-0.1, a: 2, b: 3) == nil)
    #expect(regularizedIncompleteBeta(.nan, a: 2, b: 3) == nil)
    #expect(regularizedIncompleteBeta(0.5, a: 0, b: 3) == nil)
    #expect(regularizedIncompleteBeta(0.5, a: 2, b: .infinity) == nil)
    #expect(studentTCDF(0, degreesOfFreedom: 7) == 0.5)
    #expect(studentTCDF(.infinity, degreesOfFreedom: 7) == 1)
    #expect(studentTCDF(-.infinity, degreesOfFreedom: 7) == 0)
    #expect(studentTTwoSidedProbability(0, degreesOfFreedom: 7) == 1)
    #expect(studentTTwoSidedProbability(.nan, degreesOfFreedom: 7) == nil)
    #expect(studentTTwoSidedProbability(1, degreesOfFreedom: 0) == nil)
  }

  @Test("gives the errors of statsmodels' regression for a sample that comes and goes")
  func matchesNeweyWest() throws {
    for row in reference.neweyWest {
      let found = try neweyWestStandardError(
        ofMeanOf: reference.neweyWestValues,
        lags: Int(row[0])
      )
      #expect(isClose(try #require(found), row[1], within: 1e-11))
    }
  }

  @Test("counts lags in time, not in members of the sample")
  func gapsAreTime() throws {
    let near = try neweyWestStandardError(ofMeanOf: [1, 1.5, nil, nil, -1, -2], lags: 1)
    let far = try neweyWestStandardError(ofMeanOf: [1, nil, 1.5, nil, -1, nil, -2], lags: 1)
    let plain = try neweyWestStandardError(ofMeanOf: [1, 1.5, -1, -2], lags: 0)
    #expect(try #require(near) > #require(plain))
    #expect(far == plain)
  }

  @Test("is undefined without values and refuses what has no meaning")
  func neweyWestEdges() throws {
    #expect(try neweyWestStandardError(ofMeanOf: [], lags: 3) == nil)
    #expect(try neweyWestStandardError(ofMeanOf: [nil, nil], lags: 0) == nil)
    #expect(try neweyWestStandardError(ofMeanOf: [2], lags: 9) == 0)
    #expect(throws: QuantMathError.negativeLags(-1)) {
      try neweyWestStandardError(ofMeanOf: [1], lags: -1)
    }
    #expect(throws: QuantMathError.notFinite(index: 1, value: .infinity)) {
      try neweyWestStandardError(ofMeanOf: [nil, .infinity], lags: 1)
    }
  }
}
