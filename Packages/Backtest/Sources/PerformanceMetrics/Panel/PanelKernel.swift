/// The sums behind the figures of eight strategies, one in each lane.
struct PanelKernel {
  typealias Lanes = SIMD8<Double>

  /// The number of strategies computed side by side.
  static let width = 8

  private let count: Int
  private var mean = Lanes()
  private var squares = Lanes()
  private var crossProducts = Lanes()
  private var activeSquares = Lanes()
  private var losses = Lanes()
  private var lossSquares = Lanes()
  private var smallest = Lanes(repeating: .infinity)
  private var wealth = Lanes(repeating: 1)
  private var deepWealth = Lanes(repeating: 1)
  private var deepPeak = Lanes(repeating: 1)
  private var longest = Lanes()

  /// Computes the sums of eight rows of a matrix beside a benchmark's deviations from its mean.
  init(_ returns: [Double], rows: [Int], deviations: [Double]) {
    count = deviations.count
    returns.withUnsafeBufferPointer { returns in
      deviations.withUnsafeBufferPointer { deviations in
        accumulate(RowGroup(returns, rows: rows, periods: deviations.count), deviations)
      }
    }
  }

  private mutating func accumulate(_ rows: RowGroup, _ deviations: UnsafeBufferPointer<Double>) {
    var sum = Lanes()
    for time in 0..<count { sum += rows[time] }
    let mean = sum / Double(count)
    // Locals, so that the loop below keeps them in registers.
    var (squares, crossProducts, activeSquares) = (Lanes(), Lanes(), Lanes())
    var (losses, lossSquares, smallest) = (Lanes(), Lanes(), self.smallest)
    var (wealth, peak) = (self.wealth, self.wealth)
    var (deepWealth, deepPeak) = (self.deepWealth, self.deepPeak)
    var (under, longest) = (Lanes(), Lanes())
    for time in 0..<count {
      let value = rows[time]
      let market = Lanes(repeating: deviations[time])
      let deviation = value - mean
      squares += deviation * deviation
      crossProducts += deviation * market
      let active = deviation - market
      activeSquares += active * active
      let loss = value.replacing(with: 0, where: value .> 0)
      losses += loss
      lossSquares += loss * loss
      smallest.replace(with: value, where: value .< smallest)
      wealth *= 1 + value
      peak.replace(with: wealth, where: wealth .> peak)
      under = (under + 1).replacing(with: 0, where: wealth .>= peak)
      longest.replace(with: under, where: under .> longest)
      // wealth / peak < deepWealth / deepPeak, without two divisions: peaks are above zero.
      let isDeeper = wealth * deepPeak .< deepWealth * peak
      deepWealth.replace(with: wealth, where: isDeeper)
      deepPeak.replace(with: peak, where: isDeeper)
    }
    (self.mean, self.squares, self.crossProducts) = (mean, squares, crossProducts)
    (self.activeSquares, self.losses, self.lossSquares) = (activeSquares, losses, lossSquares)
    (self.smallest, self.wealth, self.longest) = (smallest, wealth, longest)
    (self.deepWealth, self.deepPeak) = (deepWealth, deepPeak)
  }

  /// Whether the row of a lane holds finite returns of -1 or more that compound without overflow.
  func isValid(lane: Int) -> Bool {
    smallest[lane] >= -1 && wealth[lane].isFinite && squares[lane].isFinite
  }

  /// The figures of the strategy in a lane.
  func figures(lane: Int, benchmark: SampleMoments, periodsPerYear: Double) -> PanelFigures {
    let size = Double(count)
    let (mean, scale) = (mean[lane], periodsPerYear.squareRoot())
    let drawdown = 1 - deepWealth[lane] / deepPeak[lane]
    let beta =
      benchmark.standardDeviation == nil
      ? nil : quotient(crossProducts[lane], benchmark.sumOfSquares)
    let growthRate = annualGrowthRate(
      growth: wealth[lane],
      periods: count,
      periodsPerYear: periodsPerYear
    )
    return PanelFigures(
      sharpe: ratio(mean, squares: squares[lane], level: abs(mean), scale: scale),
      sortino: quotient(mean * scale, (lossSquares[lane] / size).squareRoot()),
      calmar: growthRate.flatMap { quotient($0, drawdown) },
      maximumDrawdown: drawdown,
      longestDrawdownPeriods: Int(longest[lane]),
      annualizedAlpha: beta.flatMap { ((mean - $0 * benchmark.mean) * periodsPerYear).ifFinite },
      beta: beta,
      informationRatio: ratio(
        mean - benchmark.mean,
        squares: activeSquares[lane],
        level: max(abs(mean), abs(benchmark.mean), (squares[lane] / size).squareRoot()),
        scale: scale
      ),
      profitFactor: quotient(mean * size - losses[lane], -losses[lane])
    )
  }

  /// Mean by sample deviation, or `nil` when the deviation is rounding error at this level.
  private func ratio(_ mean: Double, squares: Double, level: Double, scale: Double) -> Double? {
    guard count >= 2 else { return nil }
    let deviation = (squares / Double(count - 1)).squareRoot()
    guard deviation > level * .ulpOfOne * Double(count) else { return nil }
    return (mean / deviation * scale).ifFinite
  }
}

/// Eight rows of a matrix, read column by column.
private struct RowGroup {
  private let rows:
    (
      UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>,
      UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>
    )

  init(_ returns: UnsafeBufferPointer<Double>, rows: [Int], periods: Int) {
    let base = returns.baseAddress.unsafelyUnwrapped
    func row(_ lane: Int) -> UnsafePointer<Double> { base + rows[lane] * periods }
    self.rows = (row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7))
  }

  @inline(__always)
  subscript(time: Int) -> SIMD8<Double> {
    SIMD8(
      rows.0[time],
      rows.1[time],
      rows.2[time],
      rows.3[time],
      rows.4[time],
      rows.5[time],
      rows.6[time],
      rows.7[time]
    )
  }
}
