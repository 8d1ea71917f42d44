internal import PerformanceMetrics

/// Whether a model earned more than a baseline on the same bars, after costs, by more than chance explains.
public struct BaselineComparison: Hashable, Sendable {
  /// The baseline.
  public let baseline: String

  /// The number of bars compared.
  public let barCount: Int

  /// The mean difference of net returns a bar, model minus baseline.
  public let meanDifference: Figure

  /// The probability, were the model no better, of a mean difference at least as large; in (0, 1].
  public let pValue: Figure

  /// The mean length of a resampled block, in bars, or `nil` without variation.
  public let blockLength: Double?

  /// Whether the p-value is at most the level.
  public let passes: Bool

  /// Compares accounts by the stationary bootstrap of paired differences.
  ///
  /// The differences of net returns, bar by bar, are resampled in blocks whose mean length follows from their own
  /// dependence (``PerformanceMetrics/optimalBlockLength(of:)``), centred on their mean; the p-value is the share
  /// of resampled means that deviate upward by at least the mean itself, the data counted as one of the paths.
  /// Resampled means of blocks vary a little less than true ones, the less the longer the blocks; the mean is made
  /// smaller by the ratio of the normal critical value to that of Kiefer and Vogelsang (2005) for blocks of this
  /// share of the bars before it is compared.
  ///
  /// A fold that the model lacks counts as a fold in which it held nothing. A fold that only the baseline lacks
  /// leaves nothing to compare, and the model does not pass. Folds that both lack are not counted.
  ///
  /// - Throws: ``GateError``.
  /// - Complexity: O(bars^1.5 + paths · blocks).
  init(
    _ model: ForecastEvaluation,
    _ baseline: ForecastEvaluation,
    settings: GateSettings
  ) throws(GateError) {
    guard let differences = try Self.differences(model, baseline) else {
      self.init(baseline.name, barCount: 0, undefined: .missingBaseline)
      return
    }
    do throws(MetricError) {
      let length = try optimalBlockLength(of: differences)
      let mean = differences.reduce(0, +) / Double(max(1, differences.count))
      let share = 1.5 * (length ?? 1) / Double(max(1, differences.count))
      // Deviations from the mean stay what they are; only the mean that they are compared with shrinks.
      let shift = mean / criticalRatio(share) - mean
      let check = try realityCheck(
        of: [length == nil ? differences : differences.map { $0 + shift }],
        settings: RealityCheckSettings(
          pathCount: settings.pathCount,
          meanBlockLength: length ?? 1,
          seed: settings.seed
        )
      )
      guard let check else {
        self.init(baseline.name, barCount: differences.count, undefined: .tooFewSamples)
        return
      }
      // Differences without variation resample to themselves: equal accounts get a p-value of 1.
      self.init(
        baseline: baseline.name,
        barCount: differences.count,
        meanDifference: .value(mean),
        pValue: .value(check.whitePValue),
        blockLength: length,
        passes: check.whitePValue <= settings.level
      )
    } catch {
      throw .metric("\(model.name) against \(baseline.name): \(error)")
    }
  }

  private init(_ baseline: String, barCount: Int, undefined reason: UndefinedFigure) {
    self.init(
      baseline: baseline,
      barCount: barCount,
      meanDifference: .undefined(reason),
      pValue: .undefined(reason),
      blockLength: nil,
      passes: false
    )
  }

  private init(
    baseline: String,
    barCount: Int,
    meanDifference: Figure,
    pValue: Figure,
    blockLength: Double?,
    passes: Bool
  ) {
    self.baseline = baseline
    self.barCount = barCount
    self.meanDifference = meanDifference
    self.pValue = pValue
    self.blockLength = blockLength
    self.passes = passes
  }

  /// Net returns of the model minus those of the baseline, or `nil` when the baseline lacks a fold.
  private static func differences(
    _ model: ForecastEvaluation,
    _ baseline: ForecastEvaluation
  ) throws(GateError) -> [Double]? {
    var differences: [Double] = []
    for fold in Set((model.folds + baseline.folds).map(\.fold)).sorted() {
      let mine = model.folds.first { $0.fold == fold }?.traded
      guard let other = baseline.folds.first(where: { $0.fold == fold })?.traded else {
        if mine != nil { return nil }
        continue
      }
      guard let mine else {
        differences += other.netReturns.map { -$0 }
        continue
      }
      guard mine.closeTimes == other.closeTimes else {
        throw .otherBars(baseline: baseline.name, fold: fold)
      }
      differences += zip(mine.netReturns, other.netReturns).map(-)
    }
    return differences
  }
}

/// The one-sided 5 % critical value of a *t* ratio whose Bartlett window is a share of the sample, over the
/// normal one.
///
/// Blocks of geometric length *L* weigh lags like a Bartlett window of 1.5 *L*: both have one sum of squared
/// weights.
///
/// References: Kiefer and Vogelsang (2005), "A New Asymptotic Theory for Heteroskedasticity-Autocorrelation
/// Robust Tests", Econometric Theory 21(6), table 1.
private func criticalRatio(_ share: Double) -> Double {
  1 + share * (2.1859 + share * (0.3142 - 0.3427 * share)) / 1.6449
}
