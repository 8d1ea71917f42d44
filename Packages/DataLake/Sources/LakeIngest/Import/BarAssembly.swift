import MarketModel

/// The bars of one symbol of a file, sorted and checked.
struct ImportedSeries {
  var bars: BarSeries

  /// The line that each bar came from.
  var lines: [Int]
}

/// Sorts, checks and stamps the rows of one symbol.
struct BarAssembly {
  private struct Row {
    var open: Int64
    var close: Int64
    var source: Int
  }

  private let raw: RawBars
  private let symbol: Symbol
  private let clock: BarClock
  private let offSessionRows: OffSessionRows
  private(set) var warnings: [ImportWarning] = []
  private var tallies: [ImportWarning.Kind: (count: Int, line: Int)] = [:]

  init(_ raw: RawBars, symbol: Symbol, clock: BarClock, offSessionRows: OffSessionRows) {
    self.raw = raw
    self.symbol = symbol
    self.clock = clock
    self.offSessionRows = offSessionRows
  }

  /// Returns the series, or `nil` when no row is left; problems go to the log.
  mutating func series(
    kind: RawBars.StampKind,
    log: inout ProblemLog
  ) -> ImportedSeries? {
    var rows = stamped(kind: kind, log: &log)
    if !isRising(rows) {
      // Equal times stay in the order of the file, so that messages name the first line first.
      rows.sort { ($0.open, $0.source) < ($1.open, $1.source) }
    }
    rows = withoutRepeats(rows, log: &log)
    checkOverlaps(rows, log: &log)
    for row in rows { tallyPrices(row.source) }
    checkSpacing(rows)
    warnings = ImportWarning.Kind.allCases.compactMap { kind in
      tallies[kind].map {
        ImportWarning(kind: kind, symbol: symbol, count: $0.count, firstLine: $0.line)
      }
    }
    guard log.count == 0, !rows.isEmpty else { return nil }
    do throws(SeriesError) {
      let sources = rows.map(\.source)
      let bars = try BarSeries(
        symbol: symbol,
        interval: clock.interval,
        openTimes: rows.map(\.open),
        closeTimes: rows.map(\.close),
        open: sources.map { raw.open[$0] },
        high: sources.map { raw.high[$0] },
        low: sources.map { raw.low[$0] },
        close: sources.map { raw.close[$0] },
        volume: sources.map { raw.volume[$0] }
      )
      return ImportedSeries(bars: bars, lines: sources.map { raw.lines[$0] })
    } catch {
      log.add(line: nil, column: nil, expected: "rows of a time series", found: "\(error)")
      return nil
    }
  }

  private mutating func stamped(kind: RawBars.StampKind, log: inout ProblemLog) -> [Row] {
    var rows: [Row] = []
    rows.reserveCapacity(raw.count)
    for index in 0..<raw.count {
      switch clock.read(raw.stamps[index], kind: kind) {
      case .bar(let open, let close):
        rows.append(Row(open: open, close: close, source: index))
      case .offSession(let open, let close):
        switch offSessionRows {
        case .refuse:
          log.add(
            line: raw.lines[index],
            column: nil,
            expected: "a trading time of \(clock.calendar.name)",
            found: stampText(raw.stamps[index], kind)
          )
        case .drop:
          tally(.offSessionDropped, index)
        case .keep:
          tally(.offSessionKept, index)
          rows.append(Row(open: open, close: close, source: index))
        }
      case .impossible(let expected):
        log.add(
          line: raw.lines[index],
          column: nil,
          expected: expected,
          found: stampText(raw.stamps[index], kind)
        )
      }
    }
    return rows
  }

  private func isRising(_ rows: [Row]) -> Bool {
    zip(rows, rows.dropFirst()).allSatisfy { $0.open < $1.open }
  }

  /// Takes rows of one time once when they agree, and logs both lines when they do not.
  private mutating func withoutRepeats(_ rows: [Row], log: inout ProblemLog) -> [Row] {
    var kept: [Row] = []
    kept.reserveCapacity(rows.count)
    for row in rows {
      guard let last = kept.last, last.open == row.open else {
        kept.append(row)
        continue
      }
      if isSame(last.source, row.source) {
        tally(.repeatedRows, row.source)
      } else {
        log.add(
          line: raw.lines[row.source],
          column: nil,
          expected: "the values of line \(raw.lines[last.source]), which has the same time"
            + " (\(values(last.source)))",
          found: values(row.source)
        )
      }
    }
    return kept
  }

  private func isSame(_ left: Int, _ right: Int) -> Bool {
    raw.open[left] == raw.open[right] && raw.high[left] == raw.high[right]
      && raw.low[left] == raw.low[right] && raw.close[left] == raw.close[right]
      && raw.volume[left] == raw.volume[right]
  }

  private func values(_ row: Int) -> String {
    [raw.open, raw.high, raw.low, raw.close, raw.volume].map { "\($0[row])" }
      .joined(separator: " ")
  }

  private func checkOverlaps(_ rows: [Row], log: inout ProblemLog) {
    for (row, next) in zip(rows, rows.dropFirst()) where row.close > next.open {
      log.add(
        line: raw.lines[next.source],
        column: nil,
        expected: "a bar that opens after \(Timestamp(nanoseconds: row.close)), when the bar of"
          + " line \(raw.lines[row.source]) ends (bars last \(clock.interval))",
        found: "\(Timestamp(nanoseconds: next.open))"
      )
    }
  }

  private mutating func tallyPrices(_ row: Int) {
    let (open, high, low, close) = (raw.open[row], raw.high[row], raw.low[row], raw.close[row])
    if min(open, high, low, close) <= 0 { tally(.nonPositivePrices, row) }
    if high < max(open, close) || low > min(open, close) || low > high {
      tally(.inconsistentPrices, row)
    }
    if raw.volume[row] < 0 { tally(.negativeVolumes, row) }
  }

  private mutating func checkSpacing(_ rows: [Row]) {
    guard !clock.interval.isDailyOrLonger, rows.count > 3 else { return }
    let isWide = zip(rows, rows.dropFirst()).allSatisfy {
      $1.open - $0.open > clock.interval.nanoseconds
    }
    if isWide { tallies[.wideSpacing] = (rows.count, raw.lines[rows[0].source]) }
  }

  private mutating func tally(_ kind: ImportWarning.Kind, _ row: Int) {
    let line = raw.lines[row]
    let present = tallies[kind] ?? (0, line)
    tallies[kind] = (present.count + 1, min(present.line, line))
  }

  private func stampText(_ value: Int64, _ kind: RawBars.StampKind) -> String {
    kind == .date
      ? "\(CivilDate(dayNumber: Int(value)))" : "\(Timestamp(nanoseconds: value))"
  }
}
