internal import DataLake
public import MarketModel

/// What a cycle would do, found out without writing anything.
public struct CyclePlan: Hashable, Sendable {
  /// One symbol that would be packed.
  public struct Source: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol

    /// The provider of its bars.
    public let provider: String

    /// The first bar that the lake has of it.
    public let first: Timestamp

    /// The last bar that the lake has of it.
    public let last: Timestamp
  }

  /// The first day of the packs.
  public let first: CivilDate

  /// The last day of the packs, which is included.
  public let last: CivilDate

  /// The interval of the bars.
  public let interval: BarInterval

  /// The symbols that would be packed, in the order of the document.
  public let sources: [Source]

  /// The symbols that would be left out.
  public let missing: [MissingSymbol]
}

extension ResearchCycle {
  /// Resolves the days and finds the symbols that the lake has bars of.
  ///
  /// - Throws: ``CycleError/noBars(missing:first:last:)`` when a symbol that must be there is
  ///   missing, or all are; ``CycleError/lake(_:)``.
  public func plan() throws(CycleError) -> CyclePlan {
    let days = loaded.config.pack.period.resolved(at: now)
    let snapshot = try onLake { () throws(LakeError) in try lake.pin() }
    var sources: [CyclePlan.Source] = []
    var missing: [MissingSymbol] = []
    for symbol in loaded.config.pack.symbols {
      do throws(LakeError) {
        let provider = try snapshot.provider(
          loaded.config.pack.barsProvider,
          of: .bars,
          symbol: symbol,
          interval: interval
        )
        guard let entry = snapshot.entry(.bars(symbol, interval, provider: provider)) else {
          continue
        }
        if entry.last < days.first.startInUTC || entry.first > endOfDay(days.last) {
          missing.append(
            MissingSymbol(
              symbol: symbol,
              reason: "expected \(interval) bars from \(days.first) through \(days.last), found "
                + "them from \(CivilDate(utcDayOf: entry.first)) through "
                + "\(CivilDate(utcDayOf: entry.last)) only"
            )
          )
        } else {
          sources.append(
            CyclePlan.Source(
              symbol: symbol,
              provider: provider,
              first: entry.first,
              last: entry.last
            )
          )
        }
      } catch {
        guard case .noSeries = error else { throw .lake(error) }
        missing.append(MissingSymbol(symbol: symbol, reason: "\(error)"))
      }
    }
    try refuse(missing, leaving: sources.count, days)
    return CyclePlan(
      first: days.first,
      last: days.last,
      interval: interval,
      sources: sources,
      missing: missing
    )
  }

  /// A list of symbols is a demand; a universe is an offer, unless the document requires all of it.
  func refuse(
    _ missing: [MissingSymbol],
    leaving count: Int,
    _ days: (first: CivilDate, last: CivilDate)
  ) throws(CycleError) {
    let pack = loaded.config.pack
    guard !missing.isEmpty else { return }
    guard pack.mode == .single || pack.requiresAllSymbols || count == 0 else { return }
    throw .noBars(missing: missing, first: days.first, last: days.last)
  }
}

/// The last instant of a UTC day.
func endOfDay(_ day: CivilDate) -> Timestamp {
  day.advanced(byDays: 1).startInUTC.advanced(byNanoseconds: -1)
}
