public import Backtest
public import DataLake
public import ExperimentRegistry
public import PerformanceMetrics
public import WalkForward

/// An error that says why an experiment could not be done.
public enum ExperimentError: Error, Sendable {
  /// The engine refused a run.
  case backtest(strategy: String, BacktestError)

  /// A measure could not be computed.
  case metric(strategy: String, MetricError)

  /// The windows do not fit the data.
  case walkForward(WalkForwardError)

  /// The registry refused.
  case registry(RegistryError)

  /// A stored artifact cannot be read.
  case artifact(ArtifactError)

  /// A file cannot be written.
  case file(FileError)

  /// The work was asked to stop.
  case cancelled
}

extension ExperimentError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .backtest(let strategy, let error): "\(strategy): \(error)"
    case .metric(let strategy, let error): "\(strategy): \(error)"
    case .walkForward(let error): "experiment.walk_forward: \(error)"
    case .registry(let error): "\(error)"
    case .artifact(let error): "\(error)"
    case .file(let error): "\(error)"
    case .cancelled: "stopped before the work was done"
    }
  }
}
