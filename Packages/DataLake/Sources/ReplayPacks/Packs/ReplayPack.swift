public import DataLake
public import MarketModel

/// A frozen slice of a lake for one symbol: what a backtest replays.
///
/// Nothing in a pack lies or becomes visible after the end of its last day (UTC): not a bar, not
/// an outcome whose window ends later, not a regime, not a snapshot.
public struct ReplayPack: Hashable, Sendable {
  /// The provider of the bars.
  public let provider: String

  /// The first day, inclusive, in UTC.
  public let startDate: CivilDate

  /// The last day, inclusive, in UTC.
  public let endDate: CivilDate

  /// The bars that open on the first day or later and close by the end of the last one.
  public let bars: BarSeries

  /// Outcomes by horizon, rising; each has the bars whose windows end by the end of the last day.
  public let outcomes: [HorizonOutcomes]

  /// Labels of the symbol and of its market, sorted by time and series.
  public let regimes: [RegimeRow]

  /// Option chains, sorted by the time of receipt.
  public let snapshots: [OptionSnapshotRow]

  /// The identity of everything above.
  public let contentHash: ContentHash

  /// Creates a pack from its parts, leaving out what lies outside its days.
  ///
  /// - Throws: ``PackError/emptyRange(start:end:)`` and
  ///   ``PackError/noBars(symbol:interval:start:end:)``.
  public init(
    provider: String,
    startDate: CivilDate,
    endDate: CivilDate,
    bars: BarSeries,
    outcomes: [HorizonOutcomes],
    regimes: [RegimeRow],
    snapshots: [OptionSnapshotRow]
  ) throws(PackError) {
    guard startDate <= endDate else { throw .emptyRange(start: startDate, end: endDate) }
    let (start, end) = (startDate.startInUTC, endDate.advanced(byDays: 1).startInUTC)
    let kept = bars.slice(openingFrom: start, closedBy: end)
    guard !kept.isEmpty else {
      throw .noBars(symbol: bars.symbol, interval: bars.interval, start: startDate, end: endDate)
    }
    self.provider = provider
    self.startDate = startDate
    self.endDate = endDate
    self.bars = kept
    self.outcomes = outcomes.map { $0.known(by: end).from(start) }
      .sorted { $0.horizonSeconds < $1.horizonSeconds }
    self.regimes = regimes.filter { $0.timestamp >= start && $0.timestamp < end }
      .sorted { ($0.timestamp, $0.order) < ($1.timestamp, $1.order) }
    self.snapshots = snapshots.filter { $0.timestamp >= start && $0.receivedAt < end }
      .sorted {
        ($0.receivedAt, $0.timestamp, $0.provider) < ($1.receivedAt, $1.timestamp, $1.provider)
      }
    do throws(ColumnTableError) {
      contentHash = try ReplayPack.hash(
        provider,
        startDate,
        endDate,
        PackTables(
          bars: kept,
          provider: provider,
          outcomes: self.outcomes,
          regimes: self.regimes,
          snapshots: self.snapshots
        )
      )
    } catch {
      throw .malformed(path: "pack", field: "tables", reason: "\(error)")
    }
  }

  /// The symbol.
  public var symbol: Symbol { bars.symbol }

  /// The interval of the bars.
  public var interval: BarInterval { bars.interval }

  /// The number of outcomes over all horizons.
  public var outcomeCount: Int { outcomes.reduce(0) { $0 + $1.count } }

  /// The outcome of a bar for a horizon, or `nil`.
  ///
  /// - Complexity: O(log bars).
  public func outcome(at timestamp: Timestamp, horizonSeconds: Int64) -> BarOutcome? {
    guard let horizon = outcomes.first(where: { $0.horizonSeconds == horizonSeconds }) else {
      return nil
    }
    let row = horizon.timestamps.partitionPoint { $0 >= timestamp.nanoseconds }
    guard row < horizon.count, horizon.timestamps[row] == timestamp.nanoseconds else { return nil }
    return horizon[row]
  }

  /// The customary name of the pack's file: `<SYMBOL>_<start>_<end>.json`.
  public var fileName: String { baseName + ".json" }

  var baseName: String { "\(PathName.encode(symbol.name))_\(startDate)_\(endDate)" }

  private static func hash(
    _ provider: String,
    _ start: CivilDate,
    _ end: CivilDate,
    _ tables: PackTables
  ) -> ContentHash {
    let lines =
      ["assay-replay-pack-1", tables.symbol, provider, tables.interval, "\(start)", "\(end)"]
      + tables.all.map { "\($0.name) \(ContentHash(of: $0.rows))" }
    return ContentHash(of: lines.joined(separator: "\n"))
  }
}

/// The tables of a pack, with the schemas of the lake.
struct PackTables {
  let symbol: String
  let interval: String
  let all: [(name: String, table: LakeTable, rows: ColumnTable)]

  init(
    bars: BarSeries,
    provider: String,
    outcomes: [HorizonOutcomes],
    regimes: [RegimeRow],
    snapshots: [OptionSnapshotRow]
  ) throws(ColumnTableError) {
    symbol = bars.symbol.name
    interval = bars.interval.description
    var tables: [(name: String, table: LakeTable, rows: ColumnTable)] = [
      ("bars", .bars, LakeChange(bars: bars, provider: provider, policy: .refuseConflicts).rows)
    ]
    for horizon in outcomes {
      tables.append(
        (
          "outcomes_\(horizon.horizonSeconds)", .barOutcomes,
          try horizon.rows(symbol: bars.symbol, provider: provider, interval: bars.interval)
        )
      )
    }
    tables.append(("regimes", .regimes, try RegimeRow.table(regimes)))
    tables.append(("snapshots", .optionSnapshots, try OptionSnapshotRow.table(snapshots)))
    all = tables
  }
}

extension ReplayPack {
  var tables: PackTables {
    get throws(PackError) {
      do throws(ColumnTableError) {
        return try PackTables(
          bars: bars,
          provider: provider,
          outcomes: outcomes,
          regimes: regimes,
          snapshots: snapshots
        )
      } catch {
        throw .malformed(path: fileName, field: "tables", reason: "\(error)")
      }
    }
  }
}

extension HorizonOutcomes {
  /// The outcomes of the bars that open at or after an instant.
  fileprivate func from(_ instant: Timestamp) -> HorizonOutcomes {
    slice(timestamps.partitionPoint { $0 >= instant.nanoseconds }..<count)
  }
}

extension RegimeRow {
  fileprivate var order: String {
    [scope, timeframe, eventType, configHash].joined(separator: "\n")
  }
}
