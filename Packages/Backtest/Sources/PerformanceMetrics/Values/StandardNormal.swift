/// The distribution function of the standard normal distribution.
func standardNormalCDF(_ value: Double) -> Double {
  complementaryErrorFunction(-value / 2.0.squareRoot()) / 2
}

/// The density of the standard normal distribution.
func standardNormalDensity(_ value: Double) -> Double {
  exponential(-value * value / 2) / (2 * Double.pi).squareRoot()
}

/// The quantile of the standard normal distribution for a probability strictly between 0 and 1.
///
/// Wichura (1988), "Algorithm AS 241", *Applied Statistics* 37(3), routine PPND16: relative accuracy
/// about 1e-16.
func standardNormalQuantile(_ probability: Double) -> Double {
  let centered = probability - 0.5
  if abs(centered) <= 0.425 {
    let square = 0.180625 - centered * centered
    return centered * horner(square, centralNumerator) / horner(square, centralDenominator)
  }
  let tail = (-naturalLogarithm(min(probability, 1 - probability))).squareRoot()
  let magnitude =
    tail <= 5
    ? horner(tail - 1.6, middleNumerator) / horner(tail - 1.6, middleDenominator)
    : horner(tail - 5, farNumerator) / horner(tail - 5, farDenominator)
  return centered < 0 ? -magnitude : magnitude
}

/// A polynomial with its coefficients in rising order.
private func horner(_ value: Double, _ coefficients: [Double]) -> Double {
  coefficients.reversed().reduce(0) { $0 * value + $1 }
}

private let centralNumerator = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
]
private let centralDenominator = [
  1.0, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077,
  21213.794301586595867, 39307.89580009271061, 28729.085735721942674, 5226.495278852545925,
]
private let middleNumerator = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833,
  7.7454501427834140764e-4,
]
private let middleDenominator = [
  1.0, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455,
  0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4,
  1.05075007164441684324e-9,
]
private let farNumerator = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
  0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5,
  2.01033439929228813265e-7,
]
private let farDenominator = [
  1.0, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525,
  7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7,
  2.04426310338993978564e-15,
]
