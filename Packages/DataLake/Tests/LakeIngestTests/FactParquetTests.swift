import DataLake
import DataLakeTesting
import MarketModel
import Testing

@testable import LakeIngest

@Suite("importing facts from Parquet")
struct FactParquetTests {
  private let days = ["2020-01-01", "2020-01-02", "2020-01-04"]

  private func instants(_ times: [String]) -> ColumnValues {
    .timestamp(times.compactMap { Timestamp($0)?.nanoseconds })
  }

  private func load(
    _ columns: [Column],
    _ table: FactTable,
    into temporary: TemporaryLake,
    _ change: (inout FactRequest) -> Void = { _ in }
  ) throws -> ImportReport {
    let path = temporary.directory + "/facts.parquet"
    try ParquetFile.write(try ColumnTable(columns), to: path, database: temporary.lake.database)
    return try Importer(lake: temporary.lake).run(
      FactFixture.request(table, [path]) {
        $0.format = .parquet
        change(&$0)
      }
    )
  }

  @Test("instants, texts and whole numbers become the same days as delimited text")
  func stamps() throws {
    let expected = try TemporaryLake()
    try FactFixture.load(
      ["date,symbol,marketcap"] + days.map { "\($0),BTC,\(1000)" },
      into: expected,
      as: .marketcap
    )
    let numbers = days.compactMap { Timestamp($0)?.milliseconds }
    for values in [instants(days), .text(days), .int64(numbers)] {
      let temporary = try TemporaryLake()
      let report = try load(
        [
          Column("date", values), Column("asset_id", .text(["BTC", "BTC", "BTC"])),
          Column("marketcap", .int64([1000, 1000, 1000])),
        ],
        .marketcap,
        into: temporary
      )
      #expect(report.added == 3)
      #expect(try temporary.lake.pin().manifestHash == expected.lake.pin().manifestHash)
    }
  }

  @Test("a column of dates is no column of midnights")
  func dates() throws {
    let temporary = try TemporaryLake()
    let path = temporary.directory + "/dates.parquet"
    let database = temporary.lake.database
    _ = try database.table(
      """
      COPY (SELECT DATE '2020-01-01' AS date, 'BTC' AS symbol, 0.0001 AS funding_rate) \
      TO '\(path)' (FORMAT parquet)
      """
    )
    func load(at time: Int64?, _ table: FactTable) throws -> [CatalogEntry] {
      _ = try Importer(lake: temporary.lake).run(
        FactFixture.request(table, [path]) {
          $0.format = .parquet
          $0.timeOfDates = time
          if table == .price { $0.columns = FactColumnMap([.value: "funding_rate"]) }
        }
      )
      return try temporary.lake.pin().catalog
    }
    #expect(throws: ImportFailure.self) { try load(at: nil, .funding) }
    #expect(
      try load(at: 3_600_000_000_000, .funding).map(\.first) == [Timestamp("2020-01-01T01:00:00Z")]
    )
    #expect(try load(at: nil, .price).map(\.end.description).last == "2020-01-02T00:00:00Z")
  }

  @Test("names the rows and columns that cannot be used")
  func badColumns() throws {
    let temporary = try TemporaryLake()
    func problem(_ columns: [Column]) -> String {
      do {
        _ = try load(columns, .price, into: temporary)
        return "none"
      } catch {
        return "\(error)".split(separator: temporary.directory + "/").joined()
      }
    }
    let date = Column("date", instants(days))
    let symbol = Column("symbol", .text(["BTC", "BTC", "BTC"]))
    #expect(
      problem([date, symbol, Column("close", .text(["1", "2", "3"]))])
        == "facts.parquet: close: expected numbers, found values of type text"
    )
    #expect(
      problem([date, symbol, Column("close", optional: [1, nil, -3])]) == """
        facts.parquet:2: close: expected a finite number, found none
        facts.parquet:3: close: expected a positive number, found -3.0
        """
    )
    #expect(
      problem([
        date, Column("symbol", .text(["BTC", "", "BTC"]), validity: [true, false, true]),
        Column("close", .double([1, 2, 3])),
      ]) == "facts.parquet:2: symbol: expected a value, found none"
    )
    #expect(
      problem([
        date, symbol, Column("close", .double([1, 2, 3])), Column("x", .bool([true, true, true])),
      ])
        == """
        facts.parquet: x: expected only columns of price (a column may be mapped or ignored), found \
        a column that is none of them
        """
    )
    #expect(try temporary.lake.pin().catalog.isEmpty)
  }
}
