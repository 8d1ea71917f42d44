internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import Forecasting
internal import Reporting

/// Fits power laws to errors of models of different sizes.
struct ScalingFit: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit error = a N^(-alpha) to results of searches, or to a table.",
    discussion: """
      Takes results of `hpo` (files, or folders that hold *_best.json), and CSV files with a size (param_count,
      parameters, n, or budget such as 20M), an error (error, val_loss, best_value, loss), and if wanted experiment,
      group, horizon and base_rate_loss. Each experiment and horizon has its own law. A negative alpha, under which
      larger models were worse, is a result. The loss of the base rate stands beside every law.

      EXAMPLES:
        walk-forward-training scaling fit reports/spy_direction
        walk-forward-training scaling fit reports/spy_direction --metric test_loss --json
        walk-forward-training scaling fit losses.csv --confidence 0.9 --base-rate-loss 0.69 --output study

      EXIT CODES:
        0  done
        1  a file cannot be used, or no group has a law
        2  the command line is wrong
      """
  )

  @Argument(help: "Results, folders of results, and tables.")
  var paths: [String]

  @Option(
    help: "The error of results: val_loss or test_loss. Tables have their own.",
    transform: { try choice($0) }
  )
  var metric: ScalingMetric = .validationLoss

  @Option(help: "The confidence of the interval of alpha, between 0 and 1.")
  var confidence = 0.95

  @Option(help: "The loss of the base rate for groups whose files do not say.")
  var baseRateLoss: Double?

  @Option(help: "A folder for scaling_fit.json and scaling_fit.md.")
  var output: String?

  @Flag(help: "Print JSON in place of tables.")
  var json = false

  func validate() throws {
    guard confidence > 0, confidence < 1 else {
      throw ValidationError(
        "expected a number between 0 and 1 for --confidence, found \(confidence)"
      )
    }
    if let baseRateLoss, !(baseRateLoss > 0 && baseRateLoss.isFinite) {
      throw ValidationError(
        "expected a number above 0 for --base-rate-loss, found \(baseRateLoss)"
      )
    }
  }

  func run(context: CommandContext) async throws {
    let study = try orFail { () throws(ScalingStudyError) in
      ScalingStudy(
        try ScalingStudy.points(in: paths, metric: metric),
        metric: metric.rawValue,
        confidence: confidence,
        baseRateLoss: baseRateLoss
      )
    }
    if json {
      context.console.print(study.json.text(pretty: true))
    } else {
      show(study, context.console)
    }
    if let output {
      let written = try writeDocuments(
        [
          ("scaling_fit.json", study.json.text(pretty: true) + "\n"),
          ("scaling_fit.md", study.markdown),
        ],
        to: output
      )
      if !json { context.console.print("results   \(written.joined(separator: ", "))") }
    }
    let reasons = study.groups.compactMap { group -> String? in
      guard case .failure(let error) = group.fit else { return nil }
      let sources = group.points.map(\.source).joined(separator: ", ")
      return "\(group.name.isEmpty ? "" : "\(group.name): ")\(error) (\(sources))"
    }
    guard study.reports.isEmpty else {
      for reason in reasons { context.console.error("not fitted: \(reason)") }
      return
    }
    throw CommandFailure.failed(
      reasons.isEmpty
        ? "expected results, found none" : reasons.joined(separator: "\n")
    )
  }

  private func show(_ study: ScalingStudy, _ console: Console) {
    for report in study.reports {
      var table = ConsoleTable(columns: report.columns.map { .init($0.lowercased(), .trailing) })
      for (place, row) in report.rows.enumerated() {
        let isReference = place == report.rows.count - 1
        table.append(row.map { .init($0, isReference ? .muted : .plain) })
      }
      let title = [report.experiment, report.metric].filter { !$0.isEmpty }
      console.print(title.joined(separator: ": "))
      console.print(table.rendered(in: console.style))
      console.print("\(report.summary)\n")
    }
    guard study.reports.count > 1 else { return }
    var table = ConsoleTable(
      columns: [.init("group")]
        + ["points", "alpha", "interval", "R²", "per tenfold", "base rate"].map {
          .init($0, .trailing)
        } + [.init("strength"), .init("larger models")]
    )
    for report in study.reports { table.append(row(report).map { .init($0) }) }
    console.print(table.rendered(in: console.style))
    console.print("")
  }

  private func row(_ report: ScalingReport) -> [String] {
    let law = report.law
    func text(_ value: Double?) -> String { NumberText.fixed(value, decimals: 4) }
    return [
      report.experiment, "\(law.points.count)", text(law.alpha),
      law.alphaInterval.map { "\(text($0.lowerBound)) to \(text($0.upperBound))" } ?? "none",
      NumberText.fixed(law.rSquared, decimals: 3),
      NumberText.percent(-law.reductionPerTenfold, decimals: 1), text(report.baseRateLoss),
      law.strength.rawValue, law.trend.rawValue,
    ]
  }
}
