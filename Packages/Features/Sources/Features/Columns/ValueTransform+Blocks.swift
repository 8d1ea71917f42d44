public import MarketModel

extension ValueTransform {
  /// Streams some rows after the window before them, as if everything before had been streamed.
  ///
  /// Holds where rows start at a cut of the window's blocks, and nothing but the window is
  /// remembered.
  @inlinable
  func streamBlocks(
    _ columns: inout OutputColumns,
    from values: UnsafeBufferPointer<Double>,
    rows: Range<Int>,
    period: Int
  ) {
    var transform = self
    let first = max(rows.lowerBound - (period - 1), 0)
    for row in first..<rows.lowerBound { _ = transform.update(value: values[row]) }
    transform.stream(&columns, from: values, rows: rows)
  }
}

extension ValueTransform {
  /// Streams all rows from one on, as ``streamBlocks(_:from:rows:period:)`` does.
  @inlinable
  func streamBlocks(
    _ columns: inout OutputColumns,
    from values: UnsafeBufferPointer<Double>,
    rows first: Int,
    period: Int
  ) {
    let rows = min(first, values.count)..<values.count
    streamBlocks(&columns, from: values, rows: rows, period: period)
  }
}
