internal import Backtest
internal import DataLake
internal import MarketModel
internal import Regime
internal import ReplayPacks

extension ResearchCycle {
  /// Makes packs ready for the engine: bars, labels, outcomes and option chains, each with the instant
  /// at which it becomes visible.
  func experimentData(of packs: [ReplayPack]) throws(CycleError) -> ExperimentData {
    var listings: [ReplayMarket.Listing] = []
    for pack in packs { listings.append(try listing(of: pack)) }
    let market: ReplayMarket
    do throws(BacktestError) {
      market = try ReplayMarket(listings: listings, sharedSeries: try sharedSeries(of: packs))
    } catch {
      throw .experiment(.backtest(strategy: "replay", error))
    }
    return ExperimentData(
      market: market,
      packs: packs.map {
        PackReference(
          path: sourceFile($0.fileName, in: loaded.config.pack.outputDirectory),
          hash: $0.contentHash.hex
        )
      },
      timeline: timeline(of: packs),
      outcomeCount: packs.reduce(0) { $0 + $1.visibleOutcomeCount }
    )
  }

  private func listing(of pack: ReplayPack) throws(CycleError) -> ReplayMarket.Listing {
    let rows = pack.regimes.compactMap { RegimeRecord($0) }
    var series: [VisibleSeries]
    do throws(RegimeError) {
      series = try RegimeSeries.visibleSeries(from: rows, scope: pack.symbol.name)
    } catch {
      throw .replay(pack.symbol, reason: "\(error)")
    }
    do throws(SeriesError) {
      for horizon in pack.outcomes { series += try horizon.visibleSeries() }
      if let volatility = try pack.volatilitySeries() { series.append(volatility) }
    } catch {
      throw .replay(pack.symbol, reason: "\(error)")
    }
    do throws(BacktestError) {
      return ReplayMarket.Listing(
        bars: pack.bars,
        visibleSeries: series,
        options: try pack.optionQuotes()
      )
    } catch {
      throw .replay(pack.symbol, reason: "\(error)")
    }
  }

  /// The labels of the market as a whole, which every pack carries.
  private func sharedSeries(of packs: [ReplayPack]) throws(BacktestError) -> [VisibleSeries] {
    let scope = regimePlan.marketScope
    guard let rows = packs.first?.regimes.compactMap({ RegimeRecord($0) }) else { return [] }
    do throws(RegimeError) {
      return try RegimeSeries.visibleSeries(from: rows, scope: scope)
    } catch {
      throw .malformedSeries(name: scope, row: 0)
    }
  }

  private func timeline(of packs: [ReplayPack]) -> RegimeTimeline {
    let labels = packs.flatMap { pack in
      pack.regimes.filter { $0.scope == pack.symbol.name }.map {
        RegimeTimeline.Label(
          scope: $0.scope,
          visibleAt: $0.timestamp.nanoseconds,
          volatility: $0.volatility,
          trend: $0.trend,
          session: nil
        )
      }
    }
    var sessions: [Int64: String] = [:]
    for pack in packs {
      for open in pack.bars.openTimes where sessions[open] == nil {
        let instant = Timestamp(nanoseconds: open)
        sessions[open] = SessionRegime(ofBarOpening: instant, calendar: calendar).label
      }
    }
    return RegimeTimeline(labels: labels, sessions: sessions)
  }
}

extension ReplayPack {
  /// The number of outcomes whose windows end before the last bar is over.
  fileprivate var visibleOutcomeCount: Int {
    guard let end = bars.closeTimes.last else { return 0 }
    return outcomes.reduce(0) { total, horizon in
      total
        + horizon.timestamps.indices.count {
          horizon.status[$0] != .incomplete && horizon.windowEnd(at: $0) <= end
        }
    }
  }

  /// The implied volatility at the money over time, or `nil` without snapshots that tell it.
  fileprivate func volatilitySeries() throws(SeriesError) -> VisibleSeries? {
    let known = snapshots.compactMap { snapshot in
      snapshot.atTheMoneyVolatility.map { (snapshot.receivedAt.nanoseconds, $0) }
    }
    guard !known.isEmpty else { return nil }
    return try VisibleSeries(
      name: PackSeries.impliedVolatility,
      visibleAt: known.map(\.0),
      values: known.map(\.1)
    )
  }
}

extension HorizonOutcomes {
  /// The end of a window, when its outcome becomes visible.
  fileprivate func windowEnd(at row: Int) -> Int64 {
    windowStarts[row] + horizonSeconds * 1_000_000_000
  }

  /// Forward returns and realised volatilities over time, released when their windows end.
  fileprivate func visibleSeries() throws(SeriesError) -> [VisibleSeries] {
    let filled = timestamps.indices.filter { status[$0] != .incomplete }
    let measured = filled.filter { self[$0].realizedVolatility != nil }
    return [
      try VisibleSeries(
        name: PackSeries.forwardReturn(horizonSeconds: horizonSeconds),
        visibleAt: filled.map { windowEnd(at: $0) },
        values: filled.map { forwardReturn[$0] }
      ),
      try VisibleSeries(
        name: PackSeries.realisedVolatility(horizonSeconds: horizonSeconds),
        visibleAt: measured.map { windowEnd(at: $0) },
        values: measured.map { realizedVolatility[$0] }
      ),
    ]
  }
}
