public import DataLake
public import Features
public import MarketModel

/// What the columns of data sets mean and what the data look like, as one Markdown document.
///
/// Definitions come from the declarations of tiers, indicators and targets, facts from the data; the
/// text depends on both and on nothing else.
public struct DataDictionary: Hashable, Sendable {
  /// The feature lists that are described.
  public let tiers: [FeatureTier]

  /// The clock and sessions by which look-backs are counted.
  public let calendar: TradingCalendar

  /// The series of the lake.
  public let series: [DictionaryTable]

  /// The files of data sets.
  public let files: [DictionaryTable]

  /// Creates a dictionary.
  public init(
    tiers: [FeatureTier],
    calendar: TradingCalendar,
    series: [DictionaryTable],
    files: [DictionaryTable]
  ) {
    self.tiers = tiers
    self.calendar = calendar
    self.series = series
    self.files = files
  }

  /// Describes the bars of a lake and the newest files of a manifest.
  ///
  /// - Parameters:
  ///   - snapshot: The content of the lake.
  ///   - manifest: The files, or `nil` for none.
  ///   - folder: Where relative paths of the manifest begin.
  ///   - tiers: The feature lists.
  ///   - calendar: The clock and sessions of the symbols.
  ///   - database: The engine that reads the files.
  /// - Throws: ``DatasetError`` when the lake or a file cannot be read.
  /// - Complexity: O(rows of the bars and files · columns).
  public init(
    snapshot: LakeSnapshot,
    manifest: DatasetManifest?,
    in folder: String,
    tiers: [FeatureTier],
    calendar: TradingCalendar,
    database: DuckDBDatabase
  ) throws(DatasetError) {
    var series: [DictionaryTable] = []
    for entry in snapshot.catalog where entry.table == .bars {
      series.append(try Self.describe(entry, snapshot))
    }
    var files: [DictionaryTable] = []
    for entry in manifest?.newest ?? [] {
      files.append(try Self.describe(entry, folder, tiers, database))
    }
    self.init(tiers: tiers, calendar: calendar, series: series, files: files)
  }

  private static func describe(
    _ entry: CatalogEntry,
    _ snapshot: LakeSnapshot
  ) throws(DatasetError) -> DictionaryTable {
    let table: ColumnTable
    do throws(LakeError) {
      table = try snapshot.rows(of: entry.key, from: nil, through: nil)
    } catch {
      throw .lake(error)
    }
    let provider = entry.provider ?? ""
    let interval = entry.interval?.description ?? ""
    return DictionaryTable(
      title: "\(entry.symbol) \(interval) from \(provider)",
      properties: [
        .init("Symbol", entry.symbol.name), .init("Interval", interval),
        .init("Provider", provider), .init("First bar", entry.first.description),
        .init("Last bar", entry.last.description), .init("Content", entry.contentHash.hex),
      ],
      table: table,
      sources: [],
      summary: barSummary
    )
  }

  private static func describe(
    _ entry: ManifestEntry,
    _ folder: String,
    _ tiers: [FeatureTier],
    _ database: DuckDBDatabase
  ) throws(DatasetError) -> DictionaryTable {
    let path = entry.path.hasPrefix("/") ? entry.path : "\(folder)/\(entry.path)"
    let table: ColumnTable
    do throws(ParquetError) {
      table = try ParquetFile.read(path, database: database)
    } catch {
      throw .parquet(error)
    }
    var properties = [DictionaryTable.Property("File", entry.path)]
    var sources: [String] = []
    if case .generated(let generation) = entry.origin {
      properties.append(.init("Tier", generation.tier))
      properties.append(.init("Version", "\(generation.version)"))
      sources = generation.sources.map { "\($0.key) (\($0.contentHash.hex.prefix(12)))" }
    }
    if let sha256 = entry.sha256 { properties.append(.init("SHA-256", sha256.hex)) }
    return DictionaryTable(
      title: entry.dataset,
      properties: properties,
      table: table,
      sources: sources,
      summary: { columnSummary($0, tiers) }
    )
  }

  private static func barSummary(_ column: String) -> String {
    switch column {
    case "open_time": "The first instant of the bar, in UTC."
    case "close_time": "The instant at which the bar becomes visible, in UTC."
    default: FeatureTier.ohlcv.features[column]?.summary ?? ""
    }
  }

  private static func columnSummary(_ column: String, _ tiers: [FeatureTier]) -> String {
    if column == Dataset.dateColumn { return "The date of the row." }
    for tier in tiers {
      if let entry = tier.features[column] { return entry.summary }
    }
    for label in TargetCatalog.labels(price: .close) where label.name == column {
      return "Looks ahead \(label.horizon) bars; never an input."
    }
    return ""
  }
}
