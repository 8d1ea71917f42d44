public import MarketModel

/// The number that an indicator reads from a bar.
public enum BarField: String, Hashable, Sendable, CaseIterable {
  /// The first price.
  case open

  /// The highest price.
  case high

  /// The lowest price.
  case low

  /// The last price.
  case close

  /// The traded quantity.
  case volume

  /// The middle of the range, `(high + low) / 2`.
  case median

  /// The typical price, `(high + low + close) / 3`.
  case typical
}

extension Bar {
  /// The number that a field names.
  @inlinable
  public subscript(field: BarField) -> Double {
    switch field {
    case .open: open
    case .high: high
    case .low: low
    case .close: close
    case .volume: volume
    case .median: (high + low) / 2
    case .typical: (high + low + close) / 3
    }
  }
}

extension BarSeries {
  /// Calls a function with the number that a field names, for every bar.
  @inlinable
  func withValues(of field: BarField, _ body: (UnsafeBufferPointer<Double>) -> Void) {
    switch field {
    case .open: open.withUnsafeBufferPointer(body)
    case .high: high.withUnsafeBufferPointer(body)
    case .low: low.withUnsafeBufferPointer(body)
    case .close: close.withUnsafeBufferPointer(body)
    case .volume: volume.withUnsafeBufferPointer(body)
    case .median, .typical:
      (0..<count).map { self[$0][field] }.withUnsafeBufferPointer(body)
    }
  }
}
