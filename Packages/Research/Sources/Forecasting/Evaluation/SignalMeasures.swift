/// What positions earned before costs, sample by sample: `r = position * return over the horizon`.
///
/// ```
/// sharpe       = (mean(r) - rf / N) / std(r) * sqrt(N)          std divides by n
/// sortino      = (mean(r) - rf / N) / std(r | r < 0) * sqrt(N)
/// max drawdown = largest fall of r[0] + … + r[i] from its peak, which starts at 0
/// win rate     = count(r > 0) / count(position != 0)
/// total return = sum(r)
/// calmar       = mean(r) * N / max drawdown
/// ```
///
/// A sum, not a compounded account: good for comparing signals, see ``NetMeasures`` for money.
public struct SignalMeasures: Hashable, Sendable {
  /// The number of samples.
  public let sampleCount: Int

  /// The number of samples with a position.
  public let signalCount: Int

  /// The number of samples in a year, *N*.
  public let samplesPerYear: Double

  /// The Sharpe ratio, a year.
  public let sharpe: Figure

  /// The Sortino ratio, a year.
  public let sortino: Figure

  /// The largest fall of the cumulative sum; 0 or more.
  public let maximumDrawdown: Figure

  /// The share of positions that earned something.
  public let winRate: Figure

  /// The sum of the returns.
  public let totalReturn: Figure

  /// The mean return a year over the largest fall.
  public let calmar: Figure

  /// The deviation at or below which a division by it has no meaning.
  public static let smallestDeviation = 1e-10

  /// Measures.
  ///
  /// - Parameters:
  ///   - positions: The positions; shape `[n]`.
  ///   - returns: What the asset returned from each sample over its horizon; shape `[n]`.
  ///   - samplesPerYear: The number of samples in a year, *N*.
  ///   - riskFreeRate: The risk-free rate a year.
  /// - Precondition: Both have one length; `samplesPerYear` is above 0.
  /// - Complexity: O(*n*).
  ///
  /// **Causality.** A statement about the past, never a feature.
  public init(
    positions: [Double],
    returns: [Double],
    samplesPerYear: Double,
    riskFreeRate: Double
  ) {
    precondition(positions.count == returns.count, "one return for each position")
    precondition(samplesPerYear > 0, "a year has samples")
    let earned = zip(positions, returns).map(*)
    sampleCount = earned.count
    signalCount = positions.count { $0 != 0 }
    self.samplesPerYear = samplesPerYear
    let winners = earned.count { $0 > 0 }
    winRate =
      signalCount > 0 ? .value(Double(winners) / Double(signalCount)) : .undefined(.noSignal)
    guard !earned.isEmpty else {
      let none = Figure.undefined(.noSamples)
      (sharpe, sortino, maximumDrawdown) = (none, none, none)
      (totalReturn, calmar) = (none, none)
      return
    }
    let sum = earned.reduce(0, +)
    let mean = sum / Double(earned.count)
    let excess = (mean - riskFreeRate / samplesPerYear) * samplesPerYear.squareRoot()
    sharpe = Self.ratio(excess, to: earned, elseBelow: 2)
    let losses = earned.filter { $0 < 0 }
    sortino = losses.isEmpty ? .undefined(.noLoss) : Self.ratio(excess, to: losses, elseBelow: 2)
    let drawdown = Self.drawdown(ofSumOf: earned)
    maximumDrawdown = .value(drawdown)
    totalReturn = .value(sum)
    calmar =
      drawdown > Self.smallestDeviation
      ? Figure(mean * samplesPerYear / drawdown, else: .noDrawdown) : .undefined(.noDrawdown)
  }

  private static func ratio(
    _ excess: Double,
    to values: [Double],
    elseBelow minimum: Int
  ) -> Figure {
    guard values.count >= minimum else { return .undefined(.tooFewSamples) }
    let size = Double(values.count)
    let mean = values.reduce(0, +) / size
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / size).squareRoot()
    guard deviation > smallestDeviation else { return .undefined(.noVariation) }
    return Figure(excess / deviation, else: .noVariation)
  }

  private static func drawdown(ofSumOf values: [Double]) -> Double {
    var (sum, peak, deepest) = (0.0, 0.0, 0.0)
    for value in values {
      sum += value
      peak = max(peak, sum)
      deepest = max(deepest, peak - sum)
    }
    return deepest
  }

  /// The measures by name, in the order of documents.
  var figures: [(name: String, figure: Figure)] {
    [
      ("sharpe", sharpe), ("sortino", sortino), ("max_drawdown", maximumDrawdown),
      ("win_rate", winRate), ("total_return", totalReturn), ("calmar", calmar),
    ]
  }
}
