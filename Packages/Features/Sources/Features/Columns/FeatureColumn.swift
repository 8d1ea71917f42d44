public import MarketModel

/// A named column of feature values, one per bar, with a mark where the value is undefined.
@frozen
public struct FeatureColumn: Hashable, Sendable {
  /// The name of the output.
  public let name: String

  /// The values, zero where undefined; shape `[count]`.
  public let values: [Double]

  /// Whether each value is defined; shape `[count]`.
  public let isDefined: DefinedRows

  /// Creates a column from optional values.
  @inlinable
  public init(name: String, _ column: [Double?]) {
    self.init(
      name: name,
      values: column.map { $0 ?? 0 },
      isDefined: DefinedRows(column.map { $0 != nil })
    )
  }

  /// Creates a column from values and marks.
  ///
  /// - Precondition: There is one mark for each value, and the undefined values are zero.
  @inlinable
  public init(name: String, values: [Double], isDefined: DefinedRows) {
    precondition(values.count == isDefined.count, "every value has a mark")
    self.name = name
    self.values = values
    self.isDefined = isDefined
  }

  /// The number of bars.
  @inlinable
  public var count: Int { values.count }

  /// The value at a bar, or `nil` where it is undefined.
  ///
  /// - Precondition: `index` lies inside `0..<count`.
  @inlinable
  public subscript(index: Int) -> Double? { isDefined[index] ? values[index] : nil }
}
