public import ConfigValidation
import MarketModel

extension SyntheticMarket {
  /// What is known about the market: settings, loadings, and the state of every session.
  ///
  /// Members: `seed`, `interval`, `sessions_per_year`, `regimes` (name, annual_log_drift,
  /// annual_volatility, volume_multiplier), `transitions`, `symbols` (symbol, loading) and
  /// `sessions` (date, open, close, regime).
  public var truth: JSONValue {
    let regimes = settings.regimes.map { regime in
      JSONValue.object([
        JSONMember("name", .string(regime.name)),
        JSONMember("annual_log_drift", .number(regime.annualLogDrift)),
        JSONMember("annual_volatility", .number(regime.annualVolatility)),
        JSONMember("volume_multiplier", .number(regime.volumeMultiplier)),
      ])
    }
    let symbols = zip(settings.symbols, loadings).map { symbol, loading in
      JSONValue.object([
        JSONMember("symbol", .string(symbol.name)), JSONMember("loading", .number(loading)),
      ])
    }
    let path = sessions.map { session in
      JSONValue.object([
        JSONMember("date", .string("\(session.date)")),
        JSONMember("open", .string("\(session.open)")),
        JSONMember("close", .string("\(session.close)")),
        JSONMember("regime", .string(settings.regimes[session.regime].name)),
      ])
    }
    return .object([
      // A string, because a seed may be larger than a signed integer.
      JSONMember("seed", .string("\(settings.seed)")),
      JSONMember("interval", .string("\(settings.interval)")),
      JSONMember("innovations", .string("\(settings.innovations)")),
      JSONMember("sessions_per_year", .number(settings.sessionsPerYear)),
      JSONMember("overnight_variance_share", .number(settings.overnightVarianceShare)),
      JSONMember("regimes", .array(regimes)),
      JSONMember(
        "transitions",
        .array(settings.transitions.map { .array($0.map { .number($0) }) })
      ),
      JSONMember("symbols", .array(symbols)),
      JSONMember("sessions", .array(path)),
    ])
  }
}
