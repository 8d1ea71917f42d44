public import DataLake
public import Datasets
public import ForecastTrading
public import Forecasting

/// An error that ends a training; a fold that cannot be fitted is none, but an outcome of the fold.
public enum TrainingError: Error, Sendable {
  /// The rows cannot be made.
  case data(DatasetError)

  /// The lake cannot be read.
  case lake(LakeError)

  /// Rows, target and context do not go together.
  case rows(String)

  /// The columns are visible only after the bar that they belong to has closed.
  case lateColumns(row: Int, closeTime: Int64, visibleAt: Int64)

  /// The folds cannot be laid.
  case folds(FoldError)

  /// A library that a model needs is missing, or a forecaster cannot be made or judged.
  case forecast(ForecastError)

  /// Forecasts cannot be traded.
  case trading(ForecastTradingError)

  /// The gates cannot be judged.
  case gates(GateError)

  /// A file cannot be written.
  case file(FileError)

  /// The table of forecasts cannot be written.
  case parquet(ParquetError)
}

extension TrainingError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .data(let cause): "\(cause)"
    case .lake(let cause): "\(cause)"
    case .rows(let message): message
    case .lateColumns(let row, let closeTime, let visibleAt):
      "row \(row): expected columns that are visible when the bar closes (\(closeTime) ns), "
        + "found some that are visible at \(visibleAt) ns"
    case .folds(let cause): cause.description
    case .forecast(let cause): cause.description
    case .trading(let cause): cause.description
    case .gates(let cause): cause.description
    case .file(let cause): cause.description
    case .parquet(let cause): "\(cause)"
    }
  }
}
