public import DataLake
internal import LakeIngest
internal import MarketModel
internal import Research

extension LoadedSearch {
  /// Reads what the document names.
  ///
  /// - Parameters:
  ///   - snapshot: The content of the lake; may be `nil` for a document that names a file.
  ///   - database: Reads Parquet files; may be `nil` for others.
  /// - Returns: The data, kept in memory where they fit.
  /// - Throws: ``SearchError``.
  public func data(
    in snapshot: LakeSnapshot?,
    database: DuckDBDatabase? = nil
  ) throws(SearchError) -> SearchData {
    let wanted = config.data
    switch wanted.source {
    case .file(let path, let format, let schema):
      return try fileData(paths.input(path), format, schema, database)
    case .lake(let provider):
      guard let snapshot else {
        throw .noData(symbol: wanted.symbol, from: wanted.from, to: wanted.to)
      }
      guard let interval = wanted.interval else {
        let feed: LakeTickFeed
        do throws(LakeError) {
          feed = try LakeTickFeed(
            snapshot,
            symbol: wanted.symbol,
            provider: provider,
            selection: wanted.tables
          )
        } catch {
          throw .lake(error)
        }
        return try SearchData(
          feed,
          hash: feed.contentHash.hex,
          from: wanted.from,
          before: wanted.to
        )
      }
      let bars: BarSeries
      do throws(LakeError) {
        bars = try snapshot.bars(
          symbol: wanted.symbol,
          interval: interval,
          provider: provider,
          from: wanted.from,
          through: nil,
          visibleBy: wanted.to
        )
      } catch {
        throw .lake(error)
      }
      guard !bars.isEmpty else {
        throw .noData(symbol: wanted.symbol, from: wanted.from, to: wanted.to)
      }
      return try SearchData(bars)
    }
  }

  private func fileData(
    _ path: String,
    _ format: String,
    _ schema: SearchDataConfig.Schema,
    _ database: DuckDBDatabase?
  ) throws(SearchError) -> SearchData {
    let file: TickFile
    do throws(IngestError) {
      file = try TickFile(
        quotes: schema == .quotes ? [path] : [],
        trades: schema == .trades ? [path] : [],
        symbol: config.data.symbol,
        reading: TickReading(
          format: format == "parquet" ? .parquet : .csv,
          order: config.data.order,
          crossed: config.data.crossed
        ),
        database: database
      )
    } catch {
      throw .ingest(error)
    }
    return try SearchData(
      file,
      hash: file.contentHash.hex,
      from: config.data.from,
      before: config.data.to
    )
  }
}
