/// Loads forecasters that were saved, whichever of this module's they are.
public enum SavedForecaster {
  /// Loads the forecaster of a folder.
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
      throw .badFile(
        path: "\(folder)/\(ForecasterFile.name)",
        expected: "a forecaster of this program",
        found: name
      )
    }
    guard let loaded else { throw ForecasterFile.broken(name, in: folder) }
    return loaded
  }
}
