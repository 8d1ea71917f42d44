internal import ConfigValidation
public import DataLake
internal import Features
internal import Forecasting

extension TrainingOutcome {
  /// Writes what the training came to into its folder, each file atomically, beside the models of the folds.
  ///
  /// `folds.json`, `metrics.json`, `gates.json`, `importance.json`, `predictions.parquet`, `resolved_config.yaml`.
  /// Equal trainings give equal bytes.
  ///
  /// - Parameter database: Writes Parquet.
  /// - Throws: ``TrainingError``.
  public func write(database: DuckDBDatabase) throws(TrainingError) {
    let documents: [(name: String, value: JSONValue)] = [
      ("folds.json", run.plan.document(closeTimes: run.data.table.closeTimes)),
      ("metrics.json", metrics),
      (
        "gates.json",
        gatesDocument(verdicts, settings: run.training.config.walkForward.gates)
      ),
      ("importance.json", importanceDocument),
    ]
    do throws(FileError) {
      try AtomicFile.prepareFolder(folder)
      try AtomicFile.removeLeftovers(in: folder)
      for document in documents {
        try AtomicFile.write(
          document.value.utf8Bytes(pretty: true),
          to: "\(folder)/\(document.name)"
        )
      }
      try AtomicFile.write(
        run.training.resolvedDocument.yamlText,
        to: "\(folder)/resolved_config.yaml"
      )
    } catch {
      throw .file(error)
    }
    do throws(ParquetError) {
      try ParquetFile.write(predictions, to: "\(folder)/predictions.parquet", database: database)
    } catch {
      throw .parquet(error)
    }
  }

  /// What was measured, and where probabilities were calibrated, how good they were before.
  private var metrics: JSONValue {
    let document = metricsDocument(evaluations, settings: evaluation)
    guard !uncalibrated.isEmpty else { return document }
    let before = uncalibrated.map { evaluation in
      JSONValue.object([
        JSONMember("name", .string(evaluation.name)),
        JSONMember("overall", evaluation.overall?.scores.probabilityJSON ?? .null),
        JSONMember(
          "folds",
          .array(
            evaluation.folds.map { fold in
              [
                "fold": JSONValue(fold.fold),
                "forecast": fold.figures?.scores.probabilityJSON ?? .null,
              ]
            }
          )
        ),
      ])
    }
    return .object(
      (document.objectValue ?? []) + [
        JSONMember("calibration", .string(run.training.config.calibration.rawValue)),
        JSONMember("before_calibration", .array(before)),
      ]
    )
  }

  /// How each model was fitted on each fold: epochs, losses, parameters, importances, attention.
  var importanceDocument: JSONValue {
    [
      "models": .array(
        models.map { model in
          [
            "name": .string(model.name),
            "folds": .array(
              zip(run.plan.folds, model.reports).map { fold, report in
                ["fold": JSONValue(fold.index), "fit": report?.json ?? .null]
              }
            ),
          ]
        }
      )
    ]
  }

  /// The forecasts before calibration, where there is one.
  private var uncalibratedColumn: [Column] {
    guard !uncalibrated.isEmpty else { return [] }
    let values = models.flatMap { model in
      (model.uncalibrated?.folds ?? []).flatMap { outcome -> [Double] in
        guard case .forecasts(let forecasts) = outcome else { return [] }
        return forecasts.forecasts.map(\.value)
      }
    }
    return [Column("uncalibrated", .double(values))]
  }

  /// One row for each forecast: model, fold, instant of the decision, forecast, quantiles, target, return.
  ///
  /// Quantiles that a model does not state and targets that are not known are missing.
  var predictions: ColumnTable {
    let table = run.data.table
    let folds = models.flatMap { model in
      model.outcomes.folds.compactMap { outcome -> (model: String, FoldForecasts)? in
        if case .forecasts(let forecasts) = outcome { (model.name, forecasts) } else { nil }
      }
    }
    let rows = folds.flatMap { $0.1.samples.map { table.layout.decisionRow(of: $0) } }
    let levels = Set(folds.flatMap(\.1.quantileLevels)).sorted()
    let quantiles = levels.map { level in
      Column(
        "quantile_\(level)",
        optional: folds.flatMap { _, fold in
          let place = fold.quantileLevels.firstIndex(of: level)
          return fold.forecasts.map { forecast in place.map { forecast.quantiles[$0] } }
        }
      )
    }
    do {
      return try ColumnTable(
        [
          Column(
            "model",
            .text(folds.flatMap { model, fold in fold.samples.map { _ in model } })
          ),
          Column(
            "fold",
            .int64(folds.flatMap { _, fold in fold.samples.map { _ in Int64(fold.fold) } })
          ),
          Column("decided_at", .timestamp(rows.map { table.closeTimes[$0] })),
          Column("forecast", .double(folds.flatMap { $0.1.forecasts.map(\.value) })),
        ] + uncalibratedColumn + quantiles + [
          Column("target", optional: rows.map { table.targets[$0] }),
          Column(
            "return_ahead",
            optional: rows.map { table.returnsAhead[table.layout.horizon - 1][$0] }
          ),
        ]
      )
    } catch {
      preconditionFailure("names of columns are distinct and lengths equal: \(error)")
    }
  }
}
