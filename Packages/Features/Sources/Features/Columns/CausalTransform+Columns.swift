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
}
