public import MarketModel

/// How the variance of one bar is told from its prices.
public enum VarianceProxy: String, Hashable, Sendable, CaseIterable {
  /// By the range (Parkinson).
  case parkinson

  /// By range and body (Garman and Klass).
  case garmanKlass

  /// By the prices within, free of drift (Rogers and Satchell).
  case rogersSatchell
}

extension Bar {
  /// The variance of the logarithm of the price, or `nil` for a price that is not positive.
  @inlinable
  public func variance(by proxy: VarianceProxy) -> Double? {
    switch proxy {
    case .parkinson: parkinsonVariance
    case .garmanKlass: garmanKlassVariance
    case .rogersSatchell: rogersSatchellVariance
    }
  }
}
