public import MarketModel

/// Which tables of a symbol a feed of ticks reads.
public enum TickSelection: String, Hashable, Sendable, CaseIterable {
  /// Quotes and trades, or the one of them that the lake holds.
  case available

  /// Quotes alone.
  case quotes

  /// Trades alone.
  case trades

  /// Quotes and trades; both must be stored.
  case both
}

/// Ticks of one symbol and provider, read block by block from the files that a snapshot pins.
///
/// Quotes and trades are merged by time as ``TickBlock`` says, in blocks of about 65,536 rows, so
/// that a series may be larger than memory. Whatever is imported meanwhile changes nothing.
public struct LakeTickFeed: TickFeed {
  /// The number of rows of a full block.
  public static let blockLength = 65_536

  /// What is traded.
  public let symbol: Symbol

  /// Who the ticks came from.
  public let provider: String

  /// Which columns the blocks fill; received times only where every row that is read has one.
  public let content: TickContent

  /// The quotes that are read, or `nil` for none.
  public let quotes: CatalogEntry?

  /// The trades that are read, or `nil` for none.
  public let trades: CatalogEntry?

  let snapshot: LakeSnapshot

  /// Creates a feed.
  ///
  /// - Parameters:
  ///   - snapshot: The content of a lake that is read, now and by every reader to come.
  ///   - symbol: What is traded.
  ///   - provider: Who the ticks came from, or `nil` when only one provider has any.
  ///   - selection: Which tables are read.
  /// - Throws: ``LakeError/noSeries(table:symbol:wanted:available:)`` when a table that is wanted
  ///   lacks the symbol, ``LakeError/ambiguousProvider(table:symbol:providers:)`` when a provider
  ///   must be named.
  public init(
    _ snapshot: LakeSnapshot,
    symbol: Symbol,
    provider: String?,
    selection: TickSelection
  ) throws(LakeError) {
    let wanted: [LakeTable] =
      switch selection {
      case .quotes: [.quotes]
      case .trades: [.trades]
      case .available, .both: [.quotes, .trades]
      }
    let name = try snapshot.tickProvider(provider, of: wanted, symbol: symbol)
    func entry(_ table: LakeTable) throws(LakeError) -> CatalogEntry? {
      guard wanted.contains(table) else { return nil }
      let found = snapshot.entry(.market(table, symbol, provider: name))
      if found == nil, selection != .available {
        _ = try snapshot.provider(name, of: table, symbol: symbol, interval: nil)
      }
      return found
    }
    quotes = try entry(.quotes)
    trades = try entry(.trades)
    self.symbol = symbol
    self.provider = name
    self.snapshot = snapshot
    let entries = [quotes, trades].compactMap { $0 }
    var hasReceivedTimes = true
    for entry in entries where hasReceivedTimes {
      hasReceivedTimes = try snapshot.hasReceivedTimes(entry.key)
    }
    content = TickContent(
      hasQuotes: quotes != nil,
      hasTrades: trades != nil,
      hasReceivedTimes: hasReceivedTimes
    )
  }

  /// The identity of the ticks: it changes with any value of the series that are read, and with
  /// nothing else.
  public var contentHash: ContentHash {
    Self.identity([quotes, trades].compactMap { $0 }.map { ($0.table, $0.contentHash) })
  }

  /// The identity of a feed of a lake that holds exactly the rows of changes.
  ///
  /// - Parameter changes: Rows of one series of quotes, of one of trades, or both in this order.
  /// - Returns: The identity.
  /// - Complexity: O(rows).
  public static func contentHash(of changes: [LakeChange]) -> ContentHash {
    identity(changes.map { ($0.table, $0.contentHash) })
  }

  private static func identity(_ series: [(table: LakeTable, hash: ContentHash)]) -> ContentHash {
    let lines = series.map { "\($0.table.rawValue) \($0.hash)\n" }
    return ContentHash(of: "assay-ticks-1\n" + lines.joined())
  }

  /// The number of quotes and trades.
  public var rowCount: Int { (quotes?.rows ?? 0) + (trades?.rows ?? 0) }

  /// The time of the oldest tick.
  public var first: Timestamp {
    [quotes, trades].compactMap { $0?.first }.min() ?? Timestamp(nanoseconds: 0)
  }

  /// The time of the newest tick.
  public var last: Timestamp {
    [quotes, trades].compactMap { $0?.last }.max() ?? Timestamp(nanoseconds: 0)
  }

  /// Begins to read; memory use does not depend on the number of rows.
  ///
  /// - Throws: ``TickReadError`` when a file is missing or damaged.
  public func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError) -> any TickReader {
    let last = end.map { Timestamp(nanoseconds: $0.nanoseconds - 1) }
    do throws(LakeError) {
      return LakeTickReader(
        content: content,
        quotes: try stream(quotes, from: first, through: last),
        trades: try stream(trades, from: first, through: last),
        book: try book(before: first)
      )
    } catch {
      throw TickReadError("\(error)")
    }
  }

  private func stream(
    _ entry: CatalogEntry?,
    from first: Timestamp?,
    through last: Timestamp?
  ) throws(LakeError) -> TickStream? {
    guard let entry else { return nil }
    let files = snapshot.files(of: entry.key, from: first, through: last)
    guard !files.isEmpty else { return nil }
    let paths = try snapshot.checkedPaths(files, entry.table)
    do throws(TickReadError) {
      return try TickStream(
        entry.key,
        paths: paths,
        conditions: TimeCondition(entry.table.timeColumn, from: first, through: last).terms,
        hasReceivedTimes: content.hasReceivedTimes,
        database: snapshot.lake.database
      )
    } catch {
      throw .invalidRow(series: entry.key, time: first ?? entry.first, reason: error.description)
    }
  }

  /// The newest bid, its size, ask and its size before an instant; zeros before the first quote.
  private func book(before instant: Timestamp?) throws(LakeError) -> [Double] {
    let unknown = [0.0, 0, 0, 0]
    guard let quotes, let instant else { return unknown }
    let before = Timestamp(nanoseconds: instant.nanoseconds - 1)
    // The newest file that begins before the instant holds the newest row before it.
    guard let file = snapshot.files(of: quotes.key, from: nil, through: before).last else {
      return unknown
    }
    let paths = try snapshot.checkedPaths([file], .quotes)
    let row: ColumnTable
    do throws(ParquetError) {
      row = try ParquetFile.select(
        "bid_price, bid_size, ask_price, ask_size",
        from: paths,
        where: "timestamp < \(instant.sql) ORDER BY timestamp DESC, sequence DESC LIMIT 1",
        database: snapshot.lake.database
      )
    } catch {
      throw .parquet(error)
    }
    return row.columns.map { column in
      if case .double(let values) = column.values { values.first ?? 0 } else { 0 }
    }
  }
}

extension LakeSnapshot {
  /// Whether every row of a series of ticks says when it was received.
  fileprivate func hasReceivedTimes(_ key: SeriesKey) throws(LakeError) -> Bool {
    let paths = try checkedPaths(files(of: key, from: nil, through: nil), key.table)
    do throws(ParquetError) {
      let missing = try ParquetFile.select(
        "received_at",
        from: paths,
        where: "received_at IS NULL LIMIT 1",
        database: lake.database
      )
      return missing.rowCount == 0
    } catch {
      throw .parquet(error)
    }
  }

  /// The one provider that has a symbol in any of the tables.
  fileprivate func tickProvider(
    _ provider: String?,
    of tables: [LakeTable],
    symbol: Symbol
  ) throws(LakeError) -> String {
    let keys = manifest.series.map(\.key).filter {
      tables.contains($0.table) && $0.symbol == symbol
    }
    let providers = Set(keys.compactMap(\.provider)).sorted()
    let matching = providers.filter { provider == nil || $0 == provider }
    guard let first = matching.first else {
      throw .noSeries(
        table: tables[0],
        symbol: symbol,
        wanted: provider.map { "from \($0)" } ?? "",
        available: keys
      )
    }
    guard matching.count == 1 else {
      throw .ambiguousProvider(table: tables[0], symbol: symbol, providers: matching)
    }
    return first
  }
}
