internal import ConfigValidation
internal import DataLake
internal import Forecasting
internal import Optimizer

/// Teaches the best trial once more, on all training samples, and measures it on the samples that nothing saw yet.
///
/// A measure that lies in the folder is not taken again.
struct WinnerFit: Sendable {
  let fit: TrialFit
  let trial: TrialRecord
  let samples: SearchSamples
  let folder: String

  /// What the winner came to.
  struct Outcome: Sendable {
    var measure: TestMeasure?
    var reason: String?
  }

  private var path: String { "\(folder)/test.json" }

  /// Teaches, measures and saves; an error becomes the reason.
  func outcome(_ tell: @escaping @Sendable (ModelSearchEvent) -> Void) -> Outcome {
    do throws(ForecastError) {
      if let known = try known() { return Outcome(measure: known, reason: nil) }
      return Outcome(measure: try measured(tell), reason: nil)
    } catch {
      return Outcome(measure: nil, reason: error.description)
    }
  }

  private func measured(
    _ tell: @escaping @Sendable (ModelSearchEvent) -> Void
  ) throws(ForecastError) -> TestMeasure {
    let checkpoints = "\(folder)/checkpoints"
    do throws(FileError) { try AtomicFile.prepareFolder(checkpoints) } catch {
      throw .file(error.description)
    }
    let number = trial.number
    let fitted = try fit.fitted(
      checkpoints: checkpoints,
      progress: { tell(.winner(trial: number, $0)) },
      isStopped: { false }
    )
    let forecasts = try fitted.forecasts(samples.test, of: samples.table).map(\.value)
    let measure = samples.measure(forecasts)
    _ = try fitted.save(to: folder)
    let document: JSONValue = [
      "trial": .integer(Int64(number)),
      "training_samples": .integer(Int64(samples.training.count)),
      "epochs": .integer(Int64(fitted.report.epochs)),
      "validation_loss": JSONValue(fitted.report.validationLoss),
      "test": measure.json,
    ]
    do throws(FileError) {
      try AtomicFile.write(document.text(pretty: true) + "\n", to: path)
    } catch {
      throw .file(error.description)
    }
    return measure
  }

  /// What an earlier run measured, or `nil` when there is nothing.
  private func known() throws(ForecastError) -> TestMeasure? {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try AtomicFile.read(path) } catch {
      if case .notFound = error { return nil }
      throw .file(error.description)
    }
    let document = try? JSONValue(parsing: bytes)
    guard let measure = document?["test"].flatMap(TestMeasure.init(json:)),
      document?["trial"]?.integerValue == Int64(trial.number)
    else {
      throw .badFile(
        path: path,
        expected: "the measure of trial \(trial.number)",
        found: "another, or a damaged file; delete it to measure again"
      )
    }
    return measure
  }
}
