public import DataLake
public import MarketModel

/// A row of the lake that no panel can hold.
public struct PanelRowProblem: Hashable, Sendable, CustomStringConvertible {
  /// The series.
  public let series: SeriesKey

  /// The key of the row.
  public let time: Timestamp

  /// The column.
  public let column: String

  /// What would have been accepted.
  public let expected: String

  /// What stands there.
  public let found: Double

  /// One line: the row, the column, what was expected and what was found.
  public var description: String {
    "\(series) \(time): \(column): expected \(expected), found \(found)"
  }
}

/// Why a lake does not give a panel.
public enum PanelLoadError: Error, Hashable, Sendable {
  /// The lake cannot be read.
  case lake(LakeError)

  /// A table has several sources and none was named.
  case ambiguousProvider(LakeTable, providers: [String])

  /// A table has nothing from the source that was named; `available` are those that it has.
  case noProvider(LakeTable, wanted: String, available: [String])

  /// There is no price in the days that were asked for.
  case noPrices(available: String)

  /// The last day lies before the first one.
  case emptyRange(first: CivilDate, last: CivilDate)

  /// Several series of one source are of one asset.
  case severalSeries(asset: Symbol, keys: [SeriesKey])

  /// Rows cannot be true; the first are listed, all are counted.
  case rows([PanelRowProblem], count: Int)

  /// The facts do not form a panel.
  case panel(PanelError)
}

extension PanelLoadError: CustomStringConvertible {
  /// The sentence shown to a person; several lines when several rows are wrong.
  public var description: String {
    switch self {
    case .lake(let error): return "\(error)"
    case .ambiguousProvider(let table, let providers):
      return "\(table.rawValue): expected the name of one provider of "
        + "\(providers.joined(separator: ", ")), found none"
    case .noProvider(let table, let wanted, let available):
      let found = available.isEmpty ? "no rows at all" : available.joined(separator: ", ")
      return "\(table.rawValue): expected rows of the provider \(wanted), found \(found)"
    case .noPrices(let available):
      return "price: expected at least one price in the chosen days, found \(available)"
    case .emptyRange(let first, let last):
      return "last day: expected a day not before \(first), found \(last)"
    case .severalSeries(let asset, let keys):
      return "\(asset): expected one series of the asset, found "
        + keys.map(\.description).joined(separator: ", ")
    case .rows(let problems, let count):
      var lines = problems.map(\.description)
      if count > problems.count { lines.append("… and \(count - problems.count) more rows") }
      return lines.joined(separator: "\n")
    case .panel(let error): return "\(error)"
    }
  }
}
