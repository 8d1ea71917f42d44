import DataLake
import DataLakeTesting
import MarketModel
import Testing

@Suite("daily facts")
struct DailyFactTests {
  private let key = SeriesKey.market(.price, "BTC", provider: "vendor")
  private let day: Int64 = 86_400_000_000_000

  private func change(_ times: [Int64], _ values: [Double]) -> LakeChange {
    LakeChange(
      series: key,
      times: times,
      values: [Column("price_usd", .double(values))],
      policy: .refuseConflicts
    )
  }

  @Test("are known at the end of their day")
  func end() throws {
    let temporary = try TemporaryLake()
    try temporary.lake.apply(change([18_001 * day, 18_000 * day], [2, 1]))
    let entry = try #require(try temporary.lake.pin().entry(key))
    #expect(entry.first.nanoseconds == 18_000 * day)
    #expect(entry.end.nanoseconds == 18_002 * day)
    let rows = try temporary.lake.pin().rows(of: key, from: nil, through: nil)
    #expect(rows.names == ["timestamp", "price_usd"])
    #expect(try rows.doubles("price_usd") == [1, 2])
  }

  @Test("are refused when they are keyed by another instant")
  func wrongKey() throws {
    let temporary = try TemporaryLake()
    #expect(throws: LakeError.self) { try temporary.lake.apply(change([18_000 * day + 1], [1])) }
    #expect(try temporary.lake.pin().catalog.isEmpty)
  }

  @Test("stand in tables with one value column each")
  func schemas() {
    let named = LakeTable.allCases.compactMap(\.dailyValueColumn)
    #expect(named == ["price_usd", "marketcap_usd", "volume_usd"])
    for table in LakeTable.allCases {
      guard let column = table.dailyValueColumn else { continue }
      #expect(table.schema.fields.map(\.name) == ["symbol", "provider", "timestamp", column])
    }
  }
}
