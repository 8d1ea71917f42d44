public import DataLake
public import MarketModel

/// An error of computing outcomes into a lake.
public enum OutcomeStoreError: Error, Hashable, Sendable {
  /// The lake failed.
  case lake(LakeError)

  /// The outcomes could not be computed.
  case outcome(OutcomeError)
}

extension OutcomeStoreError: CustomStringConvertible {
  /// The failure in words.
  public var description: String {
    switch self {
    case .lake(let error): "\(error)"
    case .outcome(.noBars(let symbol, let interval, let first, let last)):
      "no bar of \(symbol) \(interval) from \(first?.description ?? "the start") through "
        + "\(last?.description ?? "the end"), so there is no outcome to compute"
    case .outcome(let error): "\(error)"
    }
  }
}

/// What happened to the outcomes of one series of bars.
public struct OutcomeCounts: Hashable, Sendable {
  /// The bars whose outcomes were asked for.
  public var bars: Int

  /// Outcomes that were not stored before.
  public var inserted: Int

  /// Outcomes that were stored already, value for value.
  public var unchanged: Int

  /// Outcomes that took the place of others: incomplete windows and gaps that new bars filled,
  /// and windows whose bars were corrected.
  public var replaced: Int

  /// Creates counts.
  public init(bars: Int, inserted: Int, unchanged: Int, replaced: Int) {
    self.bars = bars
    self.inserted = inserted
    self.unchanged = unchanged
    self.replaced = replaced
  }
}

/// Computes the outcomes of stored bars and stores those that are new or have changed.
///
/// Bars after `last` serve as windows, so an outcome is the same for any range that asks for it.
/// When the bars and the definition are those of the last call, nothing is computed.
///
/// - Parameters:
///   - lake: The lake.
///   - symbol: The symbol.
///   - interval: The interval of the bars.
///   - provider: The provider, or `nil` when only one has such bars.
///   - first: The first open time whose outcome is wanted; `nil` for the oldest bar.
///   - last: The last such open time, inclusive; `nil` for the newest bar.
///   - definition: Horizons and scaling.
///   - expectation: How many bars a window should hold, between the open of the first bar and the
///     end of the last window.
/// - Returns: Counts over all horizons.
/// - Throws: ``OutcomeStoreError``; ``OutcomeError/noBars(symbol:interval:from:through:)`` inside
///   when there is no bar in the range.
public func ensureOutcomes(
  lake: Lake,
  symbol: Symbol,
  interval: BarInterval,
  provider: String?,
  from first: Timestamp?,
  through last: Timestamp?,
  definition: OutcomeDefinition,
  expectation: (_ first: Timestamp, _ last: Timestamp) -> BarExpectation
) throws(OutcomeStoreError) -> OutcomeCounts {
  let snapshot = try onLake { () throws(LakeError) in try lake.pin() }
  let provider = try onLake { () throws(LakeError) in
    try snapshot.provider(provider, of: .bars, symbol: symbol, interval: interval)
  }
  let bars = try onLake { () throws(LakeError) in
    try snapshot.bars(
      symbol: symbol,
      interval: interval,
      provider: provider,
      from: first,
      through: nil,
      visibleBy: nil
    )
  }
  let anchors =
    0..<(last.map { last in bars.openTimes.partitionPoint { $0 > last.nanoseconds } } ?? bars.count)
  guard let lastAnchor = anchors.last, let longest = definition.horizonSeconds.last else {
    throw .outcome(.noBars(symbol: symbol, interval: interval, from: first, through: last))
  }
  let expected = expectation(
    Timestamp(nanoseconds: bars.openTimes[0]),
    Timestamp(nanoseconds: bars.closeTimes[lastAnchor]).advanced(bySeconds: longest)
  )
  let keys = definition.horizonSeconds.map { horizon in
    SeriesKey.outcomes(symbol, interval, provider: provider, horizonSeconds: horizon)
  }
  let source = ContentHash(
    of: [
      snapshot.entry(.bars(symbol, interval, provider: provider))?.contentHash.hex ?? "",
      OutcomeDefinition.version, definition.barsPerYear.map { "\($0)" } ?? "per bar",
      "\(bars.openTimes[0]) \(bars.openTimes[lastAnchor])", expected.fingerprint,
    ].joined(separator: "\n")
  ).hex
  let total = anchors.count * keys.count
  if keys.allSatisfy({ snapshot.entry($0)?.derivedFrom == source }) {
    return OutcomeCounts(bars: anchors.count, inserted: 0, unchanged: total, replaced: 0)
  }
  let changes = try outcomeChanges(
    bars,
    anchors,
    definition,
    expected,
    provider: provider,
    source: source
  )
  let merged = try onLake { () throws(LakeError) in try lake.apply(changes) }
  return OutcomeCounts(
    bars: anchors.count,
    inserted: merged.reduce(0) { $0 + $1.inserted },
    unchanged: merged.reduce(0) { $0 + $1.unchanged },
    replaced: merged.reduce(0) { $0 + $1.replaced }
  )
}

/// Computes the outcomes of stored bars, expecting the bars of a calendar, and stores them.
///
/// - Parameters:
///   - lake: The lake.
///   - symbol: The symbol.
///   - interval: The interval of the bars.
///   - provider: The provider, or `nil` when only one has such bars.
///   - first: The first open time whose outcome is wanted; `nil` for the oldest bar.
///   - last: The last such open time, inclusive; `nil` for the newest bar.
///   - definition: Horizons and scaling.
///   - calendar: The calendar of the instrument.
/// - Returns: Counts over all horizons.
/// - Throws: ``OutcomeStoreError``, also when there is no bar in the range.
public func ensureOutcomes(
  lake: Lake,
  symbol: Symbol,
  interval: BarInterval,
  provider: String?,
  from first: Timestamp?,
  through last: Timestamp?,
  definition: OutcomeDefinition,
  calendar: TradingCalendar
) throws(OutcomeStoreError) -> OutcomeCounts {
  try ensureOutcomes(
    lake: lake,
    symbol: symbol,
    interval: interval,
    provider: provider,
    from: first,
    through: last,
    definition: definition,
    expectation: {
      BarExpectation(calendar: calendar, interval: interval, from: $0, through: $1)
    }
  )
}

extension SeriesKey {
  /// Names the outcomes of a series of bars for one horizon.
  public static func outcomes(
    _ symbol: Symbol,
    _ interval: BarInterval,
    provider: String,
    horizonSeconds: Int64
  ) -> SeriesKey {
    SeriesKey(
      table: .barOutcomes,
      values: [
        symbol.name, provider, "\(interval.seconds)", "\(horizonSeconds)",
        OutcomeDefinition.version,
      ]
    )
  }
}

private func outcomeChanges(
  _ bars: BarSeries,
  _ anchors: Range<Int>,
  _ definition: OutcomeDefinition,
  _ expectation: BarExpectation,
  provider: String,
  source: String
) throws(OutcomeStoreError) -> [LakeChange] {
  let outcomes: [HorizonOutcomes]
  do throws(OutcomeError) {
    outcomes = try computeOutcomes(
      of: bars,
      anchors: anchors,
      definition: definition,
      expectation: expectation
    )
  } catch {
    throw .outcome(error)
  }
  var changes: [LakeChange] = []
  for horizon in outcomes {
    do throws(ColumnTableError) {
      let rows = try horizon.rows(
        symbol: bars.symbol,
        provider: provider,
        interval: bars.interval
      )
      changes.append(
        LakeChange(table: .barOutcomes, rows: rows, policy: .replace, derivedFrom: source)
      )
    } catch {
      throw .outcome(.malformedRow(row: 0, reason: "\(error)"))
    }
  }
  return changes
}

private func onLake<Value>(
  _ body: () throws(LakeError) -> Value
) throws(OutcomeStoreError) -> Value {
  do throws(LakeError) { return try body() } catch { throw .lake(error) }
}
