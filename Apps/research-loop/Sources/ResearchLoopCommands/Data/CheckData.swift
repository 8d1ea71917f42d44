internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import MarketModel
internal import Reporting

/// Examines the bars and ticks of a lake and grades them, and counts what is odd in its facts.
struct CheckData: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Examine bars, ticks and facts for gaps, damage and jumps, and grade bars and ticks.",
    discussion: """
      Bars are examined for gaps, damage, staleness, splits and outliers and get a grade for each year.
      The other tables (price, marketcap, volume, funding, open_interest) get one row for each series:
      missing rows by the usual step, zeros, negative values and jumps.

      Quotes and trades of a symbol are examined together for crossed and locked quotes, silences of a
      minute while the calendar's market is open, zero sizes, trades outside the quote, repeated stamps and
      the offset of clocks. Their grade counts crossed quotes and far trades as damage, silences as missing.

      EXAMPLES:
        research-loop data check --lake lake --symbol SPY
        research-loop data check --lake lake --table marketcap --limit 3
        research-loop data check --lake lake --table quotes --symbol BTCUSDT --calendar always_open
      """
  )

  @OptionGroup var lake: LakeOption

  @Option(help: "Only this table, such as bars or price.", transform: choice)
  var table: ImportTable?

  @Option(help: "Only this symbol.")
  var symbol: String?

  @Option(help: "Only bars of this length, such as 1d.")
  var interval: String?

  @Option(help: "Only rows of this source.")
  var provider: String?

  @Option(help: "When the instruments of bars and ticks trade: us_equities or always_open.")
  var calendar = "us_equities"

  @Option(help: "The largest number of findings to show for each series; 0 shows all.")
  var limit = 10

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    if let interval, BarInterval(interval) == nil {
      throw ValidationError("expected an interval such as 1d, 1h or 1m, found '\(interval)'")
    }
    guard TradingCalendar.named(calendar) != nil else {
      throw ValidationError(
        "expected one of \(TradingCalendar.names.joined(separator: ", ")) for --calendar, "
          + "found '\(calendar)'"
      )
    }
    guard limit >= 0 else {
      throw ValidationError("expected 0 or more for --limit, found \(limit)")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let lake = try context.openExistingLake(lake.directory)
    let snapshot = try orFail { () throws(LakeError) in try lake.pin() }
    let reports = try orFail { () throws(LakeError) in try examine(snapshot) }
    let facts = try orFail { () throws(LakeError) in try examineFacts(snapshot) }
    let ticks = try examineTicks(snapshot)
    guard !reports.isEmpty || !facts.isEmpty || !ticks.isEmpty else {
      let wanted = table.map { "rows of \($0.rawValue)" } ?? "bars, ticks or facts"
      throw CommandFailure.failed("\(lake.directory): expected \(wanted) to examine, found none")
    }
    if json {
      context.console.print(
        JSONValue.array(reports.map(\.json) + ticks.map(\.json) + facts.map(\.json)).text(
          pretty: true
        )
      )
      return
    }
    for (index, report) in reports.enumerated() {
      if index > 0 { context.console.print("") }
      show(report, context)
    }
    for (index, report) in ticks.enumerated() {
      if index > 0 || !reports.isEmpty { context.console.print("") }
      TickQualityDisplay(limit: limit, console: context.console).show(report)
    }
    guard !facts.isEmpty else { return }
    if !reports.isEmpty || !ticks.isEmpty { context.console.print("") }
    FactQualityDisplay(limit: limit, console: context.console).show(facts)
  }

  /// Examines quotes and trades of one symbol and provider together.
  private func examineTicks(_ snapshot: LakeSnapshot) throws -> [TickQualityReport] {
    guard let calendar = TradingCalendar.named(calendar), interval == nil else { return [] }
    var reports: [TickQualityReport] = []
    var seen: Set<[String]> = []
    for entry in snapshot.catalog
    where [.quotes, .trades].contains(entry.table) && isMeant(entry) {
      guard seen.insert(entry.key.values).inserted else { continue }
      let feed = try orFail { () throws(LakeError) in
        try LakeTickFeed(
          snapshot,
          symbol: entry.symbol,
          provider: entry.provider,
          selection: .available
        )
      }
      let report = try orFail { () throws(TickReadError) in
        try checkQuality(
          of: feed,
          provider: entry.provider,
          calendar: calendar,
          settings: .standard
        )
      }
      reports.append(report)
    }
    return reports
  }

  private func examineFacts(_ snapshot: LakeSnapshot) throws(LakeError) -> [FactQualityReport] {
    var reports: [FactQualityReport] = []
    for entry in snapshot.catalog where entry.table.holdsFacts && isMeant(entry) {
      let rows = try snapshot.rows(of: entry.key, from: nil, through: nil)
      do throws(ColumnTableError) {
        reports.append(try checkQuality(of: entry.key, rows: rows, settings: .standard))
      } catch {
        throw .invalidRow(series: entry.key, time: entry.first, reason: "\(error)")
      }
    }
    return reports
  }

  private func examine(_ snapshot: LakeSnapshot) throws(LakeError) -> [QualityReport] {
    var reports: [QualityReport] = []
    for entry in snapshot.catalog where entry.table == .bars && isMeant(entry) {
      guard let interval = entry.interval, let calendar = TradingCalendar.named(calendar) else {
        continue
      }
      let bars = try snapshot.bars(
        symbol: entry.symbol,
        interval: interval,
        provider: entry.provider,
        from: nil,
        through: nil,
        visibleBy: nil
      )
      reports.append(
        checkQuality(of: bars, provider: entry.provider, calendar: calendar, settings: .standard)
      )
    }
    return reports
  }

  private func isMeant(_ entry: CatalogEntry) -> Bool {
    (table == nil || entry.table.rawValue == table?.rawValue)
      && (symbol == nil || entry.symbol.name == symbol)
      && (provider == nil || entry.provider == provider)
      && (interval == nil || entry.interval == interval.flatMap { BarInterval($0) })
  }

  private func show(_ report: QualityReport, _ context: CommandContext) {
    let console = context.console
    let grade = report.grade?.rawValue ?? NumberText.undefined
    console.print(
      console.style.painted(
        "\(report.symbol) \(report.interval) \(report.provider ?? ""): grade \(grade)",
        .strong
      )
    )
    var table = ConsoleTable(
      columns: QualityReport.tableTitles.map { .init($0, .trailing) }
    )
    for row in report.tableRows { table.append(row.map { .init($0) }) }
    console.print(table.rendered(in: console.style))
    let shown = limit == 0 ? report.findings[...] : report.findings.prefix(limit)
    for finding in shown {
      console.print("  \(finding.kind.rawValue)  \(finding.first)  \(finding.evidence)")
    }
    if shown.count < report.findings.count {
      console.print("  … and \(NumberText.grouped(report.findings.count - shown.count)) more")
    }
  }
}
