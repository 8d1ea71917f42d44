import DataLake
import DataLakeTesting
import MarketModel
import Testing

@testable import LakeIngest

@Suite("real ticks", .enabled(if: IngestFixture.marketData != nil))
struct RealTickTests {
  private let folder = (IngestFixture.marketData ?? "") + "/ticks"

  private func load(
    _ table: TickTable,
    _ name: String,
    into temporary: TemporaryLake,
    _ change: (inout TickRequest) -> Void = { _ in }
  ) throws -> ImportedFile {
    let request = TickFixture.request(table, ["\(folder)/\(table.rawValue)_\(name).csv.gz"], change)
    return try #require(try Importer(lake: temporary.lake).run(request).files.first)
  }

  @Test("an equity's crossed quotes are refused, and its trades say no side")
  func equity() throws {
    let temporary = try TemporaryLake()
    let failure = #expect(throws: ImportFailure.self) {
      try load(.quotes, "IBM_2013-10-07", into: temporary)
    }
    guard case .malformed(let problems, 43)? = failure?.cause else {
      Issue.record("found \(String(describing: failure))")
      return
    }
    #expect(problems[0].column == "bid")
    let quotes = try load(.quotes, "IBM_2013-10-07", into: temporary) { $0.reading.crossed = .drop }
    #expect((quotes.added, quotes.warnings.map(\.count)) == (54_533 - 43, [43]))
    let trades = try load(.trades, "IBM_2013-10-07", into: temporary)
    #expect((trades.added, trades.warnings.map(\.count)) == (24_293, [24_293]))
  }

  @Test("a coin's ticks carry both clocks, or the receiver's by choice")
  func coin() throws {
    let temporary = try TemporaryLake()
    #expect(try load(.quotes, "BTCUSDT-PERP_2024-08-08", into: temporary).added == 66_089)
    #expect(try load(.trades, "BTCUSDT-PERP_2024-08-08", into: temporary).added == 21_313)
    let feed = try LakeTickFeed(
      temporary.lake.pin(),
      symbol: "X",
      provider: nil,
      selection: .both
    )
    let block = try TickFixture.all(feed)
    #expect(block.count == 66_089 + 21_313 && block.receivedTimes.count == block.count)
    let offsets = zip(block.receivedTimes, block.times).map { $0 - $1 }.sorted()
    #expect(abs(offsets[offsets.count / 2] + 1_268_000_000) < 2_000_000)
    let spot = TickFixture.request(.quotes, []).reading
    #expect(throws: ImportFailure.self) {
      try load(.quotes, "BTCUSDT-SPOT_2024-08-08", into: temporary) { $0.provider = "spot" }
    }
    let map = try TickColumnMap(parsing: "time=ts_ns,ignore=exch_ts_ns")
    let taken = try load(.quotes, "BTCUSDT-SPOT_2024-08-08", into: temporary) {
      $0.reading = spot
      $0.reading.columns = map
      $0.provider = "spot"
    }
    #expect(taken.added == 28_040)
  }
}
