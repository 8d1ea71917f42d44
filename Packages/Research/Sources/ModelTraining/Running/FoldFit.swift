internal import ConfigValidation
internal import DataLake
internal import Features
internal import Forecasting
internal import QuantMath

/// One forecaster to be fitted on one fold, in a folder of its own.
///
/// The folder gets the model and, last of all, the forecasts. A fit whose forecasts lie there already is
/// not repeated; one that was interrupted goes on from its checkpoint, if the forecaster leaves any.
struct FoldFit: Sendable {
  let forecaster: any Forecaster
  let fold: SampleFold
  let table: ForecastTable
  let folder: String
  let seed: UInt64

  /// How probabilities are corrected on validation samples.
  let calibration: CalibrationMethod

  /// What came of a fit.
  struct Result: Sendable {
    var outcome: FoldOutcome

    /// The forecasts before their correction, or `nil` when nothing is corrected.
    var uncalibrated: FoldForecasts?
    var report: FitReport?
    var wasKnown: Bool
  }

  private var path: String { "\(folder)/forecasts.json" }

  /// Fits, forecasts the test samples and saves; an error becomes the outcome of the fold.
  func result(_ progress: @escaping @Sendable (FitProgress) -> Void) -> Result {
    do throws(ForecastError) {
      if let known = try known() { return known }
      return try fit(progress)
    } catch {
      return Result(
        outcome: .failed(fold: fold.index, reason: error.description),
        uncalibrated: nil,
        report: nil,
        wasKnown: false
      )
    }
  }

  private func fit(
    _ progress: @escaping @Sendable (FitProgress) -> Void
  ) throws(ForecastError) -> Result {
    let checkpoints = "\(folder)/checkpoints"
    do throws(FileError) {
      try AtomicFile.prepareFolder(checkpoints)
      // What a killed run began to write would make this folder another one than an undisturbed run's.
      for place in [folder, checkpoints] { try AtomicFile.removeLeftovers(in: place) }
    } catch {
      throw .file(error.description)
    }
    var stream = PhiloxStream(
      seed: seed,
      purpose: Self.purpose,
      trial: UInt32(fold.index),
      path: 0
    )
    let learnt = try fold.forecastFold(of: table)
    let fitted = try forecaster.fit(
      learnt,
      FitCircumstances(seed: stream.next(), checkpointFolder: checkpoints, progress: progress)
    )
    let corrected = try FittedCalibration(fitted, calibration, on: learnt)
    let found = try fitted.forecasts(fold.samples(.test), of: table)
    let forecasts = try foldForecasts(corrected?.corrected(found) ?? found, fitted.report)
    let uncalibrated = corrected == nil ? nil : try foldForecasts(found, fitted.report)
    let names = try (corrected ?? fitted).save(to: folder)
    do throws(FileError) { try ModelFiles(names, in: folder).write(to: folder) } catch {
      throw .file(error.description)
    }
    try write(forecasts, uncalibrated, fitted.report)
    return Result(
      outcome: .forecasts(forecasts),
      uncalibrated: uncalibrated,
      report: fitted.report,
      wasKnown: false
    )
  }

  private func foldForecasts(
    _ forecasts: [Forecast],
    _ report: FitReport
  ) throws(ForecastError) -> FoldForecasts {
    try FoldForecasts(
      fold: fold.index,
      samples: fold.samples(.test),
      forecasts: forecasts,
      quantileLevels: report.quantileLevels
    )
  }

  private func write(
    _ forecasts: FoldForecasts,
    _ uncalibrated: FoldForecasts?,
    _ report: FitReport
  ) throws(ForecastError) {
    var document: [JSONMember] = [
      JSONMember("forecaster", .string(forecaster.name)),
      JSONMember("fold", JSONValue(fold.index)),
      JSONMember("first_sample", JSONValue(forecasts.samples.first)),
      JSONMember("report", report.json),
      JSONMember(
        "forecasts",
        .array(
          forecasts.forecasts.map { forecast in
            .array(([forecast.value] + forecast.quantiles).map { .number($0) })
          }
        )
      ),
    ]
    if let uncalibrated {
      let values = uncalibrated.forecasts.map { JSONValue.number($0.value) }
      document.append(JSONMember("uncalibrated", .array(values)))
    }
    do throws(FileError) {
      try AtomicFile.write(JSONValue.object(document).utf8Bytes(pretty: false), to: path)
    } catch {
      throw .file(error.description)
    }
  }

  /// Fits of walk-forward folds, among the purposes of random numbers.
  private static let purpose: UInt32 = 0x5746_4f4c

  /// Reads what an earlier run of the same training left, or returns `nil` when there is nothing.
  private func known() throws(ForecastError) -> Result? {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try AtomicFile.read(path) } catch {
      if case .notFound = error { return nil }
      throw .file(error.description)
    }
    let count = fold.count(.test)
    let document = try? JSONValue(parsing: bytes)
    let rows = document?["forecasts"]?.arrayValue?.compactMap { row in
      row.arrayValue?.compactMap(\.numberValue)
    }
    let before = document?["uncalibrated"]?.arrayValue?.compactMap(\.numberValue)
    guard let report = FitReport(json: document?["report"]), let rows, rows.count == count,
      document?["first_sample"]?.integerValue.map({ Int($0) }) == fold.samples(.test).first,
      rows.allSatisfy({ $0.count == 1 + report.quantileLevels.count }),
      calibration == .none ? before == nil : before?.count == count
    else {
      throw .badFile(
        path: path,
        expected: "\(count) forecasts of this fold",
        found: "others, or a damaged file; delete it to fit the fold again"
      )
    }
    let forecasts = try foldForecasts(
      rows.map { Forecast(value: $0[0], quantiles: Array($0.dropFirst())) },
      report
    )
    return Result(
      outcome: .forecasts(forecasts),
      uncalibrated: try before.map { values throws(ForecastError) in
        try foldForecasts(
          zip(values, forecasts.forecasts).map { Forecast(value: $0, quantiles: $1.quantiles) },
          report
        )
      },
      report: report,
      wasKnown: true
    )
  }
}
