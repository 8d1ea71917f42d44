internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import Forecasting
internal import Reporting

/// Puts results of searches side by side.
struct ScalingSummary: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Put the results of searches side by side.",
    discussion: """
      Takes results of `hpo`: files, or folders that hold *_best.json. With --output the tables are written as
      hpo_summary.csv, hpo_summary.md and hpo_summary.json.

      EXAMPLES:
        walk-forward-training scaling report reports/spy_direction
        walk-forward-training scaling report reports --output reports/summary

      EXIT CODES:
        0  done
        1  a file cannot be used
        2  the command line is wrong
      """
  )

  @Argument(help: "Results, and folders of results.")
  var paths: [String]

  @Option(help: "A folder for hpo_summary.csv, hpo_summary.md and hpo_summary.json.")
  var output: String?

  @Flag(help: "Print JSON in place of tables.")
  var json = false

  func run(context: CommandContext) async throws {
    let summary = try orFail { () throws(ScalingStudyError) in
      SearchSummary(try ScalingStudy.results(in: paths))
    }
    let document = summary.json.text(pretty: true)
    if json {
      context.console.print(document)
    } else {
      show(summary, context.console)
    }
    guard let output else { return }
    let written = try writeDocuments(
      [
        ("hpo_summary.csv", summary.csv), ("hpo_summary.md", summary.markdown),
        ("hpo_summary.json", document + "\n"),
      ],
      to: output
    )
    if !json { context.console.print("results   \(written.joined(separator: ", "))") }
  }

  private func show(_ summary: SearchSummary, _ console: Console) {
    var table = ConsoleTable(
      columns: [.init("experiment"), .init("budget")]
        + ["parameters", "best value", "test loss", "accuracy", "complete", "pruned"].map {
          .init($0, .trailing)
        } + [.init("architecture"), .init("ended")]
    )
    for (name, group) in summary.groups {
      for result in group.results { table.append(row(result).map { .init($0) }) }
      let test = group.results.compactMap { $0.task?.test }.first
      let reference = [
        name, "base rate", "", NumberText.fixed(group.baseRateLoss, decimals: 6),
        NumberText.fixed(test?.baseRateLoss, decimals: 6),
        NumberText.percent(test?.baseRateAccuracy, decimals: 1), "", "", "", "",
      ]
      table.append(reference.map { .init($0, .muted) })
    }
    console.print(table.rendered(in: console.style) + "\n")
    for (name, group) in summary.groups {
      console.print(
        "\(name): best budget \(group.bestBudget ?? "none"), largest value by smallest "
          + NumberText.fixed(group.scalingFactor, decimals: 4)
      )
    }
  }

  private func row(_ result: SearchResult) -> [String] {
    let sizes = result.architecture
    return [
      result.experiment, result.budget, NumberText.grouped(sizes.parameterCount),
      NumberText.fixed(result.bestValue, decimals: 6),
      NumberText.fixed(result.task?.test?.loss, decimals: 6),
      NumberText.percent(result.task?.test?.accuracy, decimals: 1),
      "\(result.completedTrials)", "\(result.prunedTrials)",
      "d\(sizes.modelSize) L\(sizes.layerCount) h\(sizes.headCount) ff\(sizes.feedForwardSize)",
      result.timestamp,
    ]
  }
}
