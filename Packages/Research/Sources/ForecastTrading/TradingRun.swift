internal import Backtest
internal import ConfigValidation
internal import Forecasting
internal import MarketModel
internal import PerformanceMetrics

/// One account over the bars of one leg, or of several that follow each other.
struct TradingRun {
  private let legs: [TradingLeg]
  private let first: Int
  private let result: BacktestResult

  init(
    _ legs: [TradingLeg],
    _ bars: BarSeries,
    _ settings: ForecastTradingSettings
  ) throws(ForecastTradingError) {
    self.legs = legs
    first = legs[0].bars.lowerBound
    let series = bars.slice(first..<legs[legs.count - 1].bars.upperBound)
    var execution = settings.execution
    execution.closesAtEnd = true
    do {
      let wanted = Self.wanted(legs, bars)
      let column = try VisibleSeries(
        name: ForecastSignal.seriesName,
        visibleAt: wanted.map(\.time),
        values: wanted.map(\.position)
      )
      result = try ForecastSignal.definition.backtest(
        ReplayMarket(listings: [.init(bars: series, visibleSeries: [column])]),
        settings: execution,
        recording: Recording(
          keepsFills: true,
          keepsRoundTrips: false,
          keepsEquity: true,
          keepsJournal: true
        )
      )
    } catch let error as BacktestError {
      throw .engine(error)
    } catch {
      // Decisions rise in time and are finite, so the column is in order.
      preconditionFailure("\(error)")
    }
  }

  /// The positions of all legs; a leg that no bar follows at once is left flat at the open of its last bar.
  private static func wanted(
    _ legs: [TradingLeg],
    _ bars: BarSeries
  ) -> [(time: Int64, position: Double)] {
    var wanted: [(time: Int64, position: Double)] = []
    for (index, leg) in legs.enumerated() {
      let isLast = index == legs.count - 1
      let last = leg.bars.upperBound - 1
      if !isLast, legs[index + 1].bars.lowerBound == leg.bars.upperBound {
        wanted += leg.decisions
      } else if isLast {
        // What is still held is closed at the last close; an order decided there would never fill.
        wanted += leg.decisions.filter { $0.time < bars.closeTimes[last] }
      } else if last > leg.bars.lowerBound {
        let farewell = bars.closeTimes[last - 1]
        wanted += leg.decisions.filter { $0.time < farewell }
        wanted.append((farewell, 0))
      }
    }
    return wanted
  }

  /// The account of each leg.
  func folds() -> [TradedFold] {
    var equity = result.equity
    // The last mark stands before the costs of closing what was still held.
    if !equity.isEmpty { equity[equity.count - 1] = result.summary.finalEquity }
    let exposed = exposure(equity.count)
    return legs.map { leg in
      let rows = leg.bars.lowerBound - first..<leg.bars.upperBound - first
      let before = rows.lowerBound == 0 ? result.summary.startingCash : equity[rows.lowerBound - 1]
      let fills = result.fills.filter { rows.contains(Int($0.bar)) }
      let costs = TradingCosts(
        commission: fills.reduce(0) { $0 + $1.fee },
        slippage: fills.reduce(0) { $0 + $1.slippage },
        financing: financing(rows),
        tradedNotional: fills.reduce(0) { $0 + abs($1.units * $1.price) }
      )
      return TradedFold(
        fold: leg.fold,
        closeTimes: Array(result.markTimes[rows]),
        netReturns: rows.map { row in
          let previous = row == 0 ? result.summary.startingCash : equity[row - 1]
          // An account without equity neither wins nor loses any more.
          return previous > 0 ? max(-1, equity[row] / previous - 1) : 0
        },
        startingEquity: max(before, .leastNormalMagnitude),
        costs: costs,
        grossProfit: equity[rows.upperBound - 1] - before + costs.total,
        fillCount: fills.count,
        exposedBars: exposed[rows].count { $0 }
      )
    }
  }

  /// Whether a position was held at each close.
  private func exposure(_ count: Int) -> [Bool] {
    var exposed = [Bool](repeating: false, count: count)
    var (units, fill) = (0.0, 0)
    for row in 0..<count {
      while fill < result.fills.count, Int(result.fills[fill].bar) <= row,
        result.fills[fill].cause != .closeAtEnd
      {
        units += result.fills[fill].units
        fill += 1
      }
      // Sums of units that cancel leave rounding.
      exposed[row] = abs(units) > 1e-9
    }
    return exposed
  }

  /// Funding and borrowing paid in the bars of a leg.
  private func financing(_ rows: Range<Int>) -> Double {
    let from = rows.lowerBound == 0 ? Int64.min : result.markTimes[rows.lowerBound - 1]
    let through = result.markTimes[rows.upperBound - 1]
    var paid = 0.0
    for entry in result.journal where entry.time.nanoseconds > from {
      guard entry.time.nanoseconds <= through else { break }
      if entry.debit == .funding || entry.debit == .borrow { paid += entry.amount }
      if entry.credit == .funding || entry.credit == .borrow { paid -= entry.amount }
    }
    return paid
  }
}

extension ForecastSignal {
  /// The strategy as the engine knows it.
  static let definition = StrategyDefinition(
    name: "ForecastSignalStrategy",
    summary: "Holds the position that the newest visible forecast asks for.",
    schema: ParameterSchema([]),
    supports: { _ in true },
    make: { (_, plan) throws(BacktestError) in
      ForecastSignal(plan.addSeries(seriesName, isRequired: true))
    }
  )
}
