/// What the account did lately, as far as stops and the volatility target look back.
struct AccountHistory {
  private let settings: BacktestSettings

  /// The newest daily results, oldest first.
  private var results: [Double] = []
  private var previous: Double
  private var entry: Entry?

  private struct Entry {
    var equity: Double
    var days = 0
    var recent: [Double] = []
  }

  init(settings: BacktestSettings) {
    self.settings = settings
    previous = settings.startingCash
  }

  /// Takes in the equity at the end of a day, before that day's decisions.
  mutating func mark(_ equity: Double, isInMarket: Bool) {
    let result = equity / previous - 1
    previous = equity
    guard isInMarket else { return }
    results.append(result)
    let kept = max(3, settings.volatilityTarget?.days ?? 0)
    if results.count > kept { results.removeFirst(results.count - kept) }
    guard var entry else { return }
    entry.days += 1
    entry.recent.append(equity)
    if entry.recent.count > settings.stops.trailingDays { entry.recent.removeFirst() }
    self.entry = entry
  }

  /// Remembers where a position was opened.
  mutating func enter(_ equity: Double) {
    entry = Entry(equity: equity)
    previous = equity
  }

  /// Forgets the position.
  mutating func leave() { entry = nil }

  /// Whether one of the rules asks to give the position up.
  var callsForStop: Bool {
    guard let entry, entry.days > 0 else { return false }
    let stops = settings.stops
    let today = results.last ?? 0
    if let limit = stops.dayLoss, today <= -limit { return true }
    if let limit = stops.threeDayLoss {
      let growth = results.suffix(min(3, entry.days)).reduce(1) { $0 * (1 + $1) }
      if growth - 1 <= -limit { return true }
    }
    if let gain = stops.takeProfit, previous / entry.equity - 1 >= gain { return true }
    if let days = stops.maximumDays, entry.days >= days { return true }
    if let limit = stops.trailingLoss {
      let best = max(entry.equity, entry.recent.max() ?? 0)
      if previous / best - 1 <= -limit { return true }
    }
    return false
  }

  /// The factor that brings recent volatility to the target, or `nil` while there are too few results.
  func scale(for target: VolatilityTarget) -> Double? {
    let window = results.suffix(target.days)
    guard window.count == target.days, let deviation = sampleDeviation(Array(window)),
      deviation > 0
    else { return nil }
    let annualised = deviation * settings.periodsPerYear.squareRoot()
    return min(
      max(target.annualised / annualised, target.range.lowerBound),
      target.range.upperBound
    )
  }
}
