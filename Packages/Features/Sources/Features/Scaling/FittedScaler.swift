internal import ConfigValidation

/// A scaler with the numbers that its training rows gave.
public struct FittedScaler: Hashable, Sendable {
  /// The scale of one column.
  public struct Entry: Hashable, Sendable {
    /// The name of the column.
    public let name: String

    /// Its scale.
    public let scale: ColumnScale

    /// Creates an entry.
    public init(_ name: String, _ scale: ColumnScale) {
      self.name = name
      self.scale = scale
    }
  }

  /// The name of the method that was fitted.
  public let method: String

  /// The scales, in the order of the columns.
  public let entries: [Entry]

  /// The number of rows that it was fitted on.
  public let rowCount: Int

  /// Returns scaled columns, in the order of the fitted ones.
  ///
  /// Undefined values stay undefined; so becomes a result that would overflow.
  ///
  /// **Causality.** Row *i* of the result depends on row *i* and on the rows that were fitted.
  ///
  /// - Parameter columns: Exactly the columns that were fitted, in any order.
  /// - Returns: The scaled columns under the same names.
  /// - Throws: ``ScalingError`` with every column that is missing, or that was not fitted.
  /// - Complexity: O(columns · rows).
  public func scaled(_ columns: [FeatureColumn]) throws(ScalingError) -> [FeatureColumn] {
    let missing = entries.map(\.name).filter { name in !columns.contains { $0.name == name } }
    guard missing.isEmpty else { throw .missingColumns(missing) }
    let unexpected = columns.map(\.name).filter { name in !entries.contains { $0.name == name } }
    guard unexpected.isEmpty else { throw .unexpectedColumns(unexpected) }
    return entries.compactMap { entry in
      guard let column = columns.first(where: { $0.name == entry.name }) else { return nil }
      return FeatureColumn(
        name: entry.name,
        (0..<column.count).map { column[$0].flatMap(entry.scale.scaled) }
      )
    }
  }
}
