import DataLake
import DataLakeTesting
import MarketModel

@testable import LakeIngest

/// Makes requests for facts, and imports texts into lakes of their own.
enum FactFixture {
  static func request(
    _ table: FactTable,
    _ files: [String],
    _ change: (inout FactRequest) -> Void = { _ in }
  ) -> FactRequest {
    var request = FactRequest(
      files: files,
      format: .csv,
      table: table,
      symbol: nil,
      provider: "vendor",
      fundingUnit: table == .funding ? .decimal : nil,
      snapSeconds: table == .funding ? 1 : nil,
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
    as table: FactTable,
    _ change: (inout FactRequest) -> Void = { _ in }
  ) throws(ImportFailure) -> ImportReport {
    let text = lines.joined(separator: "\n") + "\n"
    guard let path = try? IngestFixture.write(text, "facts.csv", in: temporary.directory) else {
      return ImportReport(files: [])
    }
    return try Importer(lake: temporary.lake).run(request(table, [path], change))
  }

  /// The problems for which lines are refused, each without the folder; `nil` when they are taken.
  static func problems(
    _ lines: [String],
    as table: FactTable,
    _ change: (inout FactRequest) -> Void = { _ in }
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

  /// The rows of a series as texts.
  static func rows(_ lake: Lake, _ key: SeriesKey) throws -> [[String]] {
    let table = try lake.pin().rows(of: key, from: nil, through: nil)
    return (0..<table.rowCount).map { row in table.columns.map { $0.text(at: row) } }
  }
}
