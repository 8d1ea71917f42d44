internal import QuantMath

/// The logarithms of the states' Gaussian densities, prepared for many rows.
///
/// A row is whitened by forward substitution with the covariance's Cholesky factor, whose rows are
/// divided by their diagonal beforehand so that no row is divided again.
struct EmissionDensities {
  let stateCount: Int
  let dimension: Int

  /// Whether all covariances are diagonal.
  let isDiagonal: Bool

  /// The means state by state; shape `[k][d]`.
  private(set) var means: [Double]

  /// Factors divided by their diagonals, which hold the reciprocals; shape `[k][d(d + 1)/2]`.
  private(set) var factors: [Double]

  /// What the density has at its mean; shape `[k]`.
  private(set) var peaks: [Double]

  init(_ parameters: HMMParameters) {
    stateCount = parameters.stateCount
    dimension = parameters.featureCount
    isDiagonal = parameters.covariances.allSatisfy(\.isDiagonal)
    means = parameters.means.flatMap(\.self)
    (factors, peaks) = ([], [])
    let constant = Double(dimension) * logarithm(2 * Double.pi)
    for matrix in parameters.covariances {
      guard let factor = CholeskyFactor(matrix) else {
        preconditionFailure("parameters hold positive definite covariances")
      }
      for row in 0..<dimension {
        let reciprocal = 1 / factor[row, row]
        for column in 0..<row { factors.append(factor[row, column] * reciprocal) }
        factors.append(reciprocal)
      }
      peaks.append(-0.5 * (constant + factor.logDeterminant))
    }
  }

  /// The logarithm below which densities are not told apart.
  ///
  /// A row that lies beyond it from every state says nothing about states.
  static let lowest = -1e300

  /// Writes the logarithms of all states' densities at one row.
  ///
  /// `whitened` has room for `dimension` numbers.
  func logDensities(
    of row: UnsafeBufferPointer<Double>,
    whitened: UnsafeMutableBufferPointer<Double>,
    into result: UnsafeMutableBufferPointer<Double>
  ) {
    let stored = dimension * (dimension + 1) / 2
    means.withUnsafeBufferPointer { means in
      factors.withUnsafeBufferPointer { factors in
        for state in 0..<stateCount {
          var (square, entry) = (0.0, state * stored)
          for index in 0..<dimension {
            let reciprocal = factors[entry + index]
            var value = (row[index] - means[state * dimension + index]) * reciprocal
            if !isDiagonal {
              for inner in 0..<index { value -= factors[entry + inner] * whitened[inner] }
            }
            whitened[index] = value
            square += value * value
            entry += index + 1
          }
          let density = peaks[state] - 0.5 * square
          result[state] = density > Self.lowest ? density : Self.lowest
        }
      }
    }
  }

  /// Writes densities relative to each row's largest, and the logarithm of that largest.
  ///
  /// Features and states lie one after another, each `stride` long; `rows` is a multiple of eight.
  func fill(
    columns: UnsafePointer<Double>,
    densities: UnsafeMutablePointer<Double>,
    peaks largest: UnsafeMutablePointer<Double>,
    stride: Int,
    rows: Int
  ) {
    // The common sizes are unrolled by the compiler.
    switch (dimension, stateCount) {
    case (1, 2): fill(columns, densities, largest, stride, rows, 1, 2)
    case (1, 3): fill(columns, densities, largest, stride, rows, 1, 3)
    case (2, 2): fill(columns, densities, largest, stride, rows, 2, 2)
    case (2, 3): fill(columns, densities, largest, stride, rows, 2, 3)
    case (3, 3): fill(columns, densities, largest, stride, rows, 3, 3)
    case (4, 3): fill(columns, densities, largest, stride, rows, 4, 3)
    default: fill(columns, densities, largest, stride, rows, dimension, stateCount)
    }
  }

  @inline(__always)
  private func fill(
    _ columns: UnsafePointer<Double>,
    _ densities: UnsafeMutablePointer<Double>,
    _ largest: UnsafeMutablePointer<Double>,
    _ stride: Int,
    _ rows: Int,
    _ dimension: Int,
    _ states: Int
  ) {
    let stored = dimension * (dimension + 1) / 2
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: dimension + states) { room in
      means.withUnsafeBufferPointer { means in
        factors.withUnsafeBufferPointer { factors in
          for row in Swift.stride(from: 0, to: rows, by: 8) {
            var top = Lanes(repeating: Self.lowest)
            for state in 0..<states {
              var (square, entry) = (Lanes(repeating: 0), state * stored)
              for index in 0..<dimension {
                let centred = columns.lanes(index * stride + row) - means[state * dimension + index]
                var value = centred * factors[entry + index]
                if !isDiagonal {
                  for inner in 0..<index { value -= factors[entry + inner] * room[inner] }
                }
                room[index] = value
                square += value * value
                entry += index + 1
              }
              let density = peaks[state] - 0.5 * square
              let kept = density.replacing(
                with: Self.lowest,
                where: .!(density .> Lanes(repeating: Self.lowest))
              )
              room[dimension + state] = kept
              top.replace(with: kept, where: kept .> top)
            }
            largest.store(top, at: row)
            for state in 0..<states {
              let relative = exponential(ofNonPositive: room[dimension + state] - top)
              densities.store(relative, at: state * stride + row)
            }
          }
        }
      }
    }
  }
}
