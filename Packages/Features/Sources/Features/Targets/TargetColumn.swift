/// A named column of values that look ahead, one per bar, with a mark where the value is undefined.
///
/// What a model shall predict, never what it may read. The type shares nothing with
/// ``FeatureColumn``: there is no conversion between them, and a table of features takes no target, so a
/// value of the future cannot slip in among the inputs.
///
/// **Causality.** Row *i* depends on bars after *i*, up to *i* + ``horizon``. It must not be used
/// for a decision before the close of bar *i* + ``horizon``.
@frozen
public struct TargetColumn: Hashable, Sendable {
  /// The name of the column.
  public let name: String

  /// The number of bars after its own that a row depends on; positive.
  public let horizon: Int

  /// The values, zero where undefined; shape `[count]`.
  public let values: [Double]

  /// Whether each value is defined; shape `[count]`.
  public let isDefined: [Bool]

  /// Creates a column from optional values.
  ///
  /// - Precondition: `horizon` is positive.
  public init(name: String, horizon: Int, _ column: [Double?]) {
    precondition(horizon > 0, "a target looks at least one bar ahead")
    self.name = name
    self.horizon = horizon
    values = column.map { $0 ?? 0 }
    isDefined = column.map { $0 != nil }
  }

  /// The number of bars.
  @inlinable
  public var count: Int { values.count }

  /// The value at a bar, or `nil` where it is undefined.
  ///
  /// - Precondition: `index` lies inside `0..<count`.
  @inlinable
  public subscript(index: Int) -> Double? { isDefined[index] ? values[index] : nil }

  /// Returns the values at some positions, in their order.
  ///
  /// - Precondition: Every position lies inside `0..<count`.
  public func selecting(_ rows: [Int]) -> TargetColumn {
    TargetColumn(name: name, horizon: horizon, rows.map { self[$0] })
  }
}
