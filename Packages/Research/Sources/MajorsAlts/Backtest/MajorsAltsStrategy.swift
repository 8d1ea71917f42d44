internal import Backtest
internal import MarketModel
internal import Regime

/// Buys majors and sells a basket of alts while the regime favours majors.
///
/// What it would hold was computed beforehand, day by day, each day from its own past; here the account
/// decides whether, when and how much of it is traded.
struct MajorsAltsStrategy: SliceStrategy {
  private let plan: MonitorPlan
  private let settings: BacktestSettings
  private let firstTradedDay: Int

  /// The position in the panel of each symbol of the market.
  private let assets: [Int]

  private var account: AccountHistory
  private var lastRebalance: Rebalance?
  private var isInMarket = false

  /// The regime and score at which a stop closed everything, until either has moved on.
  private var stoppedAt: MonitorReading?

  private struct Rebalance {
    var day: Int
    var reading: MonitorReading
  }

  init(plan: MonitorPlan, settings: BacktestSettings, symbols: [Symbol]) {
    self.plan = plan
    self.settings = settings
    firstTradedDay = settings.lookbackDays
    assets = symbols.map { plan.panel.index(of: $0) ?? 0 }
    account = AccountHistory(settings: settings)
  }

  mutating func onSlice(_ slice: borrowing SliceView, _ context: inout SliceContext) {
    let day = CivilDate(utcDayOf: slice.time).dayNumber - 1 - plan.panel.firstDay.dayNumber
    account.mark(context.equity, isInMarket: isInMarket)
    guard day >= firstTradedDay, let reading = plan.readings[day] else { return }
    if let stopped = stoppedAt, hasMovedOn(reading, since: stopped) { stoppedAt = nil }
    guard settings.tradedStates.contains(reading.state), stoppedAt == nil else {
      close(slice, &context)
      return
    }
    if isInMarket, account.callsForStop {
      stoppedAt = reading
      close(slice, &context)
      return
    }
    guard isDue(day, reading), !plan.legs[day].weights.isEmpty else { return }
    trade(plan.legs[day].scaled(by: scale(reading)), slice, &context)
    if !isInMarket { account.enter(context.equity) }
    isInMarket = true
    lastRebalance = Rebalance(day: day, reading: reading)
  }

  private func hasMovedOn(_ reading: MonitorReading, since old: MonitorReading) -> Bool {
    reading.state != old.state
      || abs(reading.score - old.score) > settings.rebalanceScoreChange
  }

  private func isDue(_ day: Int, _ reading: MonitorReading) -> Bool {
    guard isInMarket, let last = lastRebalance else { return true }
    if let days = settings.rebalanceDays { return day - last.day >= days }
    return hasMovedOn(reading, since: last.reading)
  }

  private func scale(_ reading: MonitorReading) -> Double {
    let regime = settings.scaling.map { $0.scale(of: reading.state, score: reading.score) ?? 1 }
    let volatility = settings.volatilityTarget.flatMap { account.scale(for: $0) }
    return min(1, (regime ?? 1) * (volatility ?? 1))
  }

  private mutating func close(_ slice: borrowing SliceView, _ context: inout SliceContext) {
    guard isInMarket else { return }
    trade(.flat, slice, &context)
    // Assets without a price today keep their units until they have one.
    isInMarket = assets.indices.contains { symbol in
      context.position(of: symbol) != 0 && !slice.contains(symbol)
    }
    if !isInMarket { account.leave() }
  }

  /// Brings every asset that has a price today to its weight.
  private func trade(
    _ target: LegWeights,
    _ slice: borrowing SliceView,
    _ context: inout SliceContext
  ) {
    for index in 0..<slice.count {
      let symbol = slice.symbol(at: index)
      let weight = target.weights.first { $0.asset == assets[symbol] }?.weight ?? 0
      if weight != 0 {
        context.submit(.targetWeight(weight), for: symbol)
      } else if context.position(of: symbol) != 0 {
        context.submit(.close, for: symbol)
      }
    }
  }
}

extension SliceView {
  /// Whether a symbol has a bar that closes now.
  fileprivate borrowing func contains(_ symbol: Int) -> Bool {
    for index in 0..<count where self.symbol(at: index) == symbol { return true }
    return false
  }
}
