import ConfigValidation
public import DataLake
public import MarketModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How option chains are quoted on a synthetic market.
///
/// Quotes are Black–Scholes prices of European options without dividends. With *k* = ln(strike/price),
/// the implied volatility is `base · (1 + premium) + slope · k / √T + curvature · k² / T`, held above
/// one percent, where `base` is the volatility of the session's state: sellers of options earn the
/// premium on average, as in true markets.
public struct SyntheticOptionSettings: Hashable, Sendable {
  /// The share by which implied volatility exceeds the true one.
  public var volatilityPremium: Double

  /// The slope of implied volatility; negative makes low strikes dearer.
  public var skewSlope: Double

  /// The curvature of implied volatility.
  public var skewCurvature: Double

  /// How many Fridays ahead have expiries.
  public var expiryCount: Int

  /// The strikes on each side of the one at the money.
  public var strikesPerSide: Int

  /// The distance of strikes as a fraction of the price; rounded to 1, 2 or 5 times a power of ten.
  public var strikeSpacing: Double

  /// The distance of bid and ask as a fraction of the fair price.
  public var relativeSpread: Double

  /// The least price step; bid and ask lie at least one step apart.
  public var tick: Double

  /// The interest of a year, as a fraction, compounded continuously.
  public var annualRate: Double

  /// The contracts offered on each side.
  public var quoteSize: Int

  /// Creates settings.
  public init(
    volatilityPremium: Double,
    skewSlope: Double,
    skewCurvature: Double,
    expiryCount: Int,
    strikesPerSide: Int,
    strikeSpacing: Double,
    relativeSpread: Double,
    tick: Double,
    annualRate: Double,
    quoteSize: Int
  ) {
    self.volatilityPremium = volatilityPremium
    self.skewSlope = skewSlope
    self.skewCurvature = skewCurvature
    self.expiryCount = expiryCount
    self.strikesPerSide = strikesPerSide
    self.strikeSpacing = strikeSpacing
    self.relativeSpread = relativeSpread
    self.tick = tick
    self.annualRate = annualRate
    self.quoteSize = quoteSize
  }

  /// Four weekly expiries of 21 strikes, a tenth of premium, two percent of spread.
  public static let weeklies = SyntheticOptionSettings(
    volatilityPremium: 0.1,
    skewSlope: -0.03,
    skewCurvature: 0.005,
    expiryCount: 4,
    strikesPerSide: 10,
    strikeSpacing: 0.01,
    relativeSpread: 0.02,
    tick: 0.01,
    annualRate: 0.02,
    quoteSize: 50
  )
}

extension SyntheticMarket {
  /// Makes one option chain at the end of every session of a symbol.
  ///
  /// The rows have the columns of `option_snapshots`. `quotes_json` is an object with the arrays `puts` and
  /// `calls`, whose elements have `expiry_ms`, `strike`, `bid`, `ask`, `bid_size`, `ask_size` and `iv`, by
  /// expiry and strike. Snapshots are received when they are made.
  ///
  /// - Parameters:
  ///   - bars: The bars of the symbol, from ``bars(ofSymbolAt:)``.
  ///   - provider: The name of the source.
  ///   - options: How chains are quoted.
  /// - Returns: One row for each session whose last bar is found.
  /// - Throws: ``SyntheticMarketError/invalid(field:expected:found:)`` for settings without a quote.
  public func optionSnapshots(
    of bars: BarSeries,
    provider: String,
    options: SyntheticOptionSettings
  ) throws(SyntheticMarketError) -> ColumnTable {
    guard options.expiryCount > 0, options.strikesPerSide >= 0, options.strikeSpacing > 0,
      options.tick > 0, options.relativeSpread >= 0
    else {
      throw .invalid(
        field: "options",
        expected: "at least one expiry, positive spacing and tick",
        found: "\(options)"
      )
    }
    var times: [Int64] = []
    var prices: [Double] = []
    var volatilities: [Double] = []
    var counts: [Int64] = []
    var quotes: [String] = []
    var row = 0
    for session in sessions {
      while row < bars.count, bars.closeTimes[row] < session.close.nanoseconds { row += 1 }
      guard row < bars.count, bars.closeTimes[row] == session.close.nanoseconds else { continue }
      let chain = OptionChain(
        price: bars.close[row],
        volatility: settings.regimes[session.regime].annualVolatility,
        time: session.close,
        expiries: expiries(after: session, count: options.expiryCount),
        options: options
      )
      times.append(session.close.nanoseconds)
      prices.append(bars.close[row])
      volatilities.append(chain.atTheMoney)
      counts.append(Int64(chain.strikes.count))
      quotes.append(chain.quotes.text(pretty: false))
    }
    let columns = [
      Column("symbol", .text([String](repeating: bars.symbol.name, count: times.count))),
      Column("provider", .text([String](repeating: provider, count: times.count))),
      Column("timestamp", .timestamp(times)),
      Column("received_at", .timestamp(times)),
      Column("underlying_price", .double(prices)),
      Column("atm_iv", .double(volatilities)),
      Column("strike_count", .int64(counts)),
      Column("quotes_json", .text(quotes)),
    ]
    do throws(ColumnTableError) {
      return try ColumnTable(columns)
    } catch {
      throw .invalid(field: "options", expected: "columns of one length", found: "\(error)")
    }
  }

  /// The ends of the last sessions of the weeks that follow a session.
  private func expiries(after session: SyntheticSession, count: Int) -> [Timestamp] {
    var found: [Timestamp] = []
    var friday = session.date.advanced(byDays: 5 - session.date.weekday)
    // A week may hold no session at all, so that a few more are looked at.
    for _ in 0..<count + 4 where found.count < count {
      if let last = settings.calendar.lastSession(onOrBefore: friday), last.close > session.close,
        found.last.map({ last.close > $0 }) ?? true
      {
        found.append(last.close)
      }
      friday = friday.advanced(byDays: 7)
    }
    return found
  }
}

/// The quotes of one moment.
private struct OptionChain {
  let price: Double
  let volatility: Double
  let time: Timestamp
  let expiries: [Timestamp]
  let options: SyntheticOptionSettings

  /// The implied volatility at the money.
  var atTheMoney: Double { max(0.01, volatility * (1 + options.volatilityPremium)) }

  /// The strikes, rising: multiples of a round step around the price.
  var strikes: [Double] {
    let step = roundStep(price * options.strikeSpacing)
    let middle = (price / step).rounded()
    let side = options.strikesPerSide
    return (-side...side).map { (middle + Double($0)) * step }.filter { $0 > 0 }
  }

  /// The quotes of all contracts, puts and calls apart.
  var quotes: JSONValue {
    func side(isCall: Bool) -> JSONValue {
      .array(expiries.flatMap { expiry in strikes.map { quote(expiry, $0, isCall: isCall) } })
    }
    return ["puts": side(isCall: false), "calls": side(isCall: true)]
  }

  private func quote(_ expiry: Timestamp, _ strike: Double, isCall: Bool) -> JSONValue {
    let years = Double(expiry.seconds - time.seconds) / 31_557_600
    let distance = log(strike / price)
    let skew =
      options.skewSlope * distance / years.squareRoot()
      + options.skewCurvature * distance * distance / years
    let implied = max(0.01, atTheMoney + skew)
    let fair = blackScholesPrice(
      underlying: price,
      strike: strike,
      years: years,
      volatility: implied,
      rate: options.annualRate,
      isCall: isCall
    )
    let half = max(options.tick, fair * options.relativeSpread) / 2
    let bid = max(0, ((fair - half) / options.tick).rounded(.down) * options.tick)
    let ask = max(bid + options.tick, ((fair + half) / options.tick).rounded(.up) * options.tick)
    func cleaned(_ value: Double) -> JSONValue { .number((value * 1e6).rounded() / 1e6) }
    return .object([
      JSONMember("expiry_ms", .integer(expiry.milliseconds)),
      JSONMember("strike", cleaned(strike)),
      JSONMember("bid", cleaned(bid)),
      JSONMember("ask", cleaned(ask)),
      JSONMember("bid_size", .integer(Int64(bid > 0 ? options.quoteSize : 0))),
      JSONMember("ask_size", .integer(Int64(options.quoteSize))),
      JSONMember("iv", cleaned(implied)),
    ])
  }
}

/// The Black–Scholes price of a European option on an underlying without dividends.
///
/// Time is in years, volatility and the continuously compounded rate are yearly fractions.
///
/// References: Black, Scholes (1973), "The pricing of options and corporate liabilities", Journal of
/// Political Economy 81(3).
func blackScholesPrice(
  underlying: Double,
  strike: Double,
  years: Double,
  volatility: Double,
  rate: Double,
  isCall: Bool
) -> Double {
  let deviation = volatility * years.squareRoot()
  let upper = (log(underlying / strike) + (rate + volatility * volatility / 2) * years) / deviation
  let lower = upper - deviation
  let discounted = strike * exp(-rate * years)
  let call = underlying * normalShare(upper) - discounted * normalShare(lower)
  return isCall ? call : call - underlying + discounted
}

/// The share of a standard normal variable below a value.
private func normalShare(_ value: Double) -> Double {
  0.5 * erfc(-value / 2.0.squareRoot())
}

/// The number among 1, 2 and 5 times a power of ten that is next to a positive number, by ratio.
private func roundStep(_ value: Double) -> Double {
  var power = 1.0
  while power * 10 <= value { power *= 10 }
  while power > value { power /= 10 }
  let candidates = [power, 2 * power, 5 * power, 10 * power]
  return candidates.min { abs(log($0 / value)) < abs(log($1 / value)) } ?? power
}
