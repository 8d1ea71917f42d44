import DataLake
import DataLakeTesting
import MarketModel

@testable import LakeIngest

/// Makes requests for ticks, and imports texts into lakes of their own.
enum TickFixture {
  static let quoteHeader = "ts_ns,bid,bid_size,ask,ask_size"
  static let tradeHeader = "ts_ns,price,size,side"

  /// The first instant of the fixtures, in nanoseconds.
  static let start: Int64 = 1_600_000_000_000_000_000

  static func request(
    _ table: TickTable,
    _ files: [String],
    _ change: (inout TickRequest) -> Void = { _ in }
  ) -> TickRequest {
    var request = TickRequest(
      files: files,
      table: table,
      symbol: "X",
      provider: "vendor",
      reading: TickReading(format: .csv, order: .strict, crossed: .refuse),
      replacesConflicts: false
    )
    change(&request)
    return request
  }

  /// Writes lines to a file and imports it.
  @discardableResult
  static func load(
    _ lines: [String],
    into temporary: TemporaryLake,
    as table: TickTable,
    _ change: (inout TickRequest) -> Void = { _ in }
  ) throws(ImportFailure) -> ImportReport {
    let text = lines.joined(separator: "\n") + "\n"
    guard let path = try? IngestFixture.write(text, "ticks.csv", in: temporary.directory) else {
      return ImportReport(files: [])
    }
    return try Importer(lake: temporary.lake).run(request(table, [path], change))
  }

  /// The problems for which lines are refused, each without the folder; `nil` when they are taken.
  static func problems(
    _ lines: [String],
    as table: TickTable,
    _ change: (inout TickRequest) -> Void = { _ in }
  ) throws -> String? {
    let temporary = try TemporaryLake()
    do {
      try load(lines, into: temporary, as: table, change)
      return nil
    } catch {
      let isEmpty = try temporary.lake.pin().catalog.isEmpty
      let text = "\(error.cause)".split(separator: temporary.directory + "/").joined()
      return isEmpty ? text : "the lake is not empty\n" + text
    }
  }

  /// Everything that a feed yields, as one block.
  static func all(
    _ feed: some TickFeed,
    from first: Timestamp? = nil,
    before end: Timestamp? = nil
  ) throws -> TickBlock {
    var reader = try feed.reader(from: first, before: end)
    var all = TickBlock()
    while let block = try reader.next() {
      all.times += block.times
      all.receivedTimes += block.receivedTimes
      all.kinds += block.kinds
      all.bidPrices += block.bidPrices
      all.bidSizes += block.bidSizes
      all.askPrices += block.askPrices
      all.askSizes += block.askSizes
      all.tradePrices += block.tradePrices
      all.tradeSizes += block.tradeSizes
      all.tradeSides += block.tradeSides
    }
    return all
  }
}
