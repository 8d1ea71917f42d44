/// The eigenvalues and eigenvectors of a small symmetric matrix.
///
/// Cyclic Jacobi rotations: slower than tridiagonal methods for large matrices, but simple and
/// accurate in every eigenvalue for the small ones it is meant for.
///
/// References: Golub, Van Loan (2013), "Matrix Computations", 4th edition, section 8.5.
public struct SymmetricEigenvalues: Hashable, Sendable {
  /// The eigenvalues, rising; shape `[d]`.
  public let values: [Double]

  /// The eigenvectors of length one in the order of ``values``; shape `[d][d]`.
  public let vectors: [[Double]]

  /// Decomposes a matrix.
  ///
  /// - Precondition: Every entry is finite.
  /// - Complexity: O(*d*³) for each of a handful of sweeps.
  public init(_ matrix: SymmetricMatrix) {
    let count = matrix.dimension
    var rotated = matrix
    var vectors = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
    // Convergence is quadratic once the matrix is nearly diagonal; 60 sweeps are never reached.
    for _ in 0..<60 where !rotated.isDiagonal {
      for row in 1..<max(1, count) {
        for column in 0..<row { Self.rotate(&rotated, &vectors, row, column) }
      }
    }
    let order = (0..<count).sorted { (rotated[$0, $0], $0) < (rotated[$1, $1], $1) }
    values = order.map { rotated[$0, $0] }
    self.vectors = order.map { vectors[$0] }
  }

  /// Returns the matrix with the same eigenvectors and other eigenvalues.
  ///
  /// - Precondition: There is one value for each eigenvector.
  public func reassembled(with values: [Double]) -> SymmetricMatrix {
    precondition(values.count == vectors.count, "expected \(vectors.count) eigenvalues")
    var result = SymmetricMatrix(diagonal: [Double](repeating: 0, count: values.count))
    for (value, vector) in zip(values, vectors) {
      for row in vector.indices {
        for column in 0...row { result[row, column] += value * vector[row] * vector[column] }
      }
    }
    return result
  }

  /// Turns the plane of two axes so that their entry off the diagonal vanishes.
  private static func rotate(
    _ matrix: inout SymmetricMatrix,
    _ vectors: inout [[Double]],
    _ row: Int,
    _ column: Int
  ) {
    let entry = matrix[row, column]
    let (left, right) = (matrix[column, column], matrix[row, row])
    // An entry too small to change the diagonal is rounding.
    guard abs(entry) > 1e-17 * (abs(left) * abs(right)).squareRoot(), entry != 0 else {
      matrix[row, column] = 0
      return
    }
    let slope = (right - left) / (2 * entry)
    let tangent = (slope >= 0 ? 1 : -1) / (abs(slope) + (1 + slope * slope).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    matrix[column, column] = left - tangent * entry
    matrix[row, row] = right + tangent * entry
    matrix[row, column] = 0
    for other in 0..<matrix.dimension where other != row && other != column {
      let (first, second) = (matrix[other, column], matrix[other, row])
      matrix[other, column] = cosine * first - sine * second
      matrix[other, row] = sine * first + cosine * second
    }
    for axis in vectors.indices {
      let (first, second) = (vectors[column][axis], vectors[row][axis])
      vectors[column][axis] = cosine * first - sine * second
      vectors[row][axis] = sine * first + cosine * second
    }
  }
}
