public import DataLake

/// One table of data as the dictionary describes it: facts, columns and their statistics.
public struct DictionaryTable: Hashable, Sendable {
  /// One column.
  public struct Column: Hashable, Sendable {
    /// The name.
    public let name: String

    /// The type of the values.
    public let type: ColumnType

    /// One sentence on what it holds, or empty.
    public let summary: String

    /// The statistics of a column of numbers, else `nil`.
    public let statistics: ColumnStatistics?
  }

  /// The heading.
  public let title: String

  /// Facts with their names, in order.
  public let properties: [Property]

  /// The columns in order.
  public let columns: [Column]

  /// The number of rows.
  public let rowCount: Int

  /// The series that the table was computed from, as text.
  public let sources: [String]

  /// One fact.
  public struct Property: Hashable, Sendable {
    /// What it is.
    public let name: String

    /// Its value.
    public let value: String

    /// Creates a fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Describes a table.
  ///
  /// - Parameters:
  ///   - title: The heading.
  ///   - properties: Facts that are shown after the number of rows.
  ///   - table: The rows.
  ///   - sources: The series that it was computed from.
  ///   - summary: Says what a column holds.
  public init(
    title: String,
    properties: [Property],
    table: ColumnTable,
    sources: [String],
    summary: (String) -> String
  ) {
    self.title = title
    rowCount = table.rowCount
    self.properties =
      [
        Property("Rows", grouped(Int64(table.rowCount))),
        Property("Columns", "\(table.columns.count)"),
      ] + properties
    self.sources = sources
    columns = table.columns.map { column in
      Column(
        name: column.name,
        type: column.type,
        summary: summary(column.name),
        statistics: column.numbers.map { ColumnStatistics($0) }
      )
    }
  }
}

extension Column {
  /// The values that are not missing, or `nil` for a column of something else than numbers.
  fileprivate var numbers: [Double]? {
    let all: [Double]
    switch values {
    case .double(let values): all = values
    case .int64(let values): all = values.map { Double($0) }
    case .timestamp, .text, .bool: return nil
    }
    return validity.map { zip(all, $0).filter { $1 }.map { $0.0 } } ?? all
  }
}
