internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import ExperimentRegistry
internal import Optimizer
internal import Reporting

/// Shows what a search has found.
struct ShowStudy: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a search has found: states, best trials, which parameters matter.",
    discussion: """
      With several objectives the trials that no other beats are shown in place of the best ones. The
      parameters that matter are estimated from 20 complete trials on.

      EXAMPLES:
        research-loop studies show ofi-tpe --lake lake
        research-loop studies show ofi-tpe --lake lake --top 3 --json
      """
  )

  @Argument(help: "The name of the study.")
  var name: String

  @OptionGroup var options: RegistryOptions

  @Option(help: "How many of the best trials to show.")
  var top = 5

  @Flag(help: "Write JSON.")
  var json = false

  /// The number of trees of the forest that says which parameters matter.
  private static let trees = 64

  /// How many complete trials the forest takes: below, it says nothing; above, it takes too long.
  private static let forestTrials = 20...5_000

  func validate() throws {
    guard top > 0 else { throw ValidationError("expected 1 or more for --top, found \(top)") }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let registry = try options.open(context)
    let record = try orFail { () throws(RegistryError) in try registry.study(named: name) }
    let archive = try orFail { () throws(RegistryError) in try registry.archive(ofStudy: name) }
    guard let study = archive.study else {
      throw CommandFailure.failed("study '\(name)': its search space cannot be read")
    }
    let best = bestTrials(of: study)
    let importances = try importances(of: study)
    if json {
      context.console.print(document(record, best, importances).text(pretty: true))
    } else {
      print(record, best, importances, context)
    }
  }

  private func bestTrials(of study: Study) -> [TrialRecord] {
    guard study.directions.count == 1 else { return Array(study.paretoFront.prefix(top)) }
    let isUp = study.directions[0] == .maximize
    let ranked = study.trials.filter { $0.state == .complete }.sorted { left, right in
      let (first, second) = (left.values[0], right.values[0])
      guard first != second else { return left.number < right.number }
      return isUp ? first > second : first < second
    }
    return Array(ranked.prefix(top))
  }

  private func importances(of study: Study) throws -> ImportanceReport? {
    let complete = study.trials.count { $0.state == .complete }
    guard Self.forestTrials.contains(complete) else { return nil }
    return try orFail { () throws(StudyError) in try study.importances(trees: Self.trees) }
  }

  private func document(
    _ record: StudyRecord,
    _ best: [TrialRecord],
    _ importances: ImportanceReport?
  ) -> JSONValue {
    var document = record.json
    document["space"] = record.definition.space
    document["settings"] = record.purpose.settings
    document["best"] = .array(best.map(\.json))
    document["importances"] =
      importances.map { report in
        .object(report.parameters.map { JSONMember($0.name, .number($0.share)) })
      } ?? .null
    document["explained_share"] = JSONValue(importances?.explainedShare)
    return document
  }

  private func print(
    _ record: StudyRecord,
    _ best: [TrialRecord],
    _ importances: ImportanceReport?,
    _ context: CommandContext
  ) {
    let (console, counts) = (context.console, record.counts)
    let strategy = record.purpose.strategyID.map { " of \($0)" } ?? ""
    console.print(
      "\(record.definition.name): \(record.status.rawValue), "
        + "\(record.purpose.objective)\(strategy) by \(record.method), "
        + "seed \(record.definition.seed), batches of \(record.definition.batchSize)"
    )
    if let failure = record.failure { console.print(failure) }
    console.print(
      "\(NumberText.grouped(counts.total)) trials: \(NumberText.grouped(counts.complete)) complete, "
        + "\(NumberText.grouped(counts.pruned)) pruned, \(NumberText.grouped(counts.failed)) failed, "
        + "\(NumberText.grouped(counts.running)) running"
    )
    guard !best.isEmpty else { return }
    let directions = record.definition.directions
    let titles =
      directions.count == 1
      ? [record.purpose.objective] : directions.indices.map { "objective \($0)" }
    var table = ConsoleTable(
      columns: [.init("trial", .trailing)] + titles.map { .init($0, .trailing) }
        + [.init("parameters", canShrink: true)]
    )
    for trial in best {
      table.append(
        [.init("\(trial.number)")]
          + trial.values.map { .init(NumberText.fixed($0, decimals: 6)) }
          + [.init(trial.parameterText)]
      )
    }
    console.print("")
    console.print(table.rendered(in: console.style))
    guard let importances else { return }
    var shares = ConsoleTable(columns: [.init("parameter"), .init("matters", .trailing)])
    for parameter in importances.parameters.sorted(by: { $0.share > $1.share }) {
      shares.append([
        .init(parameter.name), .init(NumberText.percent(parameter.share, decimals: 1)),
      ])
    }
    console.print("")
    console.print(shares.rendered(in: console.style))
    let explained = NumberText.percent(importances.explainedShare, decimals: 0)
    console.print("explained on unseen trials: \(explained)")
  }
}
