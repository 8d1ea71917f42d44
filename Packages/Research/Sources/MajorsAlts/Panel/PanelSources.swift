public import ConfigValidation
public import DataLake
public import MarketModel

/// What a panel was made of: enough to tell whether two panels are the same, and to say so in a
/// manifest.
public struct PanelSources: Hashable, Sendable {
  /// One series of the lake as far as it was read.
  public struct Series: Hashable, Sendable {
    /// The name of the series.
    public let key: SeriesKey

    /// The asset that it was read for.
    public let asset: Symbol

    /// The number of rows that were read.
    public let rows: Int

    /// The identity of the rows that were read: rows of later days do not change it.
    public let contentHash: ContentHash
  }

  /// What was read of one table.
  public struct Table: Hashable, Sendable {
    /// The table.
    public let table: LakeTable

    /// The source, or `nil` when the lake has no such table.
    public let provider: String?

    /// The UTC day of the newest row that was read, or `nil` without rows.
    public let lastDay: CivilDate?

    /// The series, sorted by key; those without rows are left out.
    public let series: [Series]
  }

  /// The lake's manifest at the time of reading; later additions to the lake change it.
  public let manifestHash: String?

  /// The first day of the panel.
  public let firstDay: CivilDate

  /// The last day of the panel.
  public let lastDay: CivilDate

  /// The tables: price, marketcap, volume, funding and open interest.
  public let tables: [Table]

  /// The series of assets without a price, which were not used, sorted by key.
  public let unused: [SeriesKey]

  /// The identity of everything that was read, and of the days: it names no folder and no manifest.
  public var contentHash: ContentHash {
    let lines = tables.flatMap(\.series).map { "\($0.key)\t\($0.asset)\t\($0.contentHash)\n" }
    return ContentHash(of: "\(firstDay)\t\(lastDay)\n" + lines.joined())
  }

  /// The newest day of a table, or `nil` when it has no row.
  public func lastDay(of table: LakeTable) -> CivilDate? {
    tables.first { $0.table == table }?.lastDay
  }

  /// The sources as JSON.
  ///
  /// Members: `content_hash`, `lake_manifest`, `first_day`, `last_day`, `data_snapshot_dates` (the
  /// newest day of each table), `tables` (provider and series with symbol, asset, rows and content
  /// hash) and `unused`.
  public var json: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    let dates = tables.map { JSONMember($0.table.rawValue, text($0.lastDay?.description)) }
    let listed = tables.map { table in
      let series = table.series.map { series in
        JSONValue.object([
          JSONMember("symbol", .string(series.key.symbol.name)),
          JSONMember("asset", .string(series.asset.name)),
          JSONMember("rows", .integer(Int64(series.rows))),
          JSONMember("content_hash", .string(series.contentHash.hex)),
        ])
      }
      return JSONMember(
        table.table.rawValue,
        .object([
          JSONMember("provider", text(table.provider)), JSONMember("series", .array(series)),
        ])
      )
    }
    return .object([
      JSONMember("content_hash", .string(contentHash.hex)),
      JSONMember("lake_manifest", text(manifestHash)),
      JSONMember("first_day", .string("\(firstDay)")),
      JSONMember("last_day", .string("\(lastDay)")),
      JSONMember("data_snapshot_dates", .object(dates)),
      JSONMember("tables", .object(listed)),
      JSONMember("unused", .array(unused.map { .string("\($0)") })),
    ])
  }
}
