import MarketModel

/// Judges the rows of one file of ticks and gathers those that are taken.
struct TickAssembly {
  let reading: TickReading
  let symbol: Symbol
  var log: ProblemLog

  private(set) var rows: TickRows
  private let names: [String]
  private let positions: TickPositions
  private var tallies: [ImportWarning.Kind: (count: Int, line: Int)] = [:]
  private var newest: (time: Int64, line: Int)?

  init(
    _ table: TickTable,
    file: String,
    symbol: Symbol,
    positions: TickPositions,
    reading: TickReading
  ) {
    self.reading = reading
    self.symbol = symbol
    self.positions = positions
    names = positions.numbers.map { positions.names[$0] }
    log = ProblemLog(file: file)
    rows = TickRows(table, hasReceivedTimes: positions.received != nil)
  }

  /// Judges a row; problems go to the log.
  mutating func add(_ row: TickRow) {
    let before = log.count
    checkNumbers(row)
    guard checkCross(row) else { return }
    checkOrder(row)
    guard log.count == before else { return }
    if rows.table == .trades, row.side == 0 { tally(.unknownSides, row.line) }
    rows.append(row)
  }

  /// Counts a row that was left out.
  mutating func leaveOut(_ kind: ImportWarning.Kind, line: Int) { tally(kind, line) }

  /// Returns the rows sorted by time.
  ///
  /// - Throws: ``IngestError`` with the first problems and the number of all.
  func finished() throws(IngestError) -> TickRows {
    try log.throwIfAny()
    guard rows.count > 0 else { throw .empty(file: log.file) }
    guard tallies[.outOfOrder] != nil else { return rows }
    var sorted = rows
    sorted.sortByTime()
    return sorted
  }

  /// What a person should know of, in the order of the kinds.
  var warnings: [ImportWarning] {
    ImportWarning.Kind.allCases.compactMap { kind in
      tallies[kind].map {
        ImportWarning(kind: kind, symbol: symbol, count: $0.count, firstLine: $0.line)
      }
    }
  }

  private mutating func checkNumbers(_ row: TickRow) {
    checkPrice(row.numbers.0, 0, row.line)
    checkSize(row.numbers.1, 1, row.line)
    guard rows.table == .quotes else { return }
    checkPrice(row.numbers.2, 2, row.line)
    checkSize(row.numbers.3, 3, row.line)
  }

  private mutating func checkPrice(_ value: Double, _ number: Int, _ line: Int) {
    guard !(value > 0 && value.isFinite) else { return }
    log.add(line: line, column: names[number], expected: "a positive number", found: "\(value)")
  }

  private mutating func checkSize(_ value: Double, _ number: Int, _ line: Int) {
    guard !(value >= 0 && value.isFinite) else { return }
    log.add(
      line: line,
      column: names[number],
      expected: "zero or a positive number",
      found: "\(value)"
    )
  }

  /// Whether the row is taken, as far as its bid and its ask are concerned.
  private mutating func checkCross(_ row: TickRow) -> Bool {
    guard rows.table == .quotes, row.numbers.0 > row.numbers.2 else { return true }
    switch reading.crossed {
    case .refuse:
      log.add(
        line: row.line,
        column: names[0],
        expected: "a bid of at most the ask \(row.numbers.2)",
        found: "\(row.numbers.0)"
      )
      return true
    case .drop:
      tally(.crossedDropped, row.line)
      return false
    case .keep:
      tally(.crossedKept, row.line)
      return true
    }
  }

  private mutating func checkOrder(_ row: TickRow) {
    guard let newest, row.time < newest.time else {
      newest = (row.time, row.line)
      return
    }
    switch reading.order {
    case .sort: tally(.outOfOrder, row.line)
    case .strict:
      log.add(
        line: row.line,
        column: positions.names[positions.time],
        expected: "a time not before \(Timestamp(nanoseconds: newest.time)) of line \(newest.line)",
        found: "\(Timestamp(nanoseconds: row.time))"
      )
    }
  }

  private mutating func tally(_ kind: ImportWarning.Kind, _ line: Int) {
    tallies[kind, default: (0, line)].count += 1
  }
}

extension TickReading {
  /// The instant of a stamp, or `nil` with what was expected instead.
  func instant(_ stamp: RawStamp) -> Int64? {
    switch stamp {
    case .instant(let time): return time
    case .date: return nil
    case .local(let local):
      guard let timeZone else { return nil }
      let date = CivilDate(utcDayOf: Timestamp(nanoseconds: local))
      return timeZone.instant(of: date, nanoseconds: local - date.startInUTC.nanoseconds)
        .nanoseconds
    }
  }

  /// What is expected of an empty stamp of the venue in a file that has the receiver's too.
  func expectedVenueTime(_ positions: TickPositions) -> String {
    guard let received = positions.received else { return expectedInstant }
    let (venue, other) = (positions.names[positions.time], positions.names[received])
    return
      "the venue's time (or the columns time=\(other),ignore=\(venue), which take the receiver's)"
  }

  /// What is expected of a stamp.
  var expectedInstant: String {
    let stamp = (stampUnit ?? .automatic).expectedStamp
    return timeZone == nil ? "\(stamp), with an offset where it is a text" : stamp
  }
}

/// The side that a text names: 1 for buyers, −1 for sellers, 0 for an empty text.
func tickSide(_ text: String, isBuyerIsMaker: Bool) -> Int8? {
  let word = text.lowercased()
  if isBuyerIsMaker {
    return switch word {
    case "true", "1", "t": -1
    case "false", "0", "f": 1
    default: nil
    }
  }
  return switch word {
  case "buy", "b", "1", "+1": 1
  case "sell", "s", "-1": -1
  case "", "0": 0
  default: nil
  }
}

/// What a column of sides may hold.
func expectedSide(isBuyerIsMaker: Bool) -> String {
  isBuyerIsMaker
    ? "true or false (1 or 0)" : "buy or sell (b or s, 1 or -1), or nothing where it is not known"
}
