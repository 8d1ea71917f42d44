public import Backtest
internal import ConfigValidation
public import MarketModel
public import Regime

/// One day of a backtest of the monitor.
public struct MonitorDay: Hashable, Sendable {
  /// The day; everything in the row is known at its end.
  public var date: CivilDate

  /// The regime at the end of the day.
  public var state: CompositeState

  /// The score behind it.
  public var score: Double

  /// The gain of the positions held through the day, before costs, as a fraction of the equity at its start.
  public var grossReturn: Double

  /// Fees and slippage of the trades at the end of the day, as a fraction of the same.
  public var cost: Double

  /// The funding paid during the day less that received, as a fraction of the same.
  public var funding: Double

  /// What the account gained: gross return less cost and funding.
  public var netReturn: Double

  /// The value of the alts traded at the end of the day, as a fraction of the same.
  public var altTurnover: Double

  /// The value of the majors traded at the end of the day, as a fraction of the same.
  public var majorTurnover: Double

  /// The value of the alts sold short after the day's trades, as a fraction of the equity then.
  public var altGross: Double

  /// The absolute value of the majors held after the day's trades, as a fraction of the equity then.
  public var majorGross: Double
}

/// A backtest of the monitor on the shared engine.
///
/// Trades happen at the price on which they were decided, the day's close, with fees and slippage; positions
/// keep their units, so weights drift until the next rebalance; funding is paid and received at every
/// settlement of the perpetual futures that are known. A held asset whose prices stop keeps its last mark and
/// cannot be traded until they return.
public struct MonitorRun: Sendable {
  /// The rows, one for each day after the look-back on which anything had a price.
  public let days: [MonitorDay]

  /// What the engine recorded.
  public let result: BacktestResult

  /// The symbols of the engine's results, by position.
  public let symbols: [Symbol]

  /// Runs an experiment.
  ///
  /// - Throws: ``MonitorError``.
  /// - Complexity: O(days · assets).
  public init(_ plan: MonitorPlan, settings: MonitorSettings) throws(MonitorError) {
    let market = try MonitorMarket(plan, settings: settings)
    let backtest = settings.backtest
    let definition = StrategyDefinition(
      name: "MajorsAltsStrategy",
      summary: "Buys majors and sells alts while the regime favours majors.",
      schema: .init([]),
      supports: { $0 == .day },
      makeSlice: { (_, symbols, _) throws(BacktestError) in
        MajorsAltsStrategy(plan: plan, settings: backtest, symbols: symbols)
      }
    )
    do throws(BacktestError) {
      result = try definition.backtest(
        market.market,
        settings: settings.execution,
        recording: Recording(
          keepsFills: true,
          keepsRoundTrips: true,
          keepsEquity: true,
          keepsJournal: true
        )
      )
    } catch {
      throw .engine("\(error)")
    }
    symbols = market.market.symbols
    days = DayBook(plan, market: market.market, settings: settings).rows(of: result)
  }
}

extension MonitorSettings {
  /// How the engine trades for the monitor.
  public var execution: ExecutionSettings {
    var execution = ExecutionSettings.frictionless(
      startingCash: backtest.startingCash,
      fillRule: .thisClose,
      sizing: FractionOfEquity(fraction: 1)
    )
    execution.fees = ProportionalFee(rate: costs.feeFraction)
    execution.slippage = FixedSlippage(priceFraction: costs.slippageFraction, perUnit: 0)
    return execution
  }
}

/// The assets that an experiment may ever hold, as a market for the engine.
struct MonitorMarket {
  let market: ReplayMarket

  init(_ plan: MonitorPlan, settings: MonitorSettings) throws(MonitorError) {
    let first = settings.backtest.lookbackDays
    guard first < plan.panel.dayCount else {
      throw .tooFewDays(found: plan.panel.dayCount, needed: first + 1)
    }
    let held = Set(plan.legs[first...].flatMap { $0.weights.map(\.asset) })
    guard !held.isEmpty else { throw .nothingToTrade }
    do {
      market = try ReplayMarket(
        listings: held.sorted().map { asset in
          ReplayMarket.Listing(
            bars: try plan.panel.bars(of: asset),
            funding: settings.costs.paysFunding ? plan.panel.funding[asset] : nil
          )
        },
        tradesFrom: plan.panel.day(first + 1).startInUTC
      )
    } catch {
      throw .engine("\(error)")
    }
  }
}

extension AssetPanel {
  /// The days of an asset as bars that only know the close.
  ///
  /// A bar opens where the one of the day before closed, so that funding settled at midnight is paid on that
  /// value.
  func bars(of asset: Int) throws(SeriesError) -> BarSeries {
    var bars: [Bar] = []
    for index in 0..<dayCount {
      guard let close = price[index, asset] else { continue }
      let open = index > 0 ? price[index - 1, asset] ?? close : close
      bars.append(
        Bar(
          openTime: day(index).startInUTC,
          closeTime: day(index + 1).startInUTC,
          open: open,
          high: max(open, close),
          low: min(open, close),
          close: close,
          volume: volume[index, asset] ?? 0
        )
      )
    }
    return try BarSeries(symbol: assets[asset], interval: .day, bars: bars)
  }
}
