internal import QuantMath

/// Centres and spreads of columns over training samples, by which rows become comparable numbers.
struct Standardization: Hashable {
  /// The means; shape `[columns]`.
  let centers: [Double]

  /// The population deviations, 0 for columns without spread beyond rounding; shape `[columns]`.
  let spreads: [Double]

  /// Takes centres and spreads that were saved, or returns `nil` for lists of different lengths.
  init?(centers: [Double]?, spreads: [Double]?) {
    guard let centers, let spreads, centers.count == spreads.count else { return nil }
    self.centers = centers
    self.spreads = spreads
  }

  /// Takes the moments of columns.
  init(_ matrix: SampleMatrix) {
    var (centers, spreads): ([Double], [Double]) = ([], [])
    for column in 0..<matrix.columnCount {
      var moments = RunningMoments()
      for row in 0..<matrix.rowCount {
        moments.add(matrix.values[row * matrix.columnCount + column])
      }
      let center = moments.mean ?? 0
      let spread = (moments.populationVariance ?? 0).squareRoot()
      let error = abs(center) * .ulpOfOne * Double(matrix.rowCount).squareRoot()
      centers.append(center)
      spreads.append(spread > error && spread.isFinite ? spread : 0)
    }
    self.centers = centers
    self.spreads = spreads
  }

  /// The rows in units of the spreads from the centres; columns without spread become 0.
  func callAsFunction(_ matrix: SampleMatrix) -> SampleMatrix {
    var scaled = matrix
    for row in 0..<matrix.rowCount {
      let start = row * matrix.columnCount
      for column in 0..<matrix.columnCount {
        let spread = spreads[column]
        let value = matrix.values[start + column] - centers[column]
        scaled.values[start + column] = spread > 0 ? value / spread : 0
      }
    }
    return scaled
  }
}
