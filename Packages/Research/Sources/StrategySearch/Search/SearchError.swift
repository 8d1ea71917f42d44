public import Backtest
public import DataLake
public import ExperimentRegistry
public import LakeIngest
public import MarketModel
public import Optimizer
public import PerformanceMetrics

/// Why a search cannot begin or go on.
public enum SearchError: Error, Hashable, Sendable {
  /// The lake cannot give the data.
  case lake(LakeError)

  /// The ticks cannot be read.
  case ticks(TickReadError)

  /// A file cannot be used.
  case ingest(IngestError)

  /// The tick engine refuses the run.
  case replay(strategy: String, TickReplayError)

  /// There is nothing to replay in the stretch that the document names.
  case noData(symbol: Symbol, from: Timestamp?, to: Timestamp?)

  /// The engine refuses the run.
  case backtest(strategy: String, BacktestError)

  /// The search itself cannot go on.
  case study(StudyError)

  /// The registry refuses a trial.
  case registry(RegistryError)

  /// A file cannot be written.
  case file(FileError)

  /// A figure cannot be computed.
  case metric(MetricError)

  /// A table cannot be written.
  case parquet(ParquetError)

  /// The data are too short for one window.
  case tooShort(needed: SearchDuration, found: SearchDuration)

  /// Somebody asked to stop; what was tried is kept.
  case cancelled
}

extension SearchError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .lake(let error): error.description
    case .ticks(let error): error.description
    case .ingest(let error): error.description
    case .replay(let strategy, let error): "\(strategy): \(error)"
    case .noData(let symbol, let from, let to):
      "\(symbol): expected data from \(from.map { "\($0)" } ?? "the first row") "
        + "to \(to.map { "\($0)" } ?? "the last"), found none"
    case .backtest(let strategy, let error): "\(strategy): \(error)"
    case .study(let error): error.description
    case .registry(let error): error.description
    case .file(let error): error.description
    case .metric(let error): error.description
    case .parquet(let error): "\(error)"
    case .tooShort(let needed, let found):
      "optimization.walk_forward: expected data over at least \(needed) for one window, found \(found)"
    case .cancelled: "stopped; the same command goes on from here"
    }
  }
}
