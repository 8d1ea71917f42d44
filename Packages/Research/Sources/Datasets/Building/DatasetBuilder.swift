internal import ConfigValidation
public import DataLake
public import Features
public import MarketModel

/// Builds data sets from the daily bars of a lake.
///
/// Bars are put together by the timescale, columns computed, rows joined with those of the volatility index
/// by date one to one, and rows with an undefined column dropped. On longer rows, a column that has a
/// timeframe of its own, such as `rsi(close, 14) @ 1w`, is computed on the daily bars, and a row holds its
/// value at the row's close.
public struct DatasetBuilder: Sendable {
  /// The content of the lake that is read.
  public let snapshot: LakeSnapshot

  /// The clock and the sessions of the symbols.
  public let calendar: TradingCalendar

  /// The tiers that can be asked for.
  public let tiers: FeatureTierRegistry

  /// The symbols under which the volatility index is looked for, first choice first.
  public static let volatilityIndices: [Symbol] = ["^VIX", "VIX"]

  /// Creates a builder.
  public init(snapshot: LakeSnapshot, calendar: TradingCalendar, tiers: FeatureTierRegistry) {
    self.snapshot = snapshot
    self.calendar = calendar
    self.tiers = tiers
  }

  /// Builds a data set.
  ///
  /// - Throws: ``DatasetError``.
  /// - Complexity: O(bars · columns).
  public func build(_ request: DatasetRequest) throws(DatasetError) -> Dataset {
    let features = try featureSet(of: request)
    var main = try daily(request.symbol, request)
    let barsRead = main.series.count
    var index = request.includesVolatilityIndex ? try volatilityIndex(request) : nil
    if request.timescale.isCountedFromStart, let other = index {
      (main, index) = beginningTogether(main, other)
    }
    let bars = try resampled(main.series, request.timescale)
    let own = try part(features, bars, of: main.series, request.timescale)
    var parts = [own]
    if let index {
      let longer = try resampled(index.series, request.timescale)
      parts.append(
        try part(FeatureTier.vix.features, longer, of: index.series, request.timescale)
      )
    }
    let joined = try DatasetRows(parts, request)
    return Dataset(
      request: request,
      frame: try joined.frame(of: own.frame),
      dates: joined.dates,
      labels: labels(request, bars).map { $0.selecting(joined.ownRows) },
      descriptions: parts.flatMap(\.descriptions),
      sources: [main.source] + (index.map { [$0.source] } ?? []),
      report: joined.report(barsRead: barsRead)
    )
  }

  private func labels(_ request: DatasetRequest, _ bars: BarSeries) -> [TargetColumn] {
    guard let price = request.labels else { return [] }
    return TargetCatalog.labels(price: price).map { $0.column(over: bars) }
  }

  private func featureSet(of request: DatasetRequest) throws(DatasetError) -> FeatureSet {
    var entries: [FeatureSet.Entry] = request.includesBars ? FeatureTier.ohlcv.features.entries : []
    do throws(FeatureTierError) {
      for name in request.tiers { entries += try tiers.tier(named: name).features.entries }
    } catch {
      throw .tier(error)
    }
    entries += request.features?.entries ?? []
    guard !entries.isEmpty else { throw .noColumns }
    do throws(FeatureSetError) {
      let index = request.includesVolatilityIndex ? FeatureTier.vix.features.entries : []
      // Names must be distinct over all columns of the table.
      _ = try FeatureSet(entries + index)
      return try FeatureSet(entries)
    } catch {
      throw .features(error)
    }
  }

  private func resampled(
    _ series: BarSeries,
    _ timescale: Timescale
  ) throws(DatasetError) -> BarSeries {
    guard let timeframe = timescale.timeframe else { return series }
    do throws(ResamplingError) {
      return try series.resampled(to: timeframe, calendar: calendar)
    } catch {
      throw .resampling(series.symbol, error)
    }
  }
}
