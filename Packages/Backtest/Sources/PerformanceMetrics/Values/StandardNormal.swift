import QuantMath

/// The distribution function of the standard normal distribution.
func standardNormalCDF(_ value: Double) -> Double {
  complementaryErrorFunction(-value / 2.0.squareRoot()) / 2
}

/// The density of the standard normal distribution.
func standardNormalDensity(_ value: Double) -> Double {
  exponential(-value * value / 2) / (2 * Double.pi).squareRoot()
}

/// The quantile of the standard normal distribution.
///
/// - Precondition: The probability lies strictly between 0 and 1.
func standardNormalQuantile(_ probability: Double) -> Double {
  guard let value = inverseNormalCDF(probability) else {
    preconditionFailure("probability \(probability) outside 0...1")
  }
  return value
}
