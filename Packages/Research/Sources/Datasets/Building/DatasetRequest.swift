public import Features
public import MarketModel

/// What a data set shall hold.
public struct DatasetRequest: Hashable, Sendable {
  /// The symbol whose daily bars are read.
  public var symbol: Symbol

  /// The provider of the bars, or `nil` when only one has them.
  public var provider: String?

  /// The names of the tiers, in the order of their columns.
  public var tiers: [String]

  /// Whether the five numbers of the bar come first.
  public var includesBars: Bool

  /// More columns, after those of the tiers.
  public var features: FeatureSet?

  /// Whether the columns of the volatility index come last.
  public var includesVolatilityIndex: Bool

  /// The length of the rows.
  public var timescale: Timescale

  /// The first date of a row, or `nil` for no limit.
  ///
  /// Earlier bars are still read, so that rows do not depend on the limit.
  public var firstDate: CivilDate?

  /// The last date of a bar, or `nil` for no limit.
  ///
  /// Later bars are not read at all, so that no label looks beyond it.
  public var lastDate: CivilDate?

  /// The price that labels look at, or `nil` for a data set without labels.
  public var labels: TargetPrice?

  /// Creates a request.
  public init(
    symbol: Symbol,
    provider: String?,
    tiers: [String],
    includesBars: Bool,
    features: FeatureSet?,
    includesVolatilityIndex: Bool,
    timescale: Timescale,
    firstDate: CivilDate?,
    lastDate: CivilDate?,
    labels: TargetPrice?
  ) {
    self.symbol = symbol
    self.provider = provider
    self.tiers = tiers
    self.includesBars = includesBars
    self.features = features
    self.includesVolatilityIndex = includesVolatilityIndex
    self.timescale = timescale
    self.firstDate = firstDate
    self.lastDate = lastDate
    self.labels = labels
  }

  /// What manifests call the columns, such as `a20_vix`; `ohlcv` where there are only bars.
  public var tierName: String {
    var parts = tiers
    if features != nil { parts.append("custom") }
    if includesVolatilityIndex { parts.append("vix") }
    return parts.isEmpty ? FeatureTier.ohlcv.name : parts.joined(separator: "_")
  }

  /// The name of the data set, such as `SPY.features.a20` or, with bars or the index, `SPY.dataset.a20`.
  ///
  /// A timescale other than daily is appended; carets of index symbols are left out.
  public var datasetName: String {
    let kind = includesBars || includesVolatilityIndex ? "dataset" : "features"
    let parts = [symbolName, kind, tierName]
    return (parts + (timescale == .daily ? [] : [timescale.rawValue])).joined(separator: ".")
  }

  /// The name of the labels, such as `SPY.labels.daily`.
  public var labelsName: String { "\(symbolName).labels.\(timescale.rawValue)" }

  private var symbolName: String { symbol.name.filter { $0 != "^" } }
}
