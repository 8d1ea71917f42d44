public import MarketModel
import QuantMath

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A seeded market whose states, drifts and volatilities are known.
///
/// States follow a Markov chain from session to session. Each symbol and session has draws of its
/// own, found by their numbers, so that the bars of a symbol do not depend on how many others are
/// made, on their order, or on how many sessions follow.
///
/// **Causality.** A session depends on the draws of sessions up to it only.
public struct SyntheticMarket: Sendable {
  /// What the market is made from.
  public let settings: SyntheticMarketSettings

  /// The sessions, oldest first.
  public let sessions: [SyntheticSession]

  /// The loading of each symbol on the common factor, by position of the symbol.
  public let loadings: [Double]

  /// Makes the path of states; prices are made by ``bars(ofSymbolAt:)``.
  ///
  /// - Throws: ``SyntheticMarketError``.
  public init(_ settings: SyntheticMarketSettings) throws(SyntheticMarketError) {
    try settings.validate()
    self.settings = settings
    sessions = try SyntheticMarket.path(settings)
    loadings = settings.symbols.indices.map { position in
      var stream = PhiloxStream(
        seed: settings.seed,
        purpose: Purpose.loading.rawValue,
        trial: 0,
        path: UInt32(position)
      )
      let range = settings.loadingRange
      return range.lowerBound + (range.upperBound - range.lowerBound) * stream.uniform()
    }
  }

  /// What a stream of draws is used for.
  enum Purpose: UInt32 {
    case regime = 0x5359_0001
    case loading
    case factor
    case own
    case shape
  }

  /// Makes the bars of one symbol.
  ///
  /// - Precondition: `position` lies inside the symbols of the settings.
  /// - Throws: ``SyntheticMarketError/series(_:_:)`` when prices overflow.
  /// - Complexity: O(bars).
  public func bars(ofSymbolAt position: Int) throws(SyntheticMarketError) -> BarSeries {
    var columns = SyntheticColumns()
    var price = settings.startPrice
    let grid = (0..<settings.priceDecimals).reduce(1.0) { value, _ in value * 10 }
    for index in sessions.indices {
      appendSession(index, position, &price, grid, &columns)
    }
    let symbol = settings.symbols[position]
    do throws(SeriesError) {
      return try BarSeries(
        symbol: symbol,
        interval: settings.interval,
        openTimes: columns.openTimes,
        closeTimes: columns.closeTimes,
        open: columns.open,
        high: columns.high,
        low: columns.low,
        close: columns.close,
        volume: columns.volume
      )
    } catch {
      throw .series(symbol, error)
    }
  }

  private func stream(_ purpose: Purpose, session: Int, path: Int) -> PhiloxStream {
    PhiloxStream(
      seed: settings.seed,
      purpose: purpose.rawValue,
      trial: UInt32(session),
      path: UInt32(path)
    )
  }

  /// Adds the bars of one session and moves the exact price to its end.
  private func appendSession(
    _ index: Int,
    _ position: Int,
    _ price: inout Double,
    _ grid: Double,
    _ columns: inout SyntheticColumns
  ) {
    let session = sessions[index]
    let regime = settings.regimes[session.regime]
    var factor = stream(.factor, session: index, path: 0)
    var own = stream(.own, session: index, path: position)
    var shape = stream(.shape, session: index, path: position)
    let loading = loadings[position]
    let factorScale = loading * settings.innovations.scale(&factor)
    let ownScale = (1 - loading * loading).squareRoot() * settings.innovations.scale(&own)
    let drift = regime.annualLogDrift / settings.sessionsPerYear
    let volatility = regime.annualVolatility / settings.sessionsPerYear.squareRoot()
    let starts = session.barStarts(settings.interval)
    let share = settings.overnightVarianceShare

    // The gap between the sessions comes first, so that the first open already contains it.
    let gapShock = factorScale * factor.normal() + ownScale * own.normal()
    price *= exp(share * drift + share.squareRoot() * volatility * gapShock)
    let step = (1 - share) / Double(starts.count)
    let stepDeviation =
      volatility * step.squareRoot()
      * (factorScale * factorScale + ownScale * ownScale).squareRoot()
    let weights = SyntheticColumns.volumeWeights(count: starts.count)
    for (bar, start) in starts.enumerated() {
      let shock = factorScale * factor.normal() + ownScale * own.normal()
      let move = step * drift + step.squareRoot() * volatility * shock
      let open = price
      price *= exp(move)
      // Extremes of a Brownian path whose ends are known (the bridge's maximum by inversion).
      let top = bridgeExtreme(move, stepDeviation, uniform: 1 - shape.uniform())
      let bottom = -bridgeExtreme(-move, stepDeviation, uniform: 1 - shape.uniform())
      let noise = exp(0.3 * shape.normal() - 0.045)
      let quantity =
        settings.averageSessionVolume * regime.volumeMultiplier * weights[bar] * noise
      columns.openTimes.append(start)
      columns.closeTimes.append(
        bar + 1 < starts.count ? starts[bar + 1] : session.close.nanoseconds
      )
      columns.append(
        open: open,
        high: open * exp(top),
        low: open * exp(bottom),
        close: price,
        volume: quantity,
        grid: grid
      )
    }
  }

  private static func path(
    _ settings: SyntheticMarketSettings
  ) throws(SyntheticMarketError) -> [SyntheticSession] {
    var sessions: [SyntheticSession] = []
    sessions.reserveCapacity(settings.sessionCount)
    var stream = PhiloxStream(
      seed: settings.seed,
      purpose: Purpose.regime.rawValue,
      trial: 0,
      path: 0
    )
    var date = settings.start
    var regime = 0
    // A calendar without a session in a month has ended.
    var misses = 0
    while sessions.count < settings.sessionCount {
      guard misses < 31 else {
        throw .calendarExhausted(needed: settings.sessionCount, found: sessions.count)
      }
      if let session = settings.calendar.session(on: date) {
        misses = 0
        if !sessions.isEmpty {
          regime = next(after: settings.transitions[regime], at: stream.uniform())
        }
        sessions.append(
          SyntheticSession(date: date, open: session.open, close: session.close, regime: regime)
        )
      } else {
        misses += 1
      }
      date = date.advanced(byDays: 1)
    }
    return sessions
  }

  /// The state in which a uniform draw falls.
  private static func next(after row: [Double], at draw: Double) -> Int {
    var sum = 0.0
    for (state, probability) in row.enumerated() {
      sum += probability
      if draw < sum { return state }
    }
    // Rounding may leave the sum just below one.
    return row.lastIndex { $0 > 0 } ?? 0
  }
}

/// One session of the synthetic market and the state that it is in.
public struct SyntheticSession: Hashable, Sendable {
  /// The day.
  public let date: CivilDate

  /// The start of trading.
  public let open: Timestamp

  /// The end of trading.
  public let close: Timestamp

  /// The position of the state among the settings' regimes.
  public let regime: Int

  /// The open times of the session's bars, in nanoseconds; the last bar may be shorter.
  func barStarts(_ interval: BarInterval) -> [Int64] {
    if interval.isDailyOrLonger { return [open.nanoseconds] }
    return Array(
      stride(from: open.nanoseconds, to: close.nanoseconds, by: Int(interval.nanoseconds))
    )
  }
}

extension SyntheticInnovations {
  /// Draws the factor by which a session's normal shocks are scaled; its mean square is one.
  ///
  /// Student's t is a normal variable over the root of an independent chi-square over its degrees
  /// of freedom, and has the variance ν/(ν−2), which is divided out.
  fileprivate func scale(_ stream: inout PhiloxStream) -> Double {
    guard case .studentT(let degrees) = self else { return 1 }
    var chiSquare = 0.0
    for _ in 0..<degrees {
      let draw = stream.normal()
      chiSquare += draw * draw
    }
    return (Double(degrees - 2) / chiSquare).squareRoot()
  }
}

/// The maximum of a Brownian path that starts at zero and ends at `end`.
private func bridgeExtreme(_ end: Double, _ deviation: Double, uniform: Double) -> Double {
  let spread = -2 * deviation * deviation * log(uniform)
  return 0.5 * (end + (end * end + spread).squareRoot())
}

/// Bars while they are made.
private struct SyntheticColumns {
  var openTimes: [Int64] = []
  var closeTimes: [Int64] = []
  var open: [Double] = []
  var high: [Double] = []
  var low: [Double] = []
  var close: [Double] = []
  var volume: [Double] = []

  mutating func append(
    open: Double,
    high: Double,
    low: Double,
    close: Double,
    volume: Double,
    grid: Double
  ) {
    func rounded(_ price: Double) -> Double { max(1, (price * grid).rounded()) / grid }
    let (first, last) = (rounded(open), rounded(close))
    self.open.append(first)
    self.close.append(last)
    self.high.append(max(first, last, rounded(high)))
    self.low.append(min(first, last, rounded(low)))
    self.volume.append(max(1, volume.rounded()))
  }

  /// Shares of a session's volume: high at both ends, low in the middle, summing to one.
  static func volumeWeights(count: Int) -> [Double] {
    let raw = (0..<count).map { bar in
      let place = 2 * (Double(bar) + 0.5) / Double(count) - 1
      return 1 + 2 * place * place
    }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }
}
