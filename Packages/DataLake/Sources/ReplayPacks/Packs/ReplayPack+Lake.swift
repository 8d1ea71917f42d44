public import DataLake
public import MarketModel

/// What a pack shall hold.
public struct PackRequest: Hashable, Sendable {
  /// The symbol.
  public var symbol: Symbol

  /// The interval of the bars.
  public var interval: BarInterval

  /// The provider of the bars, or `nil` when only one has them.
  public var provider: String?

  /// The first day, inclusive.
  public var startDate: CivilDate

  /// The last day, inclusive.
  public var endDate: CivilDate

  /// Scopes of regimes besides the symbol itself, such as `EQUITIES`.
  public var marketScopes: [String]

  /// The providers whose option snapshots are wanted; empty for none.
  public var optionProviders: [String]

  /// Creates a request.
  public init(
    symbol: Symbol,
    interval: BarInterval,
    provider: String?,
    startDate: CivilDate,
    endDate: CivilDate,
    marketScopes: [String],
    optionProviders: [String]
  ) {
    self.symbol = symbol
    self.interval = interval
    self.provider = provider
    self.startDate = startDate
    self.endDate = endDate
    self.marketScopes = marketScopes
    self.optionProviders = optionProviders
  }
}

extension ReplayPack {
  /// Freezes a slice of a pinned lake.
  ///
  /// Outcomes of every stored horizon, regimes of the symbol and the named scopes, and snapshots
  /// of the named providers are taken as far as the lake has them. A snapshot without a volatility
  /// gets the one of its quotes.
  ///
  /// - Throws: ``PackError`` when the lake has no such bars or cannot be read.
  public init(from lake: LakeSnapshot, _ request: PackRequest) throws(PackError) {
    let start = request.startDate.startInUTC
    let end = request.endDate.advanced(byDays: 1).startInUTC
    let last = end.advanced(byNanoseconds: -1)
    let parts: Parts
    do throws(LakeError) {
      let provider = try lake.provider(
        request.provider,
        of: .bars,
        symbol: request.symbol,
        interval: request.interval
      )
      let bars = try lake.bars(
        symbol: request.symbol,
        interval: request.interval,
        provider: provider,
        from: start,
        through: last,
        visibleBy: end
      )
      parts = Parts(
        provider: provider,
        bars: bars,
        series: try lake.catalog.filter { $0.key.belongs(to: request, provider: provider) }
          .map { (entry) throws(LakeError) in
            (entry.key, try lake.rows(of: entry.key, from: start, through: last))
          }
      )
    } catch {
      throw .lake(error)
    }
    try self.init(parts, request)
  }

  private struct Parts {
    var provider: String
    var bars: BarSeries
    var series: [(SeriesKey, ColumnTable)]
  }

  private init(_ parts: Parts, _ request: PackRequest) throws(PackError) {
    var outcomes: [HorizonOutcomes] = []
    var regimes: [RegimeRow] = []
    var snapshots: [OptionSnapshotRow] = []
    for (key, rows) in parts.series {
      do {
        switch key.table {
        case .barOutcomes:
          let horizon = key["horizon_seconds"].flatMap { Int64($0) } ?? 0
          outcomes.append(try HorizonOutcomes(rows: rows, horizonSeconds: horizon))
        case .regimes: regimes += try RegimeRow.rows(rows, of: key)
        default: snapshots += try OptionSnapshotRow.rows(rows, of: key)
        }
      } catch {
        throw PackError.malformed(path: "\(key)", field: "rows", reason: "\(error)")
      }
    }
    for index in snapshots.indices where snapshots[index].atTheMoneyVolatility == nil {
      snapshots[index].atTheMoneyVolatility = snapshots[index].volatilityFromQuotes()
    }
    try self.init(
      provider: parts.provider,
      startDate: request.startDate,
      endDate: request.endDate,
      bars: parts.bars,
      outcomes: outcomes,
      regimes: regimes,
      snapshots: snapshots
    )
  }
}

extension SeriesKey {
  /// Whether a pack takes rows of this series besides its bars.
  fileprivate func belongs(to request: PackRequest, provider: String) -> Bool {
    switch table {
    case .barOutcomes:
      symbol == request.symbol && interval == request.interval && self.provider == provider
        && self["outcome_version"] == OutcomeDefinition.version
    case .regimes:
      symbol == request.symbol || request.marketScopes.contains(symbol.name)
    case .optionSnapshots:
      symbol == request.symbol && request.optionProviders.contains(self.provider ?? "")
    default: false
    }
  }
}
