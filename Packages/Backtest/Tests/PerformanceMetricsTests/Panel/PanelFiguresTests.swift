import PerformanceMetrics
import QuantMath
import Testing

@Suite("panelFigures(ofReturns:benchmark:periodsPerYear:)")
struct PanelFiguresTests {
  private static func matrix(rows: Int, periods: Int) -> (returns: [Double], benchmark: [Double]) {
    var stream = PhiloxStream(seed: 4, purpose: 0, trial: 0, path: 0)
    let benchmark = (0..<periods).map { _ in 0.0003 + 0.01 * stream.normal() }
    let returns = (0..<(rows * periods)).map { index in
      0.3 * benchmark[index % periods] + 0.012 * stream.normal()
    }
    return (returns, benchmark)
  }

  @Test("equals the functions of one series", arguments: [1, 3, 8, 9, 21])
  func equalsSingleFunctions(rows: Int) throws {
    let periods = 173
    let (returns, benchmark) = Self.matrix(rows: rows, periods: periods)
    let figures = try panelFigures(
      ofReturns: returns,
      benchmark: benchmark,
      periodsPerYear: 252
    )
    #expect(figures.count == rows)
    for (row, found) in figures.enumerated() {
      let series = Array(returns[(row * periods)..<((row + 1) * periods)])
      let line = try benchmarkRegression(
        of: series,
        on: benchmark,
        riskFreeRate: 0,
        periodsPerYear: 252
      )
      let expected: [(Double?, Double?)] = [
        (found.sharpe, try sharpeRatio(of: series, riskFreeRate: 0, periodsPerYear: 252)),
        (
          found.sortino,
          try sortinoRatio(of: series, minimumAcceptableReturn: 0, periodsPerYear: 252)
        ),
        (found.calmar, try calmarRatio(of: series, periodsPerYear: 252)),
        (found.maximumDrawdown, try maximumDrawdown(of: series)),
        (found.annualizedAlpha, line?.annualizedAlpha),
        (found.beta, line?.beta),
        (
          found.informationRatio,
          try informationRatio(of: series, against: benchmark, periodsPerYear: 252)
        ),
        (found.profitFactor, try profitFactor(of: series)),
      ]
      for (value, reference) in expected {
        // Sums of 173 terms; means near zero lose digits relative to their size.
        #expect(abs(try #require(value) - (try #require(reference))) < 1e-11)
      }
    }
  }

  @Test("counts the longest stretch below the peak")
  func countsDuration() throws {
    let figures = try panelFigures(
      ofReturns: [-0.1, 0.01, 0.2, -0.1, -0.1, 0.01, 0.5],
      benchmark: [0, 0.1, 0, 0.1, 0, 0.1, 0],
      periodsPerYear: 252
    )
    #expect(figures.map(\.longestDrawdownPeriods) == [3])
  }

  @Test("leaves figures of constant series undefined")
  func degenerate() throws {
    let figures = try panelFigures(
      ofReturns: [0.1, 0.1, 0.1, 0, 0, 0],
      benchmark: [0.1, 0.1, 0.1],
      periodsPerYear: 252
    )
    for row in figures {
      #expect(row.sharpe == nil && row.beta == nil && row.informationRatio == nil)
      #expect(row.sortino == nil && row.calmar == nil && row.profitFactor == nil)
    }
    #expect(try panelFigures(ofReturns: [], benchmark: [], periodsPerYear: 252).isEmpty)
  }

  @Test("names the place of a return that cannot be used")
  func namesBadReturn() {
    #expect(throws: MetricError.lengthMismatch(series: "returns", expected: 2, found: 3)) {
      try panelFigures(ofReturns: [0, 0, 0], benchmark: [0, 0], periodsPerYear: 252)
    }
    #expect(throws: MetricError.nonFiniteReturn(index: 3, value: .infinity)) {
      try panelFigures(ofReturns: [0, 0, 0, .infinity], benchmark: [0, 0], periodsPerYear: 252)
    }
    #expect(throws: MetricError.returnBelowTotalLoss(index: 2, value: -2)) {
      try panelFigures(ofReturns: [0, 0, -2, 0], benchmark: [0, 0], periodsPerYear: 252)
    }
    #expect(throws: MetricError.self) {
      try panelFigures(ofReturns: [0, .nan], benchmark: [0, 0], periodsPerYear: 252)
    }
  }
}
