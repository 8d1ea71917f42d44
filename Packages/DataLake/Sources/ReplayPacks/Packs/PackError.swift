public import DataLake
public import MarketModel

/// An error of building, reading or writing a replay pack.
public enum PackError: Error, Hashable, Sendable {
  /// The lake failed.
  case lake(LakeError)

  /// A table of the pack is missing, corrupt or has other columns.
  case parquet(ParquetError)

  /// A file could not be read or written.
  case file(FileError)

  /// The end date lies before the start date.
  case emptyRange(start: CivilDate, end: CivilDate)

  /// No bar lies in the range.
  case noBars(symbol: Symbol, interval: BarInterval, start: CivilDate, end: CivilDate)

  /// The file is not a pack; `field` says where reading stopped.
  case malformed(path: String, field: String, reason: String)

  /// The rows of a table do not have the hash that the manifest states.
  case contentMismatch(path: String, expected: String, found: String)

  /// An instant is no whole number of milliseconds, which the JSON form cannot hold.
  case subMillisecond(field: String, instant: Timestamp)
}

extension PackError: CustomStringConvertible {
  /// The failure in words.
  public var description: String {
    switch self {
    case .lake(let error): "\(error)"
    case .parquet(let error): "\(error)"
    case .file(let error): "\(error)"
    case .emptyRange(let start, let end): "the pack ends on \(end), before it starts on \(start)"
    case .noBars(let symbol, let interval, let start, let end):
      "no bar of \(symbol) \(interval) from \(start) through \(end)"
    case .malformed(let path, let field, let reason): "\(path): \(field): \(reason)"
    case .contentMismatch(let path, let expected, let found):
      "\(path): expected content \(expected), found \(found)"
    case .subMillisecond(let field, let instant):
      "\(field): \(instant) is no whole number of milliseconds"
    }
  }
}
