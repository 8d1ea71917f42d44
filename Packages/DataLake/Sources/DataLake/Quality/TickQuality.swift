public import MarketModel

/// Examines ticks for crossed and locked quotes, gaps, zero sizes, trades outside the quote, repeated
/// stamps and the offset of clocks.
///
/// A gap is a silence of both kinds of ticks, as far as it lies in regular sessions of the calendar.
///
/// **Causality.** Uses all ticks: a statement about the past, never a feature.
///
/// - Parameters:
///   - feed: The ticks.
///   - provider: Who they came from, for the report.
///   - calendar: When the instrument trades.
///   - settings: The thresholds.
/// - Returns: The counts and the first findings.
/// - Throws: ``TickReadError`` when the ticks cannot be read.
/// - Complexity: O(ticks) time, memory of one block.
public func checkQuality(
  of feed: some TickFeed,
  provider: String?,
  calendar: TradingCalendar,
  settings: TickQualitySettings
) throws(TickReadError) -> TickQualityReport {
  var check = TickCheck(
    report: TickQualityReport(symbol: feed.symbol, provider: provider, calendar: calendar),
    calendar: calendar,
    settings: settings
  )
  var reader = try feed.reader(from: nil, before: nil)
  while let block = try reader.next() { check.add(block) }
  return check.finished()
}

/// An examination in progress.
private struct TickCheck {
  var report: TickQualityReport
  let calendar: TradingCalendar
  let settings: TickQualitySettings
  private var last: Int64?
  private var lastQuote: Int64?
  private var lastTrade: Int64?
  private var book: Quote?
  private var offsets = (count: 0, sum: 0.0, smallest: Double.infinity, largest: -Double.infinity)

  init(report: TickQualityReport, calendar: TradingCalendar, settings: TickQualitySettings) {
    self.report = report
    self.calendar = calendar
    self.settings = settings
  }

  mutating func add(_ block: TickBlock) {
    let gap = Int64(settings.gapSeconds * 1e9)
    for row in 0..<block.count {
      let time = block.times[row]
      if let last, time - last >= gap { addGap(from: last, to: time) }
      if report.first == nil { report.first = Timestamp(nanoseconds: time) }
      last = time
      switch block.kinds[row] {
      case .quote:
        addQuote(
          Quote(
            time: Timestamp(nanoseconds: time),
            bidPrice: block.bidPrices[row],
            bidSize: block.bidSizes[row],
            askPrice: block.askPrices[row],
            askSize: block.askSizes[row]
          )
        )
      case .trade:
        addTrade(time, block.tradePrices[row], block.tradeSizes[row], block.tradeSides[row])
      }
    }
    for (received, time) in zip(block.receivedTimes, block.times) {
      let offset = Double(received - time) * 1e-9
      offsets.count += 1
      offsets.sum += offset
      offsets.smallest = min(offsets.smallest, offset)
      offsets.largest = max(offsets.largest, offset)
    }
  }

  func finished() -> TickQualityReport {
    var report = report
    guard let first = report.first, let last else { return report }
    report.last = Timestamp(nanoseconds: last)
    report.openSeconds = openSeconds(from: first.nanoseconds, to: last)
    if offsets.count > 0 {
      report.offset = .init(
        smallest: offsets.smallest,
        mean: offsets.sum / Double(offsets.count),
        largest: offsets.largest
      )
    }
    report.grade = .markTicks(
      rows: report.quotes + report.trades,
      damaged: report.crossed + report.outliers,
      openSeconds: report.openSeconds,
      gapSeconds: report.gapSeconds
    )
    return report
  }

  private mutating func addQuote(_ quote: Quote) {
    report.quotes += 1
    if quote.time.nanoseconds == lastQuote { report.repeatedStamps += 1 }
    lastQuote = quote.time.nanoseconds
    if quote.isCrossed {
      report.crossed += 1
      list(.crossed, quote.time.nanoseconds) { "bid \(quote.bidPrice), ask \(quote.askPrice)" }
    } else if quote.bidPrice == quote.askPrice {
      report.locked += 1
    }
    if quote.bidSize == 0 || quote.askSize == 0 { report.zeroSizeQuotes += 1 }
    book = quote
  }

  private mutating func addTrade(_ time: Int64, _ price: Double, _ size: Double, _ side: Int8) {
    report.trades += 1
    if time == lastTrade { report.repeatedStamps += 1 }
    lastTrade = time
    if size == 0 { report.zeroSizeTrades += 1 }
    if side == 0 { report.unknownSides += 1 }
    guard let book, !book.isCrossed else { return }
    let distance = max(book.bidPrice - price, price - book.askPrice)
    guard distance > 0 else { return }
    report.outsideQuote += 1
    guard distance > settings.outlierFraction * book.midPrice else { return }
    report.outliers += 1
    list(.outlier, time) { "trade at \(price), bid \(book.bidPrice), ask \(book.askPrice)" }
  }

  private mutating func addGap(from start: Int64, to end: Int64) {
    let seconds = openSeconds(from: start, to: end)
    guard seconds >= settings.gapSeconds else { return }
    report.gaps += 1
    report.gapSeconds += seconds
    list(.gap, start) { "no tick until \(Timestamp(nanoseconds: end))" }
  }

  private mutating func list(
    _ kind: TickQualityReport.Kind,
    _ time: Int64,
    _ evidence: () -> String
  ) {
    guard report.findings.count < settings.listedFindings else { return }
    report.findings.append(
      .init(kind: kind, first: Timestamp(nanoseconds: time), evidence: evidence())
    )
  }

  /// The seconds between two instants in which the market is open.
  private func openSeconds(from start: Int64, to end: Int64) -> Double {
    guard calendar != .alwaysOpen else { return Double(end - start) * 1e-9 }
    let days = (
      calendar.date(of: Timestamp(nanoseconds: start)),
      calendar.date(of: Timestamp(nanoseconds: end))
    )
    return calendar.sessions(from: days.0, through: days.1).reduce(0) { sum, session in
      let opened = max(start, session.open.nanoseconds)
      let closed = min(end, session.close.nanoseconds)
      return sum + Double(max(0, closed - opened)) * 1e-9
    }
  }
}
