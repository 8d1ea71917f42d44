/// An error of a forecaster.
public enum ForecastError: Error, Hashable, Sendable {
  /// The table breaks its rules; one sentence for each problem.
  case table([String])

  /// There are too few samples of a part.
  case tooFewSamples(needed: Int, found: Int, of: String)

  /// A sample that is to be learnt from has no target.
  case undefinedTarget(sample: Int)

  /// All targets of the training samples are the same class.
  case singleClass(Double, samples: Int)

  /// The forecaster does not learn targets of this kind.
  case unsupportedTarget(
    forecaster: String,
    expected: ForecastTargetKind,
    found: ForecastTargetKind
  )

  /// A setting has no meaning.
  case invalidSetting(name: String, expected: String, found: String)

  /// The table lacks features, or has others than were learnt from.
  case otherFeatures(expected: [String], found: [String])

  /// The loss is not finite any more.
  case diverged(epoch: Int, loss: String)

  /// Probabilities cannot be calibrated on the validation samples.
  case calibration(reason: String)

  /// The engine (tensors, boosting) is missing or failed.
  case engine(String)

  /// A checkpoint or model file is not what it should be.
  case badFile(path: String, expected: String, found: String)

  /// A file cannot be read or written.
  case file(String)
}

extension ForecastError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .table(let problems): problems.joined(separator: "\n")
    case .tooFewSamples(let needed, let found, let part):
      "\(part): expected \(needed) samples or more, found \(found)"
    case .undefinedTarget(let sample): "sample \(sample): expected a target, found none"
    case .singleClass(let value, let samples):
      "targets: expected two classes, found \(value) in all \(samples) training samples"
    case .unsupportedTarget(let forecaster, let expected, let found):
      "\(forecaster): expected a \(expected.rawValue) target, found a \(found.rawValue) one"
    case .invalidSetting(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    case .otherFeatures(let expected, let found):
      "features: expected \(expected.joined(separator: ", ")), "
        + "found \(found.joined(separator: ", "))"
    case .diverged(let epoch, let loss):
      "epoch \(epoch): expected a finite loss, found \(loss)"
    case .calibration(let reason): "calibration on validation samples: \(reason)"
    case .engine(let message): message
    case .badFile(let path, let expected, let found):
      "\(path): expected \(expected), found \(found)"
    case .file(let message): message
    }
  }
}
