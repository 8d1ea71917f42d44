internal import ConfigValidation
public import DataLake
public import Datasets
internal import Features
public import Forecasting
public import MarketModel

/// What models are trained on and traded with.
public struct TrainingData: Sendable {
  /// The rows.
  public let table: ForecastTable

  /// All bars of the symbol through the last date; each row closes with one of them.
  public let bars: BarSeries

  /// The number of rows before its own that the features of a row depend on.
  public let featureLookback: Int

  /// The bars that were read.
  public let sources: [Dataset.Source]

  /// The number of bars between the first and the last row that have no row, for want of a column.
  public let gapCount: Int

  /// Takes rows that were made elsewhere, one for each of the last bars.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - bars: All bars of the symbol; every row closes with one of them.
  ///   - featureLookback: The number of rows before its own that the features of a row depend on.
  ///   - sources: What the rows were made from: with the document, the identity of a training.
  public init(
    table: ForecastTable,
    bars: BarSeries,
    featureLookback: Int,
    sources: [Dataset.Source]
  ) {
    self.table = table
    self.bars = bars
    self.featureLookback = featureLookback
    self.sources = sources
    gapCount = 0
  }

  /// Takes rows and bars as they are.
  ///
  /// - Parameters:
  ///   - dataset: The rows, oldest first.
  ///   - bars: All bars of the symbol.
  ///   - config: Target, context and columns of the calendar.
  /// - Throws: ``TrainingError``.
  ///
  /// **Causality.** Targets and returns ahead are counted in bars, also across bars without a row; a label
  /// therefore reaches at most as far as as many rows, which is what folds leave out.
  public init(
    _ dataset: Dataset,
    bars: BarSeries,
    config: TrainingConfig
  ) throws(TrainingError) {
    self.bars = bars
    let frame = dataset.frame
    let places = frame.openTimes.map { time in bars.openTimes.partitionPoint { $0 >= time } }
    for (row, place) in places.enumerated() where frame.closeTimes[row] != bars.closeTimes[place] {
      throw .lateColumns(
        row: row,
        closeTime: bars.closeTimes[place],
        visibleAt: frame.closeTimes[row]
      )
    }
    gapCount = places[places.count - 1] - places[0] + 1 - places.count
    let calendar = config.features.calendar
    let target: TargetColumn
    do throws(TargetError) {
      target = try TargetCatalog.target(
        named: config.target.name,
        horizon: config.horizon,
        price: config.target.price,
        [:]
      ).column(over: bars)
    } catch {
      throw .rows("\(error)")
    }
    let layout: SampleLayout
    do throws(SplitError) {
      layout = try SampleLayout(
        rowCount: places.count,
        contextLength: config.lookbackWindow,
        horizon: config.horizon
      )
    } catch {
      throw .rows(
        "lookback_window \(config.lookbackWindow) and horizon \(config.horizon): \(error)"
      )
    }
    do throws(ForecastError) {
      table = try ForecastTable(
        featureNames: frame.columns.map(\.name) + calendar.map(\.rawValue),
        features: frame.columns.map(\.values)
          + calendar.map { feature in dataset.dates.map { feature.value(on: $0) } },
        knownAhead: Set(calendar.map(\.rawValue)),
        closeTimes: frame.closeTimes,
        targets: places.map { target[$0] },
        targetKind: config.target.kind,
        returnsAhead: (1...config.horizon).map { steps in
          places.map { place in
            place + steps < bars.count ? bars.close[place + steps] / bars.close[place] - 1 : nil
          }
        },
        layout: layout
      )
    } catch {
      throw .forecast(error)
    }
    featureLookback = dataset.descriptions.map(\.lookback).max() ?? 0
    sources = dataset.sources
  }
}

extension TrainingConfig {
  /// Makes the rows from a lake.
  ///
  /// Rows at the start that lack a column are left out.
  ///
  /// - Throws: ``TrainingError``.
  public func data(in snapshot: LakeSnapshot) throws(TrainingError) -> TrainingData {
    let dataset: Dataset
    do throws(DatasetError) {
      dataset = try DatasetBuilder(snapshot: snapshot, calendar: data.calendar, tiers: .standard)
        .build(
          DatasetRequest(
            symbol: data.symbol,
            provider: data.provider,
            tiers: features.tiers,
            includesBars: false,
            features: nil,
            includesVolatilityIndex: features.includesVolatilityIndex,
            timescale: .daily,
            firstDate: data.firstDate,
            lastDate: data.lastDate,
            labels: nil
          )
        )
    } catch {
      throw .data(error)
    }
    let bars: BarSeries
    do throws(LakeError) {
      bars = try snapshot.bars(
        symbol: data.symbol,
        interval: data.interval,
        provider: data.provider,
        from: nil,
        through: data.lastDate.map { last in
          data.calendar.timeZone.instant(of: last.advanced(byDays: 1), nanoseconds: 0)
            .advanced(byNanoseconds: -1)
        },
        visibleBy: nil
      )
    } catch {
      throw .lake(error)
    }
    return try TrainingData(dataset, bars: bars, config: self)
  }

  /// Lays the folds over the rows.
  ///
  /// - Parameter data: The rows.
  /// - Returns: The folds, no more than the document wants.
  /// - Throws: ``TrainingError/folds(_:)``.
  public func plan(over data: TrainingData) throws(TrainingError) -> FoldPlan {
    do throws(FoldError) {
      let plan = try walkForward.plan(
        layout: data.table.layout,
        closeTimes: data.table.closeTimes,
        featureLookback: data.featureLookback
      )
      return maximumFolds.map { plan.prefix($0) } ?? plan
    } catch {
      guard case .schedule = error else { throw .folds(error) }
      throw .rows("\(walkForward.windowWords): \(error)")
    }
  }
}
