public import DataLake
public import Features
public import MarketModel

/// An error that says why a data set cannot be built.
public enum DatasetError: Error, Hashable, Sendable {
  /// The request names no column.
  case noColumns

  /// A tier does not exist.
  case tier(FeatureTierError)

  /// Two columns have one name.
  case features(FeatureSetError)

  /// A column cannot be computed on bars of this length.
  case expression(FeatureExpressionError)

  /// The lake has no daily bars of the symbol; `suggestion` is the nearest symbol that it has.
  case missingSymbol(Symbol, suggestion: String?, available: [String])

  /// The lake has none of the volatility indices that are known.
  case missingVolatilityIndex(tried: [String])

  /// The lake cannot be read, or several providers have the bars.
  case lake(LakeError)

  /// Bars cannot be put together into longer ones.
  case resampling(Symbol, ResamplingError)

  /// Rows cannot be joined: a date stands twice, or there is no common one.
  case join(FeatureFrameError)

  /// No row has all columns; `neverDefined` lists those that have no value at all.
  case noCompleteRow(bars: Int, needed: Int, neverDefined: [String])

  /// No complete row lies between the dates asked for.
  case noRowInRange(first: CivilDate?, last: CivilDate?, available: DateSpan)

  /// The file cannot be written.
  case parquet(ParquetError)
}

extension DatasetError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .noColumns: "expected columns, found neither a tier nor features nor bars"
    case .tier(let cause): "\(cause)"
    case .features(let cause): "\(cause)"
    case .expression(let cause): "\(cause)"
    case .missingSymbol(let symbol, let suggestion, let available):
      "the lake has no daily bars of \(symbol)"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? Self.listed(available))
    case .missingVolatilityIndex(let tried):
      "the lake has no daily bars of a volatility index; expected one of "
        + tried.joined(separator: ", ")
    case .lake(let cause): "\(cause)"
    case .resampling(let symbol, let cause): "\(symbol): \(cause)"
    case .join(let cause): "\(cause)"
    case .noCompleteRow(let bars, let needed, let neverDefined):
      "no row has all columns: expected at least \(needed) bars, found \(bars)"
        + (neverDefined.isEmpty
          ? "" : "; never defined: \(neverDefined.joined(separator: ", "))")
    case .noRowInRange(let first, let last, let available):
      "expected rows from \(first.map(\.description) ?? "the first date") to "
        + "\(last.map(\.description) ?? "the last date"), found complete rows of \(available)"
    case .parquet(let cause): "\(cause)"
    }
  }

  private static func listed(_ symbols: [String]) -> String {
    symbols.isEmpty ? "; it has none at all" : "; it has \(symbols.joined(separator: ", "))"
  }
}
