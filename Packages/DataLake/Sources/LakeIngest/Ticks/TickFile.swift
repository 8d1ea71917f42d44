public import DataLake
public import MarketModel

/// Ticks of one symbol read from files, checked as an import checks them, without a lake.
///
/// Everything is held in memory; a series that does not fit belongs into a lake.
public struct TickFile: TickFeed {
  /// The ticks.
  public let series: TickSeries

  /// What a person should know of, file by file.
  public let warnings: [ImportWarning]

  /// The identity of the ticks: the one of a ``LakeTickFeed`` that holds the same rows.
  public let contentHash: ContentHash

  /// Reads files.
  ///
  /// Files of one kind are one stretch of time after the other.
  ///
  /// - Parameters:
  ///   - quotes: The files of quotes, read in this order; none where empty.
  ///   - trades: The files of trades, read in this order; none where empty.
  ///   - symbol: What is traded; of files that hold several symbols, the one to take.
  ///   - reading: How the files are read. Its map of columns serves quotes and trades.
  ///   - database: The engine that reads Parquet; `nil` where no file is Parquet.
  /// - Throws: ``IngestError`` naming the first row and column that cannot be used.
  /// - Complexity: O(rows).
  public init(
    quotes: [String],
    trades: [String],
    symbol: Symbol,
    reading: TickReading,
    database: DuckDBDatabase?
  ) throws(IngestError) {
    guard !quotes.isEmpty || !trades.isEmpty else {
      throw .unusableRequest(option: "files", expected: "at least one", found: "none")
    }
    var warnings: [ImportWarning] = []
    func read(_ files: [String], _ table: TickTable) throws(IngestError) -> TickRows? {
      var mapped = reading
      mapped.columns.names = reading.columns.names.filter { TickColumnMap.has($0.key, in: table) }
      var all: TickRows?
      for file in files {
        let (rows, found) = try readTicks(
          file,
          table: table,
          symbol: symbol,
          reading: mapped,
          database: database
        )
        warnings += found
        if var joined = all {
          try joined.append(rows, of: file, order: reading.order)
          all = joined
        } else {
          all = rows
        }
      }
      return all
    }
    let quoteRows = try read(quotes, .quotes)
    let tradeRows = try read(trades, .trades)
    do throws(SeriesError) {
      series = try TickSeries(symbol: symbol, block: TickBlock(merging: quoteRows, tradeRows))
    } catch {
      throw .malformed(
        problems: [
          SourceProblem(
            file: (quotes + trades)[0],
            line: nil,
            column: nil,
            expected: "ticks in order",
            found: "\(error)"
          )
        ],
        count: 1
      )
    }
    self.warnings = warnings
    contentHash = LakeTickFeed.contentHash(
      of: [quoteRows, tradeRows].compactMap { $0 }.map {
        $0.change(.market($0.table.lakeTable, symbol, provider: "file"), replacing: false)
      }
    )
  }

  /// What is traded.
  public var symbol: Symbol { series.symbol }

  /// Which columns are filled; received times only where every file states them.
  public var content: TickContent { series.content }

  /// Begins to read; the whole stretch is one block.
  public func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError) -> any TickReader {
    try series.reader(from: first, before: end)
  }
}

extension TickRows {
  /// Appends a file that comes after those before it, or is sorted into them.
  fileprivate mutating func append(
    _ other: TickRows,
    of file: String,
    order: TickRowOrder
  ) throws(IngestError) {
    let isBackwards = (other.times.first ?? .max) < (times.last ?? .min)
    if isBackwards, order == .strict {
      var log = ProblemLog(file: file)
      log.add(
        line: other.lines.first,
        column: nil,
        expected: "a time not before \(Timestamp(nanoseconds: times.last ?? 0)), the last of the "
          + "file before it",
        found: "\(Timestamp(nanoseconds: other.times.first ?? 0))"
      )
      try log.throwIfAny()
    }
    append(other)
    if isBackwards { sortByTime() }
  }
}

extension TickBlock {
  /// Merges rows of both kinds by time, trades before quotes of one instant.
  fileprivate init(merging quotes: TickRows?, _ trades: TickRows?) {
    self.init()
    let hasReceivedTimes = (quotes?.hasReceivedTimes ?? true) && (trades?.hasReceivedTimes ?? true)
    var (quote, trade) = (0, 0)
    var book = [0.0, 0, 0, 0]
    while quote < quotes?.count ?? 0 || trade < trades?.count ?? 0 {
      let quoteTime = quotes.flatMap { quote < $0.count ? $0.times[quote] : nil }
      if let trades, trade < trades.count, trades.times[trade] <= quoteTime ?? .max {
        append(.trade, trades, trade, hasReceivedTimes)
        tradePrices.append(trades.numbers[0][trade])
        tradeSizes.append(trades.numbers[1][trade])
        tradeSides.append(trades.sides[trade])
        trade += 1
      } else if let quotes {
        append(.quote, quotes, quote, hasReceivedTimes)
        for number in 0..<4 { book[number] = quotes.numbers[number][quote] }
        if trades != nil {
          tradePrices.append(0)
          tradeSizes.append(0)
          tradeSides.append(0)
        }
        quote += 1
      }
      guard quotes != nil else { continue }
      bidPrices.append(book[0])
      bidSizes.append(book[1])
      askPrices.append(book[2])
      askSizes.append(book[3])
    }
  }

  private mutating func append(
    _ kind: TickKind,
    _ rows: TickRows,
    _ row: Int,
    _ hasReceivedTimes: Bool
  ) {
    times.append(rows.times[row])
    kinds.append(kind)
    if hasReceivedTimes { receivedTimes.append(rows.received[row]) }
  }
}
