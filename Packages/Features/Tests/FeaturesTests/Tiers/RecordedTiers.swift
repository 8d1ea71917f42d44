import Foundation
import MarketModel
import Testing

/// The recorded columns of outside libraries, with the bars that they belong to.
struct RecordedTiers: Decodable {
  var dates: [String]
  var bars: [String: [Double]]
  var values: [String: [String: [Double?]]]

  init() throws {
    self = try Self.read("feature-tiers")
  }

  /// Reads `Fixtures/reference/<topic>.json`.
  static func read<Document: Decodable>(_ topic: String) throws -> Document {
    let root = URL(filePath: #filePath).pathComponents.dropLast(6).joined(separator: "/")
    let url = URL(filePath: root + "/Fixtures/reference/\(topic).json")
    return try JSONDecoder().decode(Document.self, from: Data(contentsOf: url))
  }

  /// The bars, keyed by the sessions of their dates.
  func series() throws -> BarSeries {
    let sessions = try dates.map { date in
      try #require(CivilDate(date).flatMap { TradingCalendar.usEquities.session(on: $0) })
    }
    func column(_ name: String) -> [Double] { bars[name] ?? [] }
    return try BarSeries(
      symbol: "REF",
      interval: .day,
      openTimes: sessions.map(\.open.nanoseconds),
      closeTimes: sessions.map(\.close.nanoseconds),
      open: column("open"),
      high: column("high"),
      low: column("low"),
      close: column("close"),
      volume: column("volume")
    )
  }
}
