internal import CommandSupport
internal import ConfigValidation
internal import Features
internal import Forecasting
internal import MarketModel
internal import ModelTraining
internal import Reporting

/// What the training of one horizon would do.
struct TrainingPlanReport {
  let horizon: TrainJob.Horizon
  let efforts: [TrainingEffort]
  let workers: Int

  private var config: TrainingConfig { horizon.training.config }

  /// About how long everything takes, or `nil` when a model was not measured.
  var seconds: Double? {
    let known = efforts.compactMap(\.seconds)
    guard known.count == efforts.count else { return nil }
    let fits = efforts.count * horizon.plan.folds.count
    return known.reduce(0, +) / Double(max(1, min(workers, fits)))
  }

  // MARK: Tables

  /// Prints rows, folds, models and the time that they take.
  func show(on console: Console) {
    let data = horizon.data
    let gaps = data.gapCount > 0 ? ", \(data.gapCount) bars among them left out" : ""
    console.print(
      "rows      \(NumberText.grouped(data.table.rowCount)) of \(config.data.symbol), "
        + "\(data.table.featureNames.count) features\(gaps)"
    )
    console.print("target    \(config.target.name) over \(config.horizon) bars")
    console.print("context   \(config.lookbackWindow) rows")
    for note in config.notes { console.print("note      \(note)") }
    let folds = FoldTable(horizon.plan, closeTimes: data.table.closeTimes)
    console.print("folds     \(horizon.plan.folds.count); \(folds.spacing)\n")
    var table = ConsoleTable(columns: folds.columns.map { .init($0, .trailing) })
    for row in folds.rows { table.append(row.map { ConsoleTable.Cell($0) }) }
    console.print(table.rendered(in: console.style))
    console.print("\n" + models.rendered(in: console.style) + "\n")
    showTime(on: console)
  }

  private var models: ConsoleTable {
    var table = ConsoleTable(columns: [
      .init("model"), .init("parameters", .trailing), .init("steps at most", .trailing),
      .init("about", .trailing), .init("settings", canShrink: true),
    ])
    for (model, effort) in zip(config.models, efforts) {
      table.append([
        .init(model.name),
        .init(effort.parameterCount.map { NumberText.grouped($0) } ?? NumberText.undefined),
        .init(effort.stepCount.map { NumberText.grouped($0) } ?? NumberText.undefined),
        .init(effort.seconds.map { NumberText.duration(seconds: $0) } ?? NumberText.undefined),
        .init(model.json.text(pretty: false)),
      ])
    }
    return table
  }

  private func showTime(on console: Console) {
    if let seconds {
      let fits = efforts.count * horizon.plan.folds.count
      console.print(
        "time      about \(NumberText.duration(seconds: seconds)) for \(fits) fits with "
          + "\(workers) \(workers == 1 ? "worker" : "workers"), should no fit end early\n"
      )
      return
    }
    console.print("time      not estimated, since these cannot be fitted here:")
    for effort in efforts {
      if let problem = effort.problem { console.print("\(effort.model): \(problem)") }
    }
    console.print("")
  }

  // MARK: JSON

  /// The same as a document.
  var json: JSONValue {
    [
      "symbol": .string(config.data.symbol.name), "target": .string(config.target.name),
      "horizon": JSONValue(config.horizon), "context": JSONValue(config.lookbackWindow),
      "rows": JSONValue(horizon.data.table.rowCount),
      "features": .array(horizon.data.table.featureNames.map { .string($0) }),
      "notes": .array(config.notes.map { .string($0) }),
      "folds": horizon.plan.document(closeTimes: horizon.data.table.closeTimes),
      "models": .array(
        zip(config.models, efforts).map { model, effort in
          [
            "name": .string(model.name), "parameters": JSONValue(effort.parameterCount),
            "steps_at_most": JSONValue(effort.stepCount),
            "about_seconds": JSONValue(effort.seconds),
            "problem": effort.problem.map { .string($0) } ?? .null, "settings": model.json,
          ]
        }
      ),
      "workers": JSONValue(workers), "about_seconds": JSONValue(seconds),
    ]
  }
}
