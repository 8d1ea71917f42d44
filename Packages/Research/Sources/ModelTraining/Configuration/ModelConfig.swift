public import Forecasting
public import NeuralForecasting

/// One entry of `models`: a way to forecast with its settings.
public enum ModelConfig: Hashable, Sendable {
  /// A mean, zero or the newest known target.
  case naive(NaiveForecaster.Rule)

  /// A random walk; real targets only.
  case randomWalk(hasDrift: Bool, quantileLevels: [Double])

  /// An exponentially weighted mean of known targets.
  case ewma(span: Double, priorWeight: Double)

  /// Linear regression; real targets only.
  case ridge(WindowFeatures, penalties: [Double], quantileLevels: [Double])

  /// Logistic regression; binary targets only.
  case logistic(WindowFeatures, penalties: [Double])

  /// Boosted trees.
  case lightGBM(WindowFeatures, BoostingSettings, quantileLevels: [Double])

  /// A network.
  case network(NeuralArchitecture, TrainingSettings)

  /// The name in documents and reports.
  public var name: String { kind.rawValue }

  /// Which kind it is.
  var kind: ModelKind {
    switch self {
    case .naive: .naive
    case .randomWalk: .randomWalk
    case .ewma: .ewma
    case .ridge: .ridge
    case .logistic: .logistic
    case .lightGBM: .lightGBM
    case .network(.patchTransformer, _): .patchTransformer
    case .network(.encoderTransformer, _): .transformer
    case .network(.temporalFusion, _): .temporalFusion
    }
  }
}

/// The kinds of models by their names in documents.
enum ModelKind: String, CaseIterable {
  case temporalFusion = "tft"
  case transformer
  case patchTransformer = "patch_transformer"
  case lightGBM = "lightgbm"
  case ridge
  case logistic
  case naive
  case randomWalk = "random_walk"
  case ewma

  /// The only kind of target that it learns, or `nil` for both.
  var onlyTarget: ForecastTargetKind? {
    switch self {
    case .temporalFusion, .ridge, .randomWalk: .real
    case .logistic: .binary
    case .transformer, .patchTransformer, .lightGBM, .naive, .ewma: nil
    }
  }
}
