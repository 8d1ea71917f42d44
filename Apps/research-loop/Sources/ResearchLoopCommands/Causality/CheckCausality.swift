internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import Features
internal import MarketModel
internal import Reporting
internal import Research

/// Checks that what a configuration names does not see the future.
struct CheckCausality: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-causality",
    abstract: "Find out whether strategies and labels depend on data they could not have had.",
    discussion: """
      Every strategy of the configuration, with the first and the last of its parameter sets, and the
      regime labels of every symbol are computed over all data, and again over copies in which
      everything after a cut was removed or changed. What was decided or released before the cut must
      be the same. A document with features of your own is checked over the bars of one symbol.
      Nothing is written.

      EXAMPLES:
        research-loop check-causality configs/research_loop.yaml
        research-loop check-causality configs/features/trend_and_range.yaml --lake lake --symbol SPY
        research-loop check-causality my.yaml --cuts 200 --seed 7 --json

      EXIT CODES:
        0  nothing depends on the future
        1  something does, or could not be checked
        2  the configuration or the command line is wrong
      """
  )

  @Argument(help: "The configuration of the research loop, or a document with features.")
  var config: String

  @Option(help: "The folder of the lake in place of the configuration's.")
  var lake: String?

  @Option(help: "The symbol whose bars features are checked over.")
  var symbol: String?

  @Option(help: "The length of those bars.")
  var interval = "1d"

  @Option(help: "The source of those bars, where there are several.")
  var provider: String?

  @Option(
    name: .customLong("calendar"),
    help: "When that symbol trades: us_equities or always_open."
  )
  var calendarName = "us_equities"

  @Option(help: "The number of instants after which the future is changed.")
  var cuts = 40

  @Option(help: "The seed of the cuts and of the changes.")
  var seed: UInt64 = 1

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    guard cuts >= 1 else { throw ValidationError("expected 1 or more for --cuts, found \(cuts)") }
    if TradingCalendar.named(calendarName) == nil {
      throw ValidationError(
        "expected one of \(TradingCalendar.names.joined(separator: ", ")) for --calendar, "
          + "found '\(calendarName)'"
      )
    }
    if BarInterval(interval) == nil {
      throw ValidationError("expected an interval such as 1d for --interval, found '\(interval)'")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let reports =
      try isFeatureDocument()
      ? checkFeatures(context) : check(cycle(strategies, context), context)
    if json {
      let list = JSONValue.array(reports.map(\.json))
      context.console.print(list.text(pretty: true))
    } else {
      show(reports, context)
    }
    let guilty = reports.filter { !$0.isClean }
    guard guilty.isEmpty else {
      throw CommandFailure.failed(
        "\(guilty.count) of \(reports.count) subjects: "
          + guilty.map(\.subject).joined(separator: ", ")
      )
    }
  }

  private func cycle(
    _ strategies: StrategyRegistry,
    _ context: CommandContext
  ) throws(CommandFailure) -> ResearchCycle {
    let loaded: LoadedLoopConfig
    do throws(ConfigurationError) {
      loaded = try LoadedLoopConfig(
        path: config,
        overrides: [],
        output: nil,
        strategies: strategies
      )
    } catch {
      throw .usage(error)
    }
    let directory = lake ?? loaded.paths.input(loaded.config.pack.lake)
    let opened = try context.openExistingLake(directory)
    guard let cycle = ResearchCycle(loaded: loaded, lake: opened, now: context.now()) else {
      throw .usage("outcomes.bar_duration: expected a number of seconds above zero")
    }
    return cycle
  }

  private func check(
    _ cycle: ResearchCycle,
    _ context: CommandContext
  ) throws(CommandFailure) -> [CausalityReport] {
    let market = try orFail { () throws(CycleError) in try cycle.causalityMarket() }
    let checker = CausalityChecker(plan: .thorough(cuts: cuts, seed: seed))
    let subjects = cycle.strategySubjects()
    let world = MarketWorld(market)
    let line = ProgressLine(
      stage: "causality",
      unit: "subjects",
      total: subjects.count + market.listings.count
    )
    var log = CausalityLog(line: line, context: context)
    for listing in market.listings {
      let subject = cycle.regimeSubject(of: listing.bars.symbol.name)
      log.add(checker.check(subject, over: BarWorld([listing.bars])))
    }
    for subject in subjects { log.add(checker.check(subject, over: world)) }
    return log.finished()
  }

  private func show(_ reports: [CausalityReport], _ context: CommandContext) {
    let console = context.console
    var table = ConsoleTable(columns: [
      .init("subject"), .init("kind"), .init("cuts", .trailing), .init("changes", .trailing),
      .init("values", .trailing), .init("verdict"), .init("first violation", canShrink: true),
    ])
    for report in reports {
      table.append([
        .init(report.subject), .init(report.kind), .init(NumberText.grouped(report.cuts)),
        .init(NumberText.grouped(report.changes)), .init(NumberText.grouped(report.comparisons)),
        .init(report.verdict), .init(report.violations.first?.description ?? ""),
      ])
    }
    console.print(table.rendered(in: console.style))
  }
}

extension CausalityReport {
  fileprivate var verdict: String { isClean ? "causal" : "violated" }

  fileprivate var json: JSONValue {
    [
      "subject": .string(subject), "kind": .string(kind), "verdict": .string(verdict),
      "cuts": .integer(Int64(cuts)), "changes": .integer(Int64(changes)),
      "refusals": .integer(Int64(refusals)), "comparisons": .integer(Int64(comparisons)),
      "violations": .array(violations.map { .string($0.description) }),
    ]
  }
}
