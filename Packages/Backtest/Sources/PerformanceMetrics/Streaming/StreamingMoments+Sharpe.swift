extension StreamingMoments {
  /// Returns the annualized Sharpe ratio of the returns added so far.
  ///
  /// The same definition as ``sharpeRatio(of:riskFreeRate:periodsPerYear:)``: sample deviation, and
  /// undefined where that is no larger than the rounding error of the mean.
  ///
  /// - Parameters:
  ///   - riskFreeRate: The risk-free simple return per period, as a fraction.
  ///   - periodsPerYear: The number of periods in a year; above zero.
  /// - Returns: The ratio, or `nil` where it is undefined.
  public func sharpeRatio(riskFreeRate: Double, periodsPerYear: Double) -> Double? {
    guard let mean, let deviation = sampleVariance?.squareRoot(), periodsPerYear > 0 else {
      return nil
    }
    let noise = max(abs(mean), abs(riskFreeRate)) * .ulpOfOne * Double(count)
    guard deviation > noise else { return nil }
    return ((mean - riskFreeRate) / deviation * periodsPerYear.squareRoot()).ifFinite
  }
}
