extension RollingWindow {
  /// The sums of the second, third and fourth powers of the values' distances from their mean.
  ///
  /// Taken in two passes about the newest value; exactly zero for equal values.
  ///
  /// - Complexity: O(*count*).
  @inlinable
  public var centralSums: (second: Double, third: Double, fourth: Double) {
    if count == 0 { return (0, 0, 0) }
    let newest = self[ago: 0]
    var excess = 0.0
    for age in 0..<count { excess += self[ago: age] - newest }
    let mean = excess / Double(count)
    var sums = (second: 0.0, third: 0.0, fourth: 0.0)
    for age in 0..<count {
      let distance = self[ago: age] - newest - mean
      let square = distance * distance
      sums.second += square
      sums.third += square * distance
      sums.fourth += square * square
    }
    return sums
  }
}
