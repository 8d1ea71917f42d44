internal import DataLake
internal import MarketModel
internal import Regime

/// Which rules label a cycle's markets, and under which identity the labels are stored.
struct RegimePlan {
  let settings: RegimeSettings
  let calendar: TradingCalendar
  let interval: BarInterval

  /// The members of the risk vote are the document's; `NAME:haven` and `NAME:risk` give a role, other
  /// names have the one of the standard rule, and are risk assets where it does not know them.
  init(members: [String], calendar: TradingCalendar, interval: BarInterval) {
    var settings = RegimeSettings.standard
    settings.risk.members = members.map { text in
      let parts = text.split(separator: ":", maxSplits: 1).map { String($0) }
      let symbol = Symbol(parts.first ?? text)
      let known = RiskVote.standard.members.first { $0.symbol == symbol }?.role
      let role = parts.count > 1 ? RiskVote.Role(rawValue: parts[1]) : known
      return RiskVote.Member(symbol: symbol, role: role ?? .riskAsset)
    }
    self.settings = settings
    self.calendar = calendar
    self.interval = interval
  }

  /// The scope of the market's own labels.
  var marketScope: String { calendar == .alwaysOpen ? "CRYPTO" : RegimeRecord.equities }

  /// The identity of labels made from bars of a provider: the first 12 digits of a SHA-256.
  func configHash(provider: String) -> String {
    let text = "\(settings.canonicalText)\ncalendar=\(calendar.name)\nprovider=\(provider)"
    return String(ContentHash(of: text).hex.prefix(12))
  }

  /// The identity of the market's labels, which are made from bars of several providers.
  func marketHash(members: [(symbol: Symbol, provider: String)]) -> String {
    configHash(provider: members.map { "\($0.symbol)=\($0.provider)" }.joined(separator: ","))
  }

  /// The series under which labels are stored.
  func key(
    scope: String,
    eventType: RegimeRecord.EventType,
    configHash: String
  ) -> SeriesKey {
    SeriesKey(
      table: .regimes,
      values: [scope, interval.description, eventType.rawValue, configHash]
    )
  }
}
