internal import CommandSupport
internal import ConfigValidation
internal import Features
internal import Forecasting
internal import MarketModel
internal import ModelTraining
internal import Reporting

/// What the training of one horizon came to.
struct TrainingReport {
  let outcome: TrainingOutcome

  private var config: TrainingConfig { outcome.run.training.config }
  private var isReal: Bool { outcome.run.data.table.targetKind == .real }
  private var isCalibrated: Bool { !outcome.uncalibrated.isEmpty }

  // MARK: Tables

  /// Prints a row for each model, and the verdicts.
  func show(on console: Console) {
    console.print(
      "\(config.data.symbol)  \(config.target.name) over \(config.horizon) bars, "
        + "\(outcome.run.plan.folds.count) folds\n"
    )
    let scores =
      isReal ? ["RMSE"] : ["log loss", "Brier"] + (isCalibrated ? ["uncalibrated"] : [])
    var table = ConsoleTable(
      columns: [.init("model")]
        + (["folds", "IC"] + scores + ["net Sharpe", "win rate", "drawdown"])
        .map { .init($0, .trailing) } + [.init("gates")]
    )
    for evaluation in outcome.evaluations { table.append(row(evaluation).map { .init($0) }) }
    console.print(table.rendered(in: console.style))
    console.print("")
    showFailures(on: console)
    for entry in outcome.verdicts { show(entry.verdict, entry.promotion, on: console) }
    console.print("results   \(outcome.folder)\n")
  }

  /// Prints the folds that have no forecasts, those of one reason together.
  private func showFailures(on console: Console) {
    for evaluation in outcome.evaluations {
      var reasons: [(reason: String, folds: [Int])] = []
      for fold in evaluation.folds {
        guard case .failed(let reason) = fold.result else { continue }
        if let place = reasons.firstIndex(where: { $0.reason == reason }) {
          reasons[place].folds.append(fold.fold)
        } else {
          reasons.append((reason, [fold.fold]))
        }
      }
      for (reason, folds) in reasons {
        let numbers = folds.map(String.init).joined(separator: ", ")
        console.print(
          "\(evaluation.name): no forecasts of fold\(folds.count == 1 ? "" : "s") \(numbers): \(reason)"
        )
      }
    }
  }

  private func row(_ evaluation: ForecastEvaluation) -> [String] {
    let all = evaluation.overall
    let done = evaluation.folds.count { $0.figures != nil }
    let verdict = outcome.verdicts.first { $0.verdict.model == evaluation.name }?.verdict
    let before = outcome.uncalibrated.first { $0.name == evaluation.name }?.overall
    func number(_ figure: Figure?, _ decimals: Int) -> String {
      NumberText.fixed(figure?.value, decimals: decimals)
    }
    let scores =
      isReal
      ? [number(all?.scores.rootMeanSquaredError, 5)]
      : [number(all?.scores.logLoss, 5), number(all?.scores.brierScore, 5)]
        + (isCalibrated ? [number(before?.scores.brierScore, 5)] : [])
    return [
      evaluation.name,
      "\(done)/\(evaluation.folds.count)",
      number(all?.scores.pearson.correlation, 3),
    ] + scores + [
      number(all?.net?.sharpe, 2),
      NumberText.percent(all?.nonOverlapping.winRate.value, decimals: 1),
      NumberText.percent(all?.net?.maximumDrawdown.value, decimals: 1),
      verdict.map { $0.passes ? "passed" : "rejected" } ?? "baseline",
    ]
  }

  private func show(_ verdict: GateVerdict, _ promotion: Promotion?, on console: Console) {
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

  // MARK: JSON

  /// The same as a document.
  var json: JSONValue {
    [
      "run": .string(outcome.run.id), "folder": .string(outcome.folder),
      "symbol": .string(config.data.symbol.name), "target": .string(config.target.name),
      "horizon": JSONValue(config.horizon), "folds": JSONValue(outcome.run.plan.folds.count),
      "models": .array(
        outcome.evaluations.map { evaluation in
          [
            "name": .string(evaluation.name),
            "folds_done": JSONValue(evaluation.folds.count { $0.figures != nil }),
            "overall": evaluation.overall?.json ?? .null,
          ]
        }
      ),
      "gates": gatesDocument(outcome.verdicts, settings: config.walkForward.gates),
    ]
  }
}
