import DataLake
import MarketModel

/// One row of a file of ticks, judged by nothing yet.
struct TickRow {
  var time: Int64
  var received: Int64

  /// Bid, its size, ask and its size of a quote; price and size of a trade.
  var numbers: (Double, Double, Double, Double)

  /// 1 where the buyer crossed the spread, −1 where the seller did, otherwise 0.
  var side: Int8

  /// The line, or the number of the row, that the values came from.
  var line: Int
}

/// Ticks of one symbol, column by column, in the file's order or sorted by time.
struct TickRows {
  let table: TickTable
  let hasReceivedTimes: Bool
  private(set) var times: [Int64] = []
  private(set) var received: [Int64] = []

  /// Bid, its size, ask and its size of quotes; price and size of trades.
  private(set) var numbers: [[Double]]
  private(set) var sides: [Int8] = []
  private(set) var lines: [Int] = []

  init(_ table: TickTable, hasReceivedTimes: Bool) {
    self.table = table
    self.hasReceivedTimes = hasReceivedTimes
    numbers = [[Double]](repeating: [], count: table == .quotes ? 4 : 2)
  }

  var count: Int { times.count }

  mutating func append(_ row: TickRow) {
    times.append(row.time)
    lines.append(row.line)
    if hasReceivedTimes { received.append(row.received) }
    numbers[0].append(row.numbers.0)
    numbers[1].append(row.numbers.1)
    if table == .quotes {
      numbers[2].append(row.numbers.2)
      numbers[3].append(row.numbers.3)
    } else {
      sides.append(row.side)
    }
  }

  /// Appends the rows of another file; received times stay only where both have them.
  mutating func append(_ other: TickRows) {
    var joined = TickRows(table, hasReceivedTimes: hasReceivedTimes && other.hasReceivedTimes)
    joined.times = times + other.times
    joined.received = joined.hasReceivedTimes ? received + other.received : []
    joined.numbers = zip(numbers, other.numbers).map { $0 + $1 }
    joined.sides = sides + other.sides
    joined.lines = lines + other.lines
    self = joined
  }

  /// Sorts by time; rows of one instant stay in the file's order.
  mutating func sortByTime() {
    let times = times
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    func sorted<Value>(_ values: [Value]) -> [Value] {
      values.isEmpty ? [] : order.map { values[$0] }
    }
    self.times = sorted(times)
    received = sorted(received)
    numbers = numbers.map { sorted($0) }
    sides = sorted(sides)
    lines = sorted(lines)
  }

  /// The rows as a change of the lake, counted from zero at each instant.
  ///
  /// - Precondition: The rows are sorted by time.
  func change(_ key: SeriesKey, replacing: Bool) -> LakeChange {
    var sequences: [Int64] = []
    sequences.reserveCapacity(count)
    for row in times.indices {
      let repeats = row > 0 && times[row] == times[row - 1]
      sequences.append(repeats ? sequences[row - 1] + 1 : 0)
    }
    let receivedAt =
      hasReceivedTimes
      ? Column("received_at", .timestamp(received))
      : Column(
        "received_at",
        .timestamp([Int64](repeating: 0, count: count)),
        validity: [Bool](repeating: false, count: count)
      )
    let names =
      table == .quotes ? ["bid_price", "bid_size", "ask_price", "ask_size"] : ["price", "size"]
    var values = [Column("sequence", .int64(sequences))]
    values += zip(names, numbers).map { Column($0, .double($1)) }
    if table == .trades {
      values.append(
        Column(
          "aggressor",
          .text(sides.map { $0 > 0 ? "buy" : $0 < 0 ? "sell" : "" }),
          validity: sides.map { $0 != 0 }
        )
      )
    }
    return LakeChange(
      series: key,
      times: times,
      values: values + [receivedAt],
      policy: .exact(replacing: replacing)
    )
  }

  /// The line of the row of an instant with a number, or `nil` when there is none.
  func line(at time: Timestamp, sequence: Int64?) -> Int? {
    let position = times.partitionPoint { $0 >= time.nanoseconds } + Int(sequence ?? 0)
    guard position < count, times[position] == time.nanoseconds else { return nil }
    return lines[position]
  }
}
