import PerformanceMetrics
import QuantMath
import Testing

@Suite("ReturnBootstrap")
struct ReturnBootstrapTests {
  static let schemes: [ResamplingScheme] = [
    .independent, .circularBlock(length: 1), .circularBlock(length: 7),
    .circularBlock(length: 20), .circularBlock(length: 400), .stationary(meanLength: 1),
    .stationary(meanLength: 12.5), .stationary(meanLength: 10_000),
  ]

  private static func bootstrap(
    _ scheme: ResamplingScheme,
    seed: UInt64 = 42
  ) throws -> ReturnBootstrap {
    try ReturnBootstrap(scheme: scheme, seed: seed, trial: 3, periodsPerYear: 252)
  }

  private static func series(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var stream = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
    return (0..<count).map { _ in 0.0005 + 0.01 * stream.normal() }
  }

  /// A path drawn and compounded period by period, in the order of the documented draws.
  private static func naive(
    _ returns: [Double],
    scheme: ResamplingScheme,
    path: UInt32
  ) throws -> (wealth: Double, drawdown: Double, sharpe: Double?) {
    let purpose: UInt32 = 0x4D43_0002
    var stream = PhiloxStream(seed: 42, purpose: purpose, trial: 3, path: path)
    var drawn: [Double] = []
    while drawn.count < returns.count {
      let start = stream.index(below: returns.count)
      let length: Int
      switch scheme {
      case .independent: length = 1
      case .circularBlock(let fixed): length = fixed
      case .stationary(let mean) where mean == 1: length = 1
      case .stationary(let mean):
        // Continue with probability 1 - 1/mean: the smallest length whose tail is below the draw.
        let draw = 1 - stream.uniform()
        var (tail, count) = (1 - 1 / mean, 1)
        while tail >= draw, count < returns.count {
          tail *= 1 - 1 / mean
          count += 1
        }
        length = count
      }
      for offset in 0..<min(length, returns.count - drawn.count) {
        drawn.append(returns[(start + offset) % returns.count])
      }
    }
    return (
      try #require(try totalReturn(of: drawn)) + 1,
      try #require(try maximumDrawdown(of: drawn)),
      try sharpeRatio(of: drawn, riskFreeRate: 0, periodsPerYear: 252)
    )
  }

  @Test("gives what drawing period by period gives", arguments: schemes)
  func equalsNaive(scheme: ResamplingScheme) throws {
    let returns = Self.series(137)
    let paths = try Self.bootstrap(scheme).paths(0..<50, of: returns)
    for path in 0..<50 {
      let expected = try Self.naive(returns, scheme: scheme, path: UInt32(path))
      // Products and sums of 137 terms in another order.
      #expect(agree(paths.finalWealth[path], expected.wealth, relative: 1e-12))
      #expect(abs(paths.maximumDrawdown[path] - expected.drawdown) < 1e-12)
      let sharpe = try #require(paths.sharpeRatio[path])
      #expect(abs(sharpe - (try #require(expected.sharpe))) < 1e-9)
    }
  }

  @Test("does not depend on how paths are divided", arguments: schemes)
  func isIndependentOfWorkers(scheme: ResamplingScheme) throws {
    let returns = Self.series(60)
    let bootstrap = try Self.bootstrap(scheme)
    let whole = try bootstrap.paths(0..<30, of: returns)
    var parts = try bootstrap.paths(0..<11, of: returns)
    parts.append(try bootstrap.paths(11..<12, of: returns))
    parts.append(try bootstrap.paths(12..<30, of: returns))
    #expect(parts == whole)
    #expect(try Self.bootstrap(scheme, seed: 43).paths(0..<30, of: returns) != whole)
  }

  @Test("keeps the mean of log wealth and the spread of block draws")
  func isCentered() throws {
    let returns = Self.series(250)
    let paths = try Self.bootstrap(.stationary(meanLength: 10)).paths(0..<4_000, of: returns)
    let simulated = paths.finalWealth.reduce(0, +) / 4_000
    let expected = try #require(try totalReturn(of: returns)) + 1
    // E[Π(1 + r)] exceeds the sample's growth by about the variance of the sum of returns.
    #expect(simulated > 0.9 * expected && simulated < 1.2 * expected)
  }

  @Test("leaves a constant series without a Sharpe ratio, and a total loss at zero")
  func degenerate() throws {
    let constant = [Double](repeating: 0.01, count: 10)
    let flat = try Self.bootstrap(.circularBlock(length: 3)).paths(0..<5, of: constant)
    #expect(flat.sharpeRatio == [nil, nil, nil, nil, nil])
    #expect(flat.maximumDrawdown == [0, 0, 0, 0, 0])
    let ruin = try Self.bootstrap(.circularBlock(length: 4)).paths(0..<5, of: [0.1, -1, 0.2, 0.1])
    #expect(ruin.finalWealth == [0, 0, 0, 0, 0])
    #expect(ruin.maximumDrawdown == [1, 1, 1, 1, 1])
    #expect(try Self.bootstrap(.independent).paths(0..<5, of: []) == ReturnBootstrap.Paths())
  }

  @Test("refuses settings and returns without a meaning")
  func refusesBadInput() throws {
    #expect(throws: MetricError.self) { try Self.bootstrap(.circularBlock(length: 0)) }
    #expect(throws: MetricError.self) { try Self.bootstrap(.stationary(meanLength: 0.5)) }
    #expect(throws: MetricError.returnBelowTotalLoss(index: 1, value: -1.5)) {
      try Self.bootstrap(.independent).paths(0..<1, of: [0, -1.5])
    }
  }
}
