/// The families in which indicators are listed.
public enum IndicatorFamily: String, Hashable, Sendable, CaseIterable {
  /// Means of a field, with less noise and some delay.
  case averages

  /// How fast and in which direction prices move.
  case momentum

  /// Whether and where a market is going.
  case trend

  /// How far a market moves, whatever the direction.
  case volatility

  /// What was traded, and on which side.
  case volume

  /// Moments, ranks and relations of a window.
  case statistics

  /// Prices and returns of single bars.
  case price
}

extension IndicatorCatalog {
  /// The declarations of a family, in the order of their names.
  public static func definitions(in family: IndicatorFamily) -> [IndicatorDefinition] {
    switch family {
    case .averages: averages
    case .momentum: momentum
    case .trend: trend
    case .volatility: volatility
    case .volume: volume
    case .statistics: statistics
    case .price: price
    }
  }

  private static let averages: [IndicatorDefinition] = [
    ArnaudLegouxMovingAverage.definition,
    DoubleExponentialMovingAverage.definition,
    ExponentialMovingAverage.definition,
    HullMovingAverage.definition,
    KaufmanAdaptiveMovingAverage.definition,
    Midpoint.definition,
    MidpointPrice.definition,
    WilderMovingAverage.definition,
    SimpleMovingAverage.definition,
    TillsonMovingAverage.definition,
    TripleExponentialMovingAverage.definition,
    TriangularMovingAverage.definition,
    VolumeWeightedMovingAverage.definition,
    WeightedMovingAverage.definition,
    ZeroLagMovingAverage.definition,
  ]

  private static let momentum: [IndicatorDefinition] = [
    AbsolutePriceOscillator.definition,
    AwesomeOscillator.definition,
    BalanceOfPower.definition,
    CommodityChannelIndex.definition,
    ChandeMomentumOscillator.definition,
    CoppockCurve.definition,
    DetrendedPrice.definition,
    EfficiencyRatio.definition,
    ElderRay.definition,
    FastStochastic.definition,
    KnowSureThing.definition,
    MovingAverageConvergenceDivergence.definition,
    MoneyFlowIndex.definition,
    Momentum.definition,
    PercentagePriceOscillator.definition,
    RateOfChange.definition,
    RelativeStrengthIndex.definition,
    StochasticOscillator.definition,
    StochasticRelativeStrength.definition,
    Streak.definition,
    TripleSmoothedRate.definition,
    UltimateOscillator.definition,
    WilliamsPercentRange.definition,
  ]

  private static let trend: [IndicatorDefinition] = [
    AverageDirectionalIndex.definition,
    Aroon.definition,
    ChoppinessIndex.definition,
    DonchianChannel.definition,
    Ichimoku.definition,
    LinearRegression.definition,
    MassIndex.definition,
    ParabolicStop.definition,
    CoefficientOfDetermination.definition,
    RegressionStandardError.definition,
    Supertrend.definition,
    Vortex.definition,
  ]

  private static let volatility: [IndicatorDefinition] = [
    AverageTrueRange.definition,
    BollingerBands.definition,
    ChaikinVolatility.definition,
    ExponentialVolatility.definition,
    ConditionalVolatility.definition,
    GarmanKlassVolatility.definition,
    HeterogeneousVolatility.definition,
    KeltnerChannel.definition,
    NormalizedAverageTrueRange.definition,
    ParkinsonVolatility.definition,
    RealisedVolatility.definition,
    RogersSatchellVolatility.definition,
    TrueRange.definition,
    UlcerIndex.definition,
    YangZhangVolatility.definition,
  ]

  private static let volume: [IndicatorDefinition] = [
    AccumulationDistribution.definition,
    ChaikinOscillator.definition,
    ChaikinMoneyFlow.definition,
    EaseOfMovement.definition,
    ForceIndex.definition,
    NegativeVolumeIndex.definition,
    OnBalanceVolume.definition,
    PositiveVolumeIndex.definition,
    PercentageVolumeOscillator.definition,
    PriceVolumeTrend.definition,
    RelativeVolume.definition,
    SessionVolumeWeightedPrice.definition,
    RollingVolumeWeightedPrice.definition,
  ]

  private static let statistics: [IndicatorDefinition] = [
    Autocorrelation.definition,
    BarsSinceExtreme.definition,
    RollingBeta.definition,
    RollingCorrelation.definition,
    RollingCovariance.definition,
    RollingExtremes.definition,
    RollingKurtosis.definition,
    RollingMeanReturn.definition,
    RollingMedian.definition,
    RollingPercentileRank.definition,
    PermutationEntropy.definition,
    RollingQuantile.definition,
    RollingSkewness.definition,
    RollingStandardDeviation.definition,
    RollingTotal.definition,
    RollingVariance.definition,
    VarianceRatio.definition,
    ZScore.definition,
  ]

  private static let price: [IndicatorDefinition] = [
    AveragePrice.definition,
    CumulativeReturn.definition,
    Drawdown.definition,
    Gap.definition,
    HeikinAshi.definition,
    LogarithmicReturn.definition,
    MedianPrice.definition,
    TypicalPrice.definition,
    WeightedClose.definition,
  ]
}
