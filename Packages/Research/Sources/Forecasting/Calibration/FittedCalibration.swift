public import ConfigValidation
internal import DataLake

/// What corrects the probabilities of one fitted forecaster.
public enum ProbabilityCalibration: Hashable, Sendable {
  /// A sigmoid.
  case platt(PlattScaling)

  /// A rising step function.
  case isotonic(IsotonicCalibration)

  /// Fits a correction.
  ///
  /// - Parameters:
  ///   - method: How; nothing is fitted for none.
  ///   - probabilities: Forecasts of validation samples; shape `[n]`.
  ///   - outcomes: What came, 0 or 1, both present; shape `[n]`.
  /// - Returns: The correction, or `nil` for none.
  /// - Throws: ``CalibrationError``; a single class says nothing of probabilities, whatever the method.
  ///
  /// **Causality.** Validation samples lie before every sample that is judged.
  public static func fitting(
    _ method: CalibrationMethod,
    _ probabilities: [Double],
    _ outcomes: [Double]
  ) throws(CalibrationError) -> ProbabilityCalibration? {
    guard method != .none else { return nil }
    try checkPairs(probabilities, outcomes)
    if let first = outcomes.first, outcomes.allSatisfy({ $0 == first }) {
      throw .singleClass(first, count: outcomes.count)
    }
    switch method {
    case .none: return nil
    case .platt: return .platt(try PlattScaling(fitting: probabilities, outcomes))
    case .isotonic: return .isotonic(try IsotonicCalibration(fitting: probabilities, outcomes))
    }
  }

  /// The corrected probability.
  public func callAsFunction(_ probability: Double) -> Double {
    switch self {
    case .platt(let scaling): scaling(probability)
    case .isotonic(let steps): steps(probability)
    }
  }

  /// The calibration as a document.
  public var json: JSONValue {
    switch self {
    case .platt(let scaling): ["method": "platt", "parameters": scaling.json]
    case .isotonic(let steps): ["method": "isotonic", "parameters": steps.json]
    }
  }

  /// Reads a document that ``json`` wrote.
  ///
  /// - Throws: ``CalibrationError/document(_:)``.
  public init(json: JSONValue) throws(CalibrationError) {
    let parameters = json["parameters"] ?? .null
    switch json["method"]?.stringValue {
    case "platt": self = .platt(try PlattScaling(json: parameters))
    case "isotonic": self = .isotonic(try IsotonicCalibration(json: parameters))
    default:
      throw .document("method: expected platt or isotonic, found \(json["method"] ?? .null)")
    }
  }
}

/// A fitted forecaster of binary targets whose probabilities are corrected.
public struct FittedCalibration: FittedForecaster {
  /// The forecaster whose probabilities are corrected.
  public let base: any FittedForecaster

  /// The correction.
  public let calibration: ProbabilityCalibration

  /// Corrects the probabilities of a forecaster.
  public init(_ base: any FittedForecaster, _ calibration: ProbabilityCalibration) {
    self.base = base
    self.calibration = calibration
  }

  /// Fits the correction on the validation samples of the fold that a forecaster was fitted on.
  ///
  /// - Returns: The corrected forecaster, or `nil` for no method.
  /// - Throws: ``ForecastError/calibration(reason:)`` without validation samples and with one class among
  ///   them, ``ForecastError/unsupportedTarget(forecaster:expected:found:)`` for real targets.
  public init?(
    _ base: any FittedForecaster,
    _ method: CalibrationMethod,
    on fold: ForecastFold
  ) throws(ForecastError) {
    guard method != .none else { return nil }
    guard fold.table.targetKind == .binary else {
      throw .unsupportedTarget(forecaster: method.rawValue, expected: .binary, found: .real)
    }
    let forecasts = try base.forecasts(fold.validation, of: fold.table).map(\.value)
    let outcomes = try fold.table.targets(of: fold.validation)
    do throws(CalibrationError) {
      guard let found = try ProbabilityCalibration.fitting(method, forecasts, outcomes) else {
        return nil
      }
      self.init(base, found)
    } catch {
      throw .calibration(reason: "\(error)")
    }
  }

  /// The report of the forecaster, whose losses are those before the correction.
  public var report: FitReport { base.report }

  /// The corrected probabilities.
  public func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast] {
    corrected(try base.forecasts(samples, of: table))
  }

  /// Corrects forecasts of ``base``.
  public func corrected(_ forecasts: [Forecast]) -> [Forecast] {
    forecasts.map { Forecast(value: calibration($0.value), quantiles: $0.quantiles) }
  }

  /// Saves the correction and the forecaster.
  public func save(to folder: String) throws(ForecastError) -> [String] {
    // First, because the presence of the forecaster's own file says that everything is there.
    try ForecasterFile.write(
      text: calibration.json.text(pretty: true) + "\n",
      SavedCalibration.name,
      to: folder
    )
    return try base.save(to: folder) + [SavedCalibration.name]
  }
}

/// The file that holds a correction in the folder of a model.
enum SavedCalibration {
  static let name = "calibration.json"

  /// Reads the correction of a folder, or returns `nil` when there is none.
  static func load(from folder: String) throws(ForecastError) -> ProbabilityCalibration? {
    let path = "\(folder)/\(name)"
    let bytes: [UInt8]
    do throws(FileError) { bytes = try AtomicFile.read(path) } catch {
      if case .notFound = error { return nil }
      throw .file("\(error)")
    }
    do {
      return try ProbabilityCalibration(json: JSONValue(parsing: bytes))
    } catch {
      throw .badFile(path: path, expected: "a calibration", found: "\(error)")
    }
  }
}
