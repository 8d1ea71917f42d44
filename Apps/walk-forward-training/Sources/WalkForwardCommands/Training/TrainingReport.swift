internal import CommandSupport
internal import ConfigValidation
internal import Features
internal import Forecasting
internal import ModelTraining
internal import Reporting

/// What a training would do, and what it came to, as tables.
struct TrainingReport {
  let console: Console

  /// Shows folds and models of a training that is not run.
  func show(_ training: LoadedTraining, _ data: TrainingData, _ plan: FoldPlan) {
    let config = training.config
    let gaps = data.gapCount > 0 ? ", \(data.gapCount) bars among them left out" : ""
    console.print(
      "rows      \(NumberText.grouped(data.table.rowCount)) of \(config.data.symbol), "
        + "\(data.table.featureNames.count) features\(gaps)"
    )
    console.print("target    \(config.target.name) over \(config.horizon) bars")
    console.print("context   \(config.lookbackWindow) rows")
    let folds = FoldTable(plan, closeTimes: data.table.closeTimes)
    console.print("folds     \(plan.folds.count); \(folds.spacing)\n")
    var table = ConsoleTable(columns: folds.columns.map { .init($0, .trailing) })
    for row in folds.rows { table.append(row.map { ConsoleTable.Cell($0) }) }
    console.print(table.rendered(in: console.style))
    var models = ConsoleTable(columns: [.init("model"), .init("settings")])
    for model in config.models {
      models.append([.init(model.name), .init(model.json.text(pretty: false))])
    }
    console.print("\n" + models.rendered(in: console.style))
  }

  /// Shows what a training came to.
  func show(_ outcome: TrainingOutcome) {
    let isReal = outcome.run.data.table.targetKind == .real
    var table = ConsoleTable(
      columns: [.init("model")]
        + [
          "folds", "IC", isReal ? "RMSE" : "log loss", "net Sharpe", "win rate", "drawdown",
        ].map { .init($0, .trailing) } + [.init("gates")]
    )
    for evaluation in outcome.evaluations {
      table.append(row(evaluation, outcome, isReal).map { .init($0) })
    }
    console.print(table.rendered(in: console.style))
    console.print("")
    for entry in outcome.verdicts { show(entry.verdict, entry.promotion) }
    console.print("results   \(outcome.folder)")
  }

  private func row(
    _ evaluation: ForecastEvaluation,
    _ outcome: TrainingOutcome,
    _ isReal: Bool
  ) -> [String] {
    let all = evaluation.overall
    let done = evaluation.folds.count { $0.figures != nil }
    let verdict = outcome.verdicts.first { $0.verdict.model == evaluation.name }?.verdict
    func number(_ figure: Figure?, _ decimals: Int) -> String {
      NumberText.fixed(figure?.value, decimals: decimals)
    }
    return [
      evaluation.name,
      "\(done)/\(evaluation.folds.count)",
      number(all?.scores.pearson.correlation, 3),
      number(isReal ? all?.scores.rootMeanSquaredError : all?.scores.logLoss, 5),
      number(all?.net?.sharpe, 2),
      NumberText.percent(all?.nonOverlapping.winRate.value, decimals: 1),
      NumberText.percent(all?.net?.maximumDrawdown.value, decimals: 1),
      verdict.map { $0.passes ? "passed" : "rejected" } ?? "baseline",
    ]
  }

  private func show(_ verdict: GateVerdict, _ promotion: Promotion?) {
    if let fold = promotion?.fold.fold {
      console.print("\(verdict.model): passed; promoted is the model of fold \(fold)")
      return
    }
    console.print("\(verdict.model): rejected")
    for gate in verdict.gates where !gate.passes && gate.gate != .baselines {
      let decimals = gate.gate == .folds ? 0 : 3
      console.print(
        "  \(gate.gate.rawValue): expected at least "
          + "\(NumberText.fixed(gate.limit, decimals: decimals)), found "
          + (gate.value.value.map { NumberText.fixed($0, decimals: decimals) }
            ?? undefined(gate.value))
      )
    }
    for comparison in verdict.comparisons where !comparison.passes {
      let difference = comparison.meanDifference.value.map { $0 * 10_000 }
      console.print(
        "  not better than \(comparison.baseline): p = "
          + (comparison.pValue.value.map { NumberText.fixed($0, decimals: 4) }
            ?? undefined(comparison.pValue))
          + ", \(NumberText.fixed(difference, decimals: 3)) basis points a bar"
      )
    }
  }

  private func undefined(_ figure: Figure) -> String {
    figure.reason.map { "none (\($0.rawValue))" } ?? "none"
  }
}
