public import MarketModel

/// A causal transform that reads one number of each bar.
///
/// The form over plain numbers lets one indicator feed another: the signal line of a MACD is an
/// exponential average of a difference, not of a bar.
public protocol ValueTransform: CausalTransform {
  /// The number that is read from each bar.
  var input: BarField { get }

  /// Consumes the next number and returns what it makes visible.
  ///
  /// - Complexity: That of ``MarketModel/CausalTransform/update(_:)``.
  mutating func update(value: Double) -> Output

  /// Writes the outputs of all numbers, as a copy of this transform would yield them one by one.
  ///
  /// The provided form runs such a copy.
  ///
  /// - Precondition: `columns` has a column for each output and a row for each number.
  func fill(_ columns: inout OutputColumns, from values: UnsafeBufferPointer<Double>)
}

extension ValueTransform {
  /// Consumes the next bar and returns what it makes visible.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output { update(value: bar[input]) }

  /// Writes the outputs of all bars of a series.
  @inlinable
  public func fill(_ columns: inout OutputColumns, over series: BarSeries) {
    series.withValues(of: input) { fill(&columns, from: $0) }
  }

  /// Writes the outputs of all numbers by running a copy of this transform over them.
  @inlinable
  public func fill(_ columns: inout OutputColumns, from values: UnsafeBufferPointer<Double>) {
    var transform = self
    transform.stream(&columns, from: values, rows: values.indices)
  }

  /// Consumes the numbers of some rows and writes what they make visible.
  @inlinable
  mutating func stream(
    _ columns: inout OutputColumns,
    from values: UnsafeBufferPointer<Double>,
    rows: Range<Int>
  ) {
    for row in rows { columns.set(update(value: values[row]), at: row) }
  }
}

/// Where an exponential average starts.
public enum Seeding: String, Hashable, Sendable, CaseIterable {
  /// At the first value, which is already a defined output.
  case firstValue

  /// At the mean of the first *period* values, as TA-Lib does; undefined before.
  case simpleMean
}
