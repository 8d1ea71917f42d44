import MarketModel

/// The rows of one table of ticks in order, streamed from its files.
final class TickStream {
  /// Some rows, column by column, valid while the chunk exists.
  struct Chunk {
    let source: ResultChunk
    let times: UnsafePointer<Int64>
    let received: UnsafePointer<Int64>?

    /// Bid, its size, ask, its size of quotes; price and size of trades.
    let numbers: [UnsafePointer<Double>]

    /// Who crossed the spread; `nil` for quotes.
    let sides: UnsafePointer<Int8>?

    var count: Int { source.count }
  }

  /// The series, for messages.
  let key: SeriesKey

  /// The present rows, or `nil` after the last.
  private(set) var chunk: Chunk?

  /// The next row of the present chunk.
  private(set) var position = 0

  private let stream: ResultStream
  private let hasReceivedTimes: Bool
  private var lastTime = Int64.min
  private var row = 0

  /// Begins to read rows that a condition holds for.
  init(
    _ key: SeriesKey,
    paths: [String],
    conditions: [String],
    hasReceivedTimes: Bool,
    database: DuckDBDatabase
  ) throws(TickReadError) {
    self.key = key
    self.hasReceivedTimes = hasReceivedTimes
    let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let terms = [key.table.timeColumn] + key.table.tickNumbers + key.table.tickSide
    do throws(DuckDBError) {
      stream = try ResultStream(
        "SELECT \((terms + (hasReceivedTimes ? ["received_at"] : [])).joined(separator: ", ")) "
          + "FROM \(SQL.parquet(paths))\(condition)",
        database: database
      )
    } catch {
      throw TickReadError("\(key): \(error)")
    }
    try advance()
  }

  /// The time of the next row, or `nil` after the last.
  var time: Int64? { chunk.map { $0.times[position] } }

  /// Returns how many of the next rows of the chunk may be taken together.
  ///
  /// - Parameters:
  ///   - limit: The largest number.
  ///   - end: The first time that is left out; `nil` takes all.
  /// - Returns: The number of rows.
  /// - Throws: ``TickReadError`` when the time of a row lies before the one before it.
  func run(atMost limit: Int, before end: Int64?) throws(TickReadError) -> Int {
    guard let chunk else { return 0 }
    let stop = min(chunk.count, position + limit)
    var (index, last) = (position, lastTime)
    while index < stop {
      let time = chunk.times[index]
      if let end, time >= end { break }
      guard time >= last else {
        throw TickReadError(
          "\(key), row \(row + index - position): expected a time after "
            + "\(Timestamp(nanoseconds: last)), found \(Timestamp(nanoseconds: time))"
        )
      }
      last = time
      index += 1
    }
    return index - position
  }

  /// Gives up rows that were taken.
  func take(_ count: Int) throws(TickReadError) {
    guard let chunk, count > 0 else { return }
    position += count
    row += count
    lastTime = chunk.times[position - 1]
    if position == chunk.count { try advance() }
  }

  private func advance() throws(TickReadError) {
    position = 0
    do throws(DuckDBError) {
      chunk = try stream.next().map { view($0) }
    } catch {
      throw TickReadError("\(key), after \(row) rows: \(error)")
    }
  }

  private func view(_ source: ResultChunk) -> Chunk {
    let numbers = key.table.tickNumbers.count
    let sides = key.table.tickSide.count
    return Chunk(
      source: source,
      times: source.column(0, of: Int64.self),
      received: hasReceivedTimes ? source.column(1 + numbers + sides, of: Int64.self) : nil,
      numbers: (0..<numbers).map { source.column(1 + $0, of: Double.self) },
      sides: sides > 0 ? source.column(1 + numbers, of: Int8.self) : nil
    )
  }
}

extension LakeTable {
  /// The columns of prices and sizes of ticks.
  fileprivate var tickNumbers: [String] {
    switch self {
    case .quotes: ["bid_price", "bid_size", "ask_price", "ask_size"]
    case .trades: ["price", "size"]
    default: []
    }
  }

  /// The side of trades as SQL of one byte: 1 for buyers, −1 for sellers, 0 where it is not known.
  fileprivate var tickSide: [String] {
    guard self == .trades else { return [] }
    return [
      """
      CAST(CASE WHEN aggressor IS NULL THEN 0 WHEN aggressor = 'buy' THEN 1 \
      WHEN aggressor = 'sell' THEN -1 ELSE error('aggressor: expected buy or sell, found ' || aggressor) \
      END AS TINYINT)
      """
    ]
  }
}
