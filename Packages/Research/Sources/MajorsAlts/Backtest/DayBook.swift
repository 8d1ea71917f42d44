internal import Backtest
internal import MarketModel

/// Splits what the engine recorded into days.
struct DayBook {
  private let plan: MonitorPlan
  private let assets: [Int]
  private let majors: Set<Int>
  private let startingCash: Double

  init(_ plan: MonitorPlan, market: ReplayMarket, settings: MonitorSettings) {
    self.plan = plan
    assets = market.symbols.map { plan.panel.index(of: $0) ?? 0 }
    let names = settings.universe.majors + settings.longLeg.shares.map(\.asset)
    majors = Set(names.compactMap { plan.panel.index(of: $0) })
    startingCash = settings.backtest.startingCash
  }

  /// One row for each mark.
  func rows(of result: BacktestResult) -> [MonitorDay] {
    var rows: [MonitorDay] = []
    var positions = [Double](repeating: 0, count: assets.count)
    var prices = [Double](repeating: 0, count: assets.count)
    var before = startingCash
    var (nextFill, nextEntry) = (0, 0)
    for (mark, equity) in zip(result.markTimes, result.equity) {
      let day =
        CivilDate(utcDayOf: Timestamp(nanoseconds: mark)).dayNumber - 1
        - plan.panel.firstDay.dayNumber
      var (cost, funding) = (0.0, 0.0)
      var turnover = (alts: 0.0, majors: 0.0)
      while nextFill < result.fills.count, result.fills[nextFill].time <= mark {
        let fill = result.fills[nextFill]
        let symbol = Int(fill.symbol)
        positions[symbol] += fill.units
        cost += fill.fee + fill.slippage
        let value = abs(fill.units * fill.price)
        if majors.contains(assets[symbol]) {
          turnover.majors += value
        } else {
          turnover.alts += value
        }
        nextFill += 1
      }
      while nextEntry < result.journal.count, result.journal[nextEntry].time.nanoseconds <= mark {
        let entry = result.journal[nextEntry]
        if entry.debit == .funding { funding += entry.amount }
        if entry.credit == .funding { funding -= entry.amount }
        nextEntry += 1
      }
      var gross = (alts: 0.0, majors: 0.0)
      for (symbol, asset) in assets.enumerated() {
        prices[symbol] = plan.panel.price[day, asset] ?? prices[symbol]
        let value = abs(positions[symbol] * prices[symbol])
        if majors.contains(asset) { gross.majors += value } else { gross.alts += value }
      }
      let net = equity / before - 1
      if let reading = plan.readings[day] {
        rows.append(
          MonitorDay(
            date: plan.panel.day(day),
            state: reading.state,
            score: reading.score,
            grossReturn: net + (cost + funding) / before,
            cost: cost / before,
            funding: funding / before,
            netReturn: net,
            altTurnover: turnover.alts / before,
            majorTurnover: turnover.majors / before,
            altGross: gross.alts / equity,
            majorGross: gross.majors / equity
          )
        )
      }
      before = equity
    }
    return rows
  }
}
