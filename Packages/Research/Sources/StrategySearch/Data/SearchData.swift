internal import Backtest
public import DataLake
public import MarketModel

/// What a search replays, read once.
public struct SearchData: Sendable {
  /// The rows.
  enum Content: Sendable {
    case bars(BarSeries)
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

  /// What is counted, in the plural.
  public var unit: String {
    switch content {
    case .bars: "bars"
    }
  }
}

extension LoadedSearch {
  /// Reads what the document names.
  ///
  /// - Parameter snapshot: The content of the lake; `nil` for documents that name a file.
  /// - Throws: ``SearchError``.
  public func data(in snapshot: LakeSnapshot) throws(SearchError) -> SearchData {
    let wanted = config.data
    guard case .lake(let provider) = wanted.source, let interval = wanted.interval else {
      throw .noData(symbol: wanted.symbol, from: wanted.from, to: wanted.to)
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
