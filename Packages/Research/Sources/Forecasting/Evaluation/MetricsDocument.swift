public import ConfigValidation

/// Returns the measures of several forecasters as a document: `metrics.json`.
///
/// Undefined measures are `null`, with the reason in the member `undefined` beside them. Equal evaluations
/// give equal bytes.
///
/// - Parameters:
///   - evaluations: The forecasters, in the order of the document.
///   - settings: How they were judged.
/// - Returns: The document.
public func metricsDocument(
  _ evaluations: [ForecastEvaluation],
  settings: EvaluationSettings
) -> JSONValue {
  [
    "positions": settings.positions.json,
    "bars_per_year": .number(settings.barsPerYear),
    "risk_free_rate": .number(settings.riskFreeRate),
    "forecasters": .array(
      evaluations.map { evaluation in
        [
          "name": .string(evaluation.name),
          "overall": evaluation.overall.map(\.json) ?? .null,
          "folds": .array(evaluation.folds.map(\.json)),
        ]
      }
    ),
  ]
}

extension EvaluatedFold {
  fileprivate var json: JSONValue {
    let number = JSONMember("fold", JSONValue(fold))
    switch result {
    case .failed(let reason):
      return .object([number, JSONMember("failed", .string(reason))])
    case .figures(let figures):
      return .object([number] + (figures.json.objectValue ?? []))
    }
  }
}

extension EvaluationFigures {
  /// The measures as an object.
  public var json: JSONValue {
    [
      "forecast": scores.json,
      "overlapping": overlapping.json,
      "non_overlapping": nonOverlapping.json,
      "net": net.map(\.json) ?? .null,
    ]
  }
}

extension SignalMeasures {
  fileprivate var json: JSONValue {
    .object(
      [
        JSONMember("samples", JSONValue(sampleCount)),
        JSONMember("signals", JSONValue(signalCount)),
        JSONMember("samples_per_year", .number(samplesPerYear)),
      ] + figureMembers(figures)
    )
  }
}

extension NetMeasures {
  fileprivate var json: JSONValue {
    .object(
      [JSONMember("bars", JSONValue(barCount)), JSONMember("fills", JSONValue(fillCount))]
        + figureMembers(figures)
    )
  }
}

extension ForecastScores {
  fileprivate var json: JSONValue {
    .object(
      [JSONMember("samples", JSONValue(sampleCount))]
        + figureMembers([
          ("ic", pearson.correlation), ("ic_t", pearson.tStatistic),
          ("rank_ic", spearman.correlation), ("rank_ic_t", spearman.tStatistic),
          ("hit_rate", hitRate), ("log_loss", logLoss), ("brier", brierScore),
          (
            "calibration_error",
            Figure(calibration?.expectedCalibrationError, else: .otherTarget)
          ),
          ("rmse", rootMeanSquaredError), ("mae", meanAbsoluteError),
        ]) + [
          JSONMember("quantiles", .array(quantiles.map(\.json))),
          calibrationMember,
        ]
    )
  }
}

extension ForecastScores {
  /// What is measured of probabilities: losses and the calibration curve.
  public var probabilityJSON: JSONValue {
    .object(
      figureMembers([
        ("log_loss", logLoss), ("brier", brierScore),
        (
          "calibration_error",
          Figure(calibration?.expectedCalibrationError, else: .otherTarget)
        ),
      ]) + [calibrationMember]
    )
  }

  fileprivate var calibrationMember: JSONMember {
    JSONMember("calibration", calibration.map { .array($0.bins.map(\.json)) } ?? .null)
  }
}

extension ForecastScores.Quantile {
  fileprivate var json: JSONValue {
    .object(
      [JSONMember("level", .number(level))]
        + figureMembers([("loss", loss), ("coverage", coverage)])
    )
  }
}

extension CalibrationCurve.Bin {
  fileprivate var json: JSONValue {
    [
      "samples": JSONValue(count), "mean_forecast": .number(meanProbability),
      "frequency": .number(share),
    ]
  }
}
