public import MarketModel

/// One state of the synthetic market and what prices do in it.
public struct SyntheticRegime: Hashable, Sendable {
  /// The name, such as `calm`.
  public var name: String

  /// The expected log return of a year spent in this state, as a fraction.
  public var annualLogDrift: Double

  /// The standard deviation of the log return of such a year, as a fraction.
  public var annualVolatility: Double

  /// What the average volume is multiplied by.
  public var volumeMultiplier: Double

  /// Creates a state.
  public init(
    name: String,
    annualLogDrift: Double,
    annualVolatility: Double,
    volumeMultiplier: Double
  ) {
    self.name = name
    self.annualLogDrift = annualLogDrift
    self.annualVolatility = annualVolatility
    self.volumeMultiplier = volumeMultiplier
  }
}

/// How the shocks of a session are distributed.
public enum SyntheticInnovations: Hashable, Sendable {
  /// Normally.
  case normal

  /// Student's t, scaled to variance one; the degrees of freedom are whole and at least three.
  case studentT(degreesOfFreedom: Int)
}

/// Everything that a synthetic market is made from.
///
/// Of a session in state *s*, with *p* sessions a year, a symbol of loading β has the log return
/// (from close to close) μₛ/p + σₛ/√p · (β·F + √(1−β²)·E): *F* is shared by all symbols, *E* is the
/// symbol's own, both have variance one. A share of the variance falls between sessions, the rest is
/// spread evenly over the session.
public struct SyntheticMarketSettings: Hashable, Sendable {
  /// The seed of every draw.
  public var seed: UInt64

  /// The symbols; the position of a symbol, not its name, chooses its draws.
  public var symbols: [Symbol]

  /// The first day that may hold a session.
  public var start: CivilDate

  /// The number of sessions.
  public var sessionCount: Int

  /// The length of the bars; at most one day.
  public var interval: BarInterval

  /// The calendar that the sessions follow.
  public var calendar: TradingCalendar

  /// The states; the market begins in the first one.
  public var regimes: [SyntheticRegime]

  /// The probability of each state in the next session, by present state; rows sum to one.
  public var transitions: [[Double]]

  /// The distribution of the shocks.
  public var innovations: SyntheticInnovations

  /// Between which numbers the loadings on the common factor are drawn, within 0...1.
  public var loadingRange: ClosedRange<Double>

  /// The share of a session's variance that falls between the sessions, in 0..<1.
  public var overnightVarianceShare: Double

  /// The number of sessions in a year.
  public var sessionsPerYear: Double

  /// The price before the first session.
  public var startPrice: Double

  /// The average volume of a session, in units.
  public var averageSessionVolume: Double

  /// The decimals that prices are rounded to.
  public var priceDecimals: Int

  /// Creates settings; ``SyntheticMarket/init(_:)`` checks them.
  public init(
    seed: UInt64,
    symbols: [Symbol],
    start: CivilDate,
    sessionCount: Int,
    interval: BarInterval,
    calendar: TradingCalendar,
    regimes: [SyntheticRegime],
    transitions: [[Double]],
    innovations: SyntheticInnovations,
    loadingRange: ClosedRange<Double>,
    overnightVarianceShare: Double,
    sessionsPerYear: Double,
    startPrice: Double,
    averageSessionVolume: Double,
    priceDecimals: Int
  ) {
    self.seed = seed
    self.symbols = symbols
    self.start = start
    self.sessionCount = sessionCount
    self.interval = interval
    self.calendar = calendar
    self.regimes = regimes
    self.transitions = transitions
    self.innovations = innovations
    self.loadingRange = loadingRange
    self.overnightVarianceShare = overnightVarianceShare
    self.sessionsPerYear = sessionsPerYear
    self.startPrice = startPrice
    self.averageSessionVolume = averageSessionVolume
    self.priceDecimals = priceDecimals
  }

  /// Returns a market of US equities with calm, turbulent and crashing states.
  ///
  /// States last 100, 25 and 10 sessions on average. Shocks follow Student's t with five degrees of
  /// freedom; loadings lie between 0.5 and 0.9.
  public static func threeRegimeEquities(
    seed: UInt64,
    symbols: [Symbol],
    start: CivilDate,
    sessionCount: Int,
    interval: BarInterval
  ) -> SyntheticMarketSettings {
    SyntheticMarketSettings(
      seed: seed,
      symbols: symbols,
      start: start,
      sessionCount: sessionCount,
      interval: interval,
      calendar: .usEquities,
      regimes: [
        SyntheticRegime(
          name: "calm",
          annualLogDrift: 0.12,
          annualVolatility: 0.12,
          volumeMultiplier: 1
        ),
        SyntheticRegime(
          name: "turbulent",
          annualLogDrift: 0,
          annualVolatility: 0.26,
          volumeMultiplier: 1.5
        ),
        SyntheticRegime(
          name: "crash",
          annualLogDrift: -1,
          annualVolatility: 0.55,
          volumeMultiplier: 2.5
        ),
      ],
      transitions: [[0.99, 0.008, 0.002], [0.03, 0.96, 0.01], [0.02, 0.08, 0.9]],
      innovations: .studentT(degreesOfFreedom: 5),
      loadingRange: 0.5...0.9,
      overnightVarianceShare: 0.25,
      sessionsPerYear: 252,
      startPrice: 100,
      averageSessionVolume: 5_000_000,
      priceDecimals: 4
    )
  }

  /// Checks that a market can be made.
  func validate() throws(SyntheticMarketError) {
    func refuse(_ field: String, _ expected: String, _ found: String) -> SyntheticMarketError {
      .invalid(field: field, expected: expected, found: found)
    }
    guard !symbols.isEmpty, Set(symbols).count == symbols.count else {
      throw refuse("symbols", "at least one, each once", "\(symbols)")
    }
    guard sessionCount > 0 else { throw refuse("sessionCount", "at least 1", "\(sessionCount)") }
    guard interval <= .day else { throw refuse("interval", "at most 1d", "\(interval)") }
    try validateRegimes(refuse)
    if case .studentT(let degrees) = innovations, !(3...1_000).contains(degrees) {
      throw refuse("innovations", "3 to 1000 degrees of freedom", "\(degrees)")
    }
    guard loadingRange.lowerBound >= 0, loadingRange.upperBound <= 1 else {
      throw refuse("loadingRange", "inside 0...1", "\(loadingRange)")
    }
    guard overnightVarianceShare >= 0, overnightVarianceShare < 1 else {
      throw refuse("overnightVarianceShare", "0 to below 1", "\(overnightVarianceShare)")
    }
    for (name, value) in [
      ("sessionsPerYear", sessionsPerYear), ("startPrice", startPrice),
      ("averageSessionVolume", averageSessionVolume),
    ] where !(value > 0 && value.isFinite) {
      throw refuse(name, "a positive number", "\(value)")
    }
    guard (0...9).contains(priceDecimals) else {
      throw refuse("priceDecimals", "0 to 9", "\(priceDecimals)")
    }
  }

  private func validateRegimes(
    _ refuse: (String, String, String) -> SyntheticMarketError
  ) throws(SyntheticMarketError) {
    guard !regimes.isEmpty else { throw refuse("regimes", "at least one", "none") }
    for regime in regimes {
      guard regime.annualVolatility >= 0, regime.annualVolatility.isFinite,
        regime.annualLogDrift.isFinite, regime.volumeMultiplier > 0,
        regime.volumeMultiplier.isFinite
      else { throw refuse("regimes", "finite numbers, none negative", "\(regime)") }
    }
    guard transitions.count == regimes.count,
      transitions.allSatisfy({ row in
        row.count == regimes.count && row.allSatisfy { $0 >= 0 }
          && abs(row.reduce(0, +) - 1) < 1e-9
      })
    else {
      throw refuse(
        "transitions",
        "\(regimes.count) rows of \(regimes.count) probabilities that sum to one",
        "\(transitions)"
      )
    }
  }
}

/// An error that names the setting from which no synthetic market can be made.
public enum SyntheticMarketError: Error, Hashable, Sendable {
  /// A setting is outside its range.
  case invalid(field: String, expected: String, found: String)

  /// The calendar has too few sessions after the start.
  case calendarExhausted(needed: Int, found: Int)

  /// Prices left the range of positive finite numbers, or bars do not form a series.
  case series(Symbol, SeriesError)
}

extension SyntheticMarketError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .invalid(let field, let expected, let found):
      "\(field): expected \(expected), found \(found)"
    case .calendarExhausted(let needed, let found):
      "calendar: expected \(needed) sessions after the start, found \(found)"
    case .series(let symbol, let error):
      "\(symbol): \(error)"
    }
  }
}
