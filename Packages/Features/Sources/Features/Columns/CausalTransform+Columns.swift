public import MarketModel

extension CausalTransform {
  /// Returns one column for each output over all bars of a series.
  ///
  /// Runs a copy of this transform, so the result equals the streaming form bit for bit.
  ///
  /// - Complexity: O(*n*) updates.
  ///
  /// **Causality.** Row *i* uses bars 0 through *i* and becomes visible at the close of bar *i*.
  @inlinable
  public func columns(over series: BarSeries) -> [FeatureColumn] {
    var transform = self
    let names = Output.names
    var rows = [[Double?]](repeating: [], count: names.count)
    for position in rows.indices { rows[position].reserveCapacity(series.count) }
    for index in 0..<series.count {
      let output = transform.update(series[index])
      for position in rows.indices { rows[position].append(output.value(at: position)) }
    }
    return zip(names, rows).map { FeatureColumn(name: $0, $1) }
  }
}
