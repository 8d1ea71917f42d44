import MarketModel
import Testing

/// Reads a date that a test wrote down.
func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

/// Reads an instant that a test wrote down.
func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

/// Finds a session that a test knows to exist.
func session(_ text: String, in calendar: TradingCalendar) throws -> TradingSession {
  let day = try date(text)
  return try #require(calendar.session(on: day))
}
