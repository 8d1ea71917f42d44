public import MarketModel

extension CausalTransform {
  /// Returns one column for each output over all bars of a series.
  ///
  /// Equal to running a copy of this transform over the bars one by one, bit for bit.
  ///
  /// - Complexity: O(*n*) updates, or less where the transform has a form for whole columns.
  ///
  /// **Causality.** Row *i* uses bars 0 through *i* and becomes visible at the close of bar *i*.
  @inlinable
  public func columns(over series: BarSeries) -> [FeatureColumn] {
    let names = Output.names
    let columns = OutputColumns.filled(count: names.count, rowCount: series.count) { columns in
      fill(&columns, over: series)
    }
    return zip(names, columns).map { name, column in
      FeatureColumn(name: name, values: column.values, isDefined: column.isDefined)
    }
  }

  /// Replaces columns by those of this transform, in the same memory where it fits.
  ///
  /// Computing many parameter sets over the same bars one after the other, most of the time goes
  /// into getting fresh memory; this way there is none. The result equals ``columns(over:)``.
  ///
  /// - Parameters:
  ///   - columns: Columns of as many outputs and bars, whose values are no longer needed; any others are let
  ///     go.
  ///   - series: The bars.
  public func recompute(_ columns: inout [FeatureColumn], over series: BarSeries) {
    let names = Output.names
    guard columns.count == names.count, columns.allSatisfy({ $0.count == series.count }) else {
      columns = self.columns(over: series)
      return
    }
    var values: [[Double]] = []
    // One by one, so that each array is left with one owner.
    while let column = columns.popLast() { values.append(column.values) }
    values.reverse()
    let isDefined = OutputColumns.refilled(&values) { fill(&$0, over: series) }
    for (position, name) in names.enumerated() {
      columns.append(
        FeatureColumn(name: name, values: values[position], isDefined: isDefined[position])
      )
    }
  }
}
