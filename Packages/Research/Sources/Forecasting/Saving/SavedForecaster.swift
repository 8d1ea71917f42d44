package import ConfigValidation

/// Loads forecasters that were saved.
public enum SavedForecaster {
  /// Loads the forecaster of a folder, whichever of this module's it is.
  ///
  /// - Parameters:
  ///   - folder: What ``FittedForecaster/save(to:)`` was given.
  ///   - boosting: The boosting library; asked for only when the folder holds a boosted forecaster.
  /// - Returns: A forecaster whose forecasts equal those of the saved one, bit for bit.
  /// - Throws: ``ForecastError``.
  public static func load(
    from folder: String,
    boosting: () throws(ForecastError) -> LightGBM
  ) throws(ForecastError) -> any FittedForecaster {
    try load(from: folder, boosting: boosting) { _, _, _ throws(ForecastError) in nil }
  }

  /// Loads the forecaster of a folder, with its calibration where it has one.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - boosting: The boosting library.
  ///   - other: Makes forecasters of other modules from their name, document and report; `nil` for none.
  /// - Returns: The forecaster.
  /// - Throws: ``ForecastError``.
  package static func load(
    from folder: String,
    boosting: () throws(ForecastError) -> LightGBM,
    other: (String, JSONValue, FitReport) throws(ForecastError) -> (any FittedForecaster)?
  ) throws(ForecastError) -> any FittedForecaster {
    let (name, document, report) = try ForecasterFile.read(in: folder)
    let loaded: (any FittedForecaster)?
    switch name {
    case NaiveForecaster.name: loaded = FittedNaive(document, report)
    case RandomWalkForecaster.name: loaded = FittedRandomWalk(document, report)
    case EWMAForecaster.name: loaded = FittedEWMA(document, report)
    case RidgeForecaster.name, LogisticForecaster.name:
      loaded = FittedLinear(name: name, document, report)
    case LightGBMForecaster.name:
      loaded = try FittedLightGBM(document, report, folder: folder, library: boosting())
    default:
      guard let found = try other(name, document, report) else {
        throw .badFile(
          path: "\(folder)/\(ForecasterFile.name)",
          expected: "a forecaster of this program",
          found: name
        )
      }
      loaded = found
    }
    guard let loaded else { throw ForecasterFile.broken(name, in: folder) }
    guard let calibration = try SavedCalibration.load(from: folder) else { return loaded }
    return FittedCalibration(loaded, calibration)
  }
}
