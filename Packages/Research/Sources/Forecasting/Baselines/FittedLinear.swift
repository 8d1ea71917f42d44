internal import ConfigValidation
internal import Features

/// How linear forecasters choose their penalty.
struct LinearFit {
  let name: String
  let window: WindowFeatures
  let penalties: [Double]
  let allowsZero: Bool

  /// Fits with every penalty and keeps what forecasts validation samples best.
  func callAsFunction(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances,
    quantileLevels: [Double],
    _ solve: (SampleMatrix, [Double], Double) throws(ForecastError) -> LinearModel
  ) throws(ForecastError) -> FittedLinear {
    try check(hasValidation: !fold.validation.isEmpty)
    let targets = try fold.trainingTargets()
    let raw = try window.matrix(fold.training, of: fold.table)
    let standardization = Standardization(raw)
    let matrix = standardization(raw)
    var best: FittedLinear?
    for penalty in penalties.sorted(by: >) {
      let model = try solve(matrix, targets, penalty)
      var fitted = FittedLinear(
        name: name,
        features: fold.table.featureNames,
        window: window,
        standardization: standardization,
        model: model,
        penalty: penalty,
        residuals: ResidualQuantiles(
          levels: quantileLevels,
          residuals: zip(targets, model.values(matrix)).map { $0 - $1 }
        ),
        report: .empty
      )
      fitted.report = try fitted.losses(
        on: fold,
        parameterCount: model.coefficients.count + 1 + quantileLevels.count,
        quantileLevels: quantileLevels,
        importances: window.importances(
          model.coefficients.map(abs),
          of: fold.table.featureNames
        )
      )
      let (known, found) = (best?.report.validationLoss, fitted.report.validationLoss)
      if let known, let found, known <= found { continue }
      best = fitted
    }
    guard let best else { throw penaltyError }
    circumstances.finish(best.report)
    return best
  }

  private func check(hasValidation: Bool) throws(ForecastError) {
    let areAllowed = penalties.allSatisfy { $0.isFinite && (allowsZero ? $0 >= 0 : $0 > 0) }
    guard areAllowed, !penalties.isEmpty else { throw penaltyError }
    guard penalties.count == 1 || hasValidation else {
      throw .tooFewSamples(needed: 1, found: 0, of: "validation, to choose a penalty on")
    }
  }

  private var penaltyError: ForecastError {
    .invalidSetting(
      name: "penalties",
      expected: "one or more numbers, \(allowsZero ? "0 or more" : "above 0")",
      found: "\(penalties)"
    )
  }
}

/// Weights of a linear forecaster; binary targets get the sigmoid of the sum.
struct FittedLinear: FittedForecaster, Hashable {
  let name: String
  let features: [String]
  let window: WindowFeatures
  let standardization: Standardization
  let model: LinearModel
  let penalty: Double
  let residuals: ResidualQuantiles
  var report: FitReport

  func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast] {
    try table.check(features: features)
    let values = model.values(standardization(try window.matrix(samples, of: table)))
    guard let bad = values.firstIndex(where: { !$0.isFinite }) else {
      return name == LogisticForecaster.name
        ? values.map { Forecast(value: sigmoid($0)) } : values.map(residuals.forecast)
    }
    throw .diverged(epoch: 1, loss: "the forecast of sample \(samples[bad]) is \(values[bad])")
  }

  func save(to folder: String) throws(ForecastError) -> [String] {
    func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
    return try ForecasterFile.write(
      name,
      [
        JSONMember("features", .array(features.map { .string($0) })),
        JSONMember("window", window.json),
        JSONMember("penalty", .number(penalty)),
        JSONMember("centers", numbers(standardization.centers)),
        JSONMember("spreads", numbers(standardization.spreads)),
        JSONMember("coefficients", numbers(model.coefficients)),
        JSONMember("intercept", .number(model.intercept)),
        JSONMember("offsets", numbers(residuals.offsets)),
      ],
      report,
      to: folder
    )
  }
}

extension FittedLinear {
  /// Takes what was saved, or returns `nil` when its members do not fit each other.
  init?(name: String, _ document: JSONValue, _ report: FitReport) {
    guard let features = document["features"]?.texts,
      let window = WindowFeatures(json: document["window"]),
      let penalty = document["penalty"]?.numberValue,
      let coefficients = document["coefficients"]?.numbers,
      let intercept = document["intercept"]?.numberValue,
      let standardization = Standardization(
        centers: document["centers"]?.numbers,
        spreads: document["spreads"]?.numbers
      ),
      let residuals = ResidualQuantiles(
        levels: report.quantileLevels,
        offsets: document["offsets"]?.numbers
      ),
      coefficients.count == features.count * window.copyCount,
      coefficients.count == standardization.centers.count
    else { return nil }
    self.init(
      name: name,
      features: features,
      window: window,
      standardization: standardization,
      model: LinearModel(coefficients: coefficients, intercept: intercept),
      penalty: penalty,
      residuals: residuals,
      report: report
    )
  }
}
