internal import Backtest
internal import DataLake
public import MarketModel

/// What a search replays, read once.
public struct SearchData: Sendable {
  /// The rows.
  enum Content: Sendable {
    case bars(BarSeries)
    case ticks(any TickFeed)
  }

  let content: Content

  /// The identity of the rows: it changes with any of their values, and with nothing else.
  public let hash: String

  /// The number of bars or ticks.
  public let rowCount: Int

  /// The instant of the first row: the open of a bar.
  public let first: Timestamp

  /// The instant at which the last row is over, which is left out: of a bar its close, of a tick one
  /// nanosecond later.
  public let end: Timestamp

  /// The most bytes of ticks that are kept in memory; longer series are streamed again in each pass.
  public static let memoryLimit = 2 << 30

  /// Takes bars.
  ///
  /// - Throws: ``SearchError/noData(symbol:from:to:)`` without bars.
  public init(_ bars: BarSeries) throws(SearchError) {
    guard let first = bars.openTimes.first, let last = bars.closeTimes.last else {
      throw .noData(symbol: bars.symbol, from: nil, to: nil)
    }
    content = .bars(bars)
    hash = bars.contentHash
    rowCount = bars.count
    self.first = Timestamp(nanoseconds: first)
    end = Timestamp(nanoseconds: last)
  }

  /// Takes the ticks of a feed in a stretch of time.
  ///
  /// They are read once to find their number and ends, and kept where they fit.
  ///
  /// - Parameters:
  ///   - feed: The feed.
  ///   - hash: The identity of the feed's rows; the stretch is part of the search's identity anyway.
  ///   - first: The first instant, inclusive; `nil` for the oldest tick.
  ///   - end: The first instant that is left out; `nil` for none.
  ///   - memoryLimit: The most bytes to keep.
  /// - Throws: ``SearchError/ticks(_:)``, ``SearchError/noData(symbol:from:to:)``.
  public init(
    _ feed: some TickFeed,
    hash: String,
    from first: Timestamp?,
    before end: Timestamp?,
    memoryLimit: Int = SearchData.memoryLimit
  ) throws(SearchError) {
    var kept: TickBlock? = TickBlock()
    var (count, oldest, newest) = (0, Int64.max, Int64.min)
    do throws(TickReadError) {
      var reader = try feed.reader(from: first, before: end)
      while let block = try reader.next() {
        count += block.count
        oldest = min(oldest, block.times.first ?? .max)
        newest = max(newest, block.times.last ?? .min)
        if count * TickBlock.bytesPerRow > memoryLimit { kept = nil }
        kept?.append(block)
      }
    } catch {
      throw .ticks(error)
    }
    guard count > 0 else { throw .noData(symbol: feed.symbol, from: first, to: end) }
    if let kept {
      do throws(SeriesError) {
        content = .ticks(try TickSeries(symbol: feed.symbol, block: kept))
      } catch {
        throw .ticks(TickReadError(error.description))
      }
    } else {
      content = .ticks(TickStretch(feed: feed, from: first, before: end))
    }
    self.hash = hash
    rowCount = count
    self.first = Timestamp(nanoseconds: oldest)
    self.end = Timestamp(nanoseconds: newest + 1)
  }

  /// What is counted, in the plural.
  public var unit: String {
    switch content {
    case .bars: "bars"
    case .ticks: "ticks"
    }
  }

  /// About how many rows one thread replays in a second for one trial, for estimates.
  public var rowsPerSecond: Double {
    switch content {
    case .bars: 5e7
    case .ticks: 3e7
    }
  }
}

/// A part of a feed that is too large to keep.
private struct TickStretch: TickFeed {
  let feed: any TickFeed
  let from: Timestamp?
  let before: Timestamp?

  init(feed: any TickFeed, from: Timestamp?, before: Timestamp?) {
    self.feed = feed
    self.from = from
    self.before = before
  }

  var symbol: Symbol { feed.symbol }

  var content: TickContent { feed.content }

  func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError) -> any TickReader {
    try feed.reader(
      from: [from, first].compactMap(\.self).max(),
      before: [before, end].compactMap(\.self).min()
    )
  }
}

extension TickBlock {
  /// The bytes of a row with every column.
  fileprivate static let bytesPerRow = 66

  /// Appends the rows of a block with the same columns.
  fileprivate mutating func append(_ other: TickBlock) {
    times += other.times
    receivedTimes += other.receivedTimes
    kinds += other.kinds
    bidPrices += other.bidPrices
    bidSizes += other.bidSizes
    askPrices += other.askPrices
    askSizes += other.askSizes
    tradePrices += other.tradePrices
    tradeSizes += other.tradeSizes
    tradeSides += other.tradeSides
  }
}

extension BarSeries {
  /// The hash of every value.
  fileprivate var contentHash: String {
    let columns: [(String, ColumnValues)] = [
      ("open_time", .timestamp(openTimes)), ("close_time", .timestamp(closeTimes)),
      ("open", .double(open)), ("high", .double(high)), ("low", .double(low)),
      ("close", .double(close)), ("volume", .double(volume)),
    ]
    guard let table = try? ColumnTable(columns.map { Column($0.0, $0.1) }) else {
      preconditionFailure("the columns of a series are of one length")
    }
    return ContentHash(of: table).hex
  }
}
