internal import Backtest
internal import Features
internal import Forecasting
internal import MarketModel

/// The bars of one fold's test and the positions wanted at their closes.
struct TradingLeg {
  let fold: Int

  /// The rows of the bars, from the first decision through the last.
  let bars: Range<Int>

  /// When positions are decided, in nanoseconds, rising, and what is wanted from then on.
  let decisions: [(time: Int64, position: Double)]

  init(
    _ forecasts: FoldForecasts,
    _ table: ForecastTable,
    _ series: BarSeries,
    _ settings: ForecastTradingSettings
  ) throws(ForecastTradingError) {
    fold = forecasts.fold
    let rows = forecasts.samples.map { table.layout.decisionRow(of: $0) }
    var decisions: [(time: Int64, position: Double)] = []
    var free = Int.min
    for (row, forecast) in zip(rows, forecasts.forecasts) {
      guard settings.pace == .everyBar || row >= free else { continue }
      free = row + table.layout.horizon
      do throws(ForecastError) {
        let position = try settings.positions.position(forecast, table.targetKind)
        decisions.append((table.closeTimes[row], position))
      } catch {
        throw .forecast(error)
      }
    }
    self.decisions = decisions
    func bar(_ row: Int) throws(ForecastTradingError) -> Int {
      let time = table.closeTimes[row]
      let place = series.closeTimes.partitionPoint { $0 >= time }
      guard place < series.count, series.closeTimes[place] == time else {
        throw .noBar(row: row, closeTime: time)
      }
      return place
    }
    for row in rows { _ = try bar(row) }
    bars = try bar(rows[0])..<bar(rows[rows.count - 1]) + 1
  }
}
