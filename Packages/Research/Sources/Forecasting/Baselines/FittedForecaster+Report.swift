extension FitReport {
  /// A report that is filled in after the fit.
  static let empty = FitReport(
    trainingLoss: 0,
    validationLoss: nil,
    epochs: 1,
    parameterCount: 0,
    quantileLevels: [],
    importances: []
  )
}

extension FittedForecaster {
  /// The report of a fit in one pass: its losses on the samples of the fold.
  ///
  /// - Throws: ``ForecastError/diverged(epoch:loss:)`` when a loss is not finite.
  func losses(
    on fold: ForecastFold,
    parameterCount: Int,
    quantileLevels: [Double] = [],
    importances: [FeatureImportance] = []
  ) throws(ForecastError) -> FitReport {
    FitReport(
      trainingLoss: try meanLoss(on: fold.training, of: fold.table) ?? 0,
      validationLoss: try meanLoss(on: fold.validation, of: fold.table),
      epochs: 1,
      parameterCount: parameterCount,
      quantileLevels: quantileLevels,
      importances: importances
    )
  }

  /// The mean loss of forecasts of samples that have targets, or `nil` without samples.
  func meanLoss(
    on samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> Double? {
    let targets = try table.targets(of: samples)
    let values = try forecasts(samples, of: table).map(\.value)
    let loss = fitLoss(table.targetKind, values, targets)
    if let loss, !loss.isFinite { throw .diverged(epoch: 1, loss: "\(loss)") }
    return loss
  }
}

extension FitCircumstances {
  /// Tells of a fit in one pass.
  func finish(_ report: FitReport) {
    progress(
      FitProgress(
        epoch: report.epochs,
        epochCount: report.epochs,
        trainingLoss: report.trainingLoss,
        validationLoss: report.validationLoss
      )
    )
  }
}
