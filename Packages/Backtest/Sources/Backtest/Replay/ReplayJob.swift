import MarketModel
import PerformanceMetrics

/// The part of a sweep that one worker replays in one pass.
@usableFromInline
struct ReplayJob {
  @usableFromInline let market: ReplayMarket
  @usableFromInline let bars: [BarPointers]
  @usableFromInline let parameters: [StrategyParameters]
  @usableFromInline let settings: ExecutionSettings
  @usableFromInline let recording: Recording
  let shares: [Double]
  let sink: ResultSink
  let arena: FillArena

  /// The number of rows in a block: few enough that a block's columns stay in the cache.
  @inlinable static var blockRows: Int { 1_024 }

  @usableFromInline
  func makeBroker() -> Broker {
    let desks = market.listings.indices.map {
      Desk(market.listings[$0], bars: bars[$0], share: shares[$0])
    }
    return Broker(BrokerState(settings, recording, desks: desks, arena: arena))
  }

  @usableFromInline
  func makeColumns(_ plan: ColumnPlan, symbol: Int) throws(BacktestError) -> ColumnBlock {
    try ColumnBlock(
      plan,
      listing: market.listings[symbol],
      shared: market.sharedSeries,
      bars: bars[symbol],
      rows: ReplayJob.blockRows
    )
  }

  /// The first row of a symbol that is traded; the rows before only warm up columns.
  @usableFromInline
  func firstRow(symbol: Int) -> Int {
    guard let from = market.tradesFrom?.nanoseconds else { return 0 }
    return market.listings[symbol].bars.closeTimes.partitionPoint { $0 >= from }
  }

  /// Hands over what an instance yielded.
  @usableFromInline
  func finish(
    _ broker: Broker,
    _ recorder: Recorder,
    equity: [Double],
    markTimes: [Int64],
    lastTime: Int64
  ) {
    broker.state.revalue(lastTime)
    var summary = broker.state.summary
    summary.returns = recorder.moments
    summary.maximumDrawdown = recorder.drawdown.maximum
    summary.markCount = recorder.count
    // With several symbols the recorder counts; with one the broker does, up to the position still held.
    summary.exposedMarkCount += recorder.exposed
    if broker.state.exposedSince >= 0 {
      summary.exposedMarkCount += bars[0].count - broker.state.exposedSince
    }
    sink.results.append(
      PendingResult(broker: broker, summary: summary, equity: equity, markTimes: markTimes)
    )
  }
}

/// What an instance yielded, with its logs still where they were written.
struct PendingResult {
  let broker: Broker
  let summary: RunSummary
  let equity: [Double]
  let markTimes: [Int64]

  /// The result; asked for once, it takes the logs with it.
  func completed() -> BacktestResult {
    BacktestResult(
      summary: summary,
      equity: equity,
      markTimes: markTimes,
      fills: broker.state.drainFills(),
      optionFills: broker.state.optionFills,
      rejects: broker.state.rejects,
      unfilled: broker.state.unfilled,
      roundTrips: broker.state.roundTrips,
      ledger: broker.state.ledger,
      journal: broker.state.journal,
      decisions: broker.state.decisions
    )
  }
}

/// Where a worker puts its results, in the order of its parameter sets.
final class ResultSink {
  var results: [PendingResult] = []
}
