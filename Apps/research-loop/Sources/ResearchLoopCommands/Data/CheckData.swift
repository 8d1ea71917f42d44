internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import MarketModel
internal import Reporting

/// Examines the bars of a lake and grades them.
struct CheckData: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Examine bars for gaps, damage, staleness, splits and outliers, and grade them.",
    discussion: """
      EXAMPLE:
        research-loop data check --lake lake --symbol SPY
      """
  )

  @OptionGroup var lake: LakeOption

  @Option(help: "Only this symbol.")
  var symbol: String?

  @Option(help: "Only bars of this length, such as 1d.")
  var interval: String?

  @Option(help: "Only bars of this source.")
  var provider: String?

  @Option(help: "When the instruments trade: us_equities or always_open.")
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
    let reports = try orFail { () throws(LakeError) in try examine(try lake.pin()) }
    guard !reports.isEmpty else {
      throw CommandFailure.failed("\(lake.directory): expected bars to examine, found none")
    }
    if json {
      context.console.print(JSONValue.array(reports.map(\.json)).text(pretty: true))
      return
    }
    for (index, report) in reports.enumerated() {
      if index > 0 { context.console.print("") }
      show(report, context)
    }
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
    (symbol == nil || entry.symbol.name == symbol)
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
