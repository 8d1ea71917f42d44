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

  /// What came of a fit.
  struct Result: Sendable {
    var outcome: FoldOutcome
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
        report: nil,
        wasKnown: false
      )
    }
  }

  private func fit(
    _ progress: @escaping @Sendable (FitProgress) -> Void
  ) throws(ForecastError) -> Result {
    let checkpoints = "\(folder)/checkpoints"
    do throws(FileError) { try AtomicFile.prepareFolder(checkpoints) } catch {
      throw .file(error.description)
    }
    var stream = PhiloxStream(
      seed: seed,
      purpose: Self.purpose,
      trial: UInt32(fold.index),
      path: 0
    )
    let fitted = try forecaster.fit(
      try fold.forecastFold(of: table),
      FitCircumstances(seed: stream.next(), checkpointFolder: checkpoints, progress: progress)
    )
    let samples = fold.samples(.test)
    let forecasts = try FoldForecasts(
      fold: fold.index,
      samples: samples,
      forecasts: try fitted.forecasts(samples, of: table),
      quantileLevels: fitted.report.quantileLevels
    )
    _ = try fitted.save(to: folder)
    let document: JSONValue = [
      "forecaster": .string(forecaster.name), "fold": JSONValue(fold.index),
      "first_sample": JSONValue(samples.first), "report": fitted.report.json,
      "forecasts": .array(
        forecasts.forecasts.map { forecast in
          .array(([forecast.value] + forecast.quantiles).map { .number($0) })
        }
      ),
    ]
    do throws(FileError) {
      try AtomicFile.write(document.utf8Bytes(pretty: false), to: path)
    } catch {
      throw .file(error.description)
    }
    return Result(outcome: .forecasts(forecasts), report: fitted.report, wasKnown: false)
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
    let samples = fold.samples(.test)
    let document = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
    let rows = document?["forecasts"]?.arrayValue?.compactMap { row in
      row.arrayValue?.compactMap(\.numberValue)
    }
    guard let report = FitReport(json: document?["report"]), let rows, rows.count == samples.count,
      document?["first_sample"]?.integerValue.map({ Int($0) }) == samples.first,
      rows.allSatisfy({ $0.count == 1 + report.quantileLevels.count })
    else {
      throw .badFile(
        path: path,
        expected: "\(samples.count) forecasts of this fold",
        found: "others, or a damaged file; delete it to fit the fold again"
      )
    }
    let forecasts = try FoldForecasts(
      fold: fold.index,
      samples: samples,
      forecasts: rows.map { Forecast(value: $0[0], quantiles: Array($0.dropFirst())) },
      quantileLevels: report.quantileLevels
    )
    return Result(outcome: .forecasts(forecasts), report: report, wasKnown: true)
  }
}
