#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The lower triangular factor *L* of a symmetric positive definite matrix, *M* = *L L*ᵀ.
///
/// References: Golub, Van Loan (2013), "Matrix Computations", 4th edition, section 4.2.
public struct CholeskyFactor: Hashable, Sendable {
  /// The number of rows and columns.
  public let dimension: Int

  /// The factor row by row; shape `[d(d + 1)/2]`.
  public let lower: [Double]

  /// Factors a matrix, or returns `nil` when it is not positive definite to working precision or
  /// holds a number that is not finite.
  ///
  /// - Complexity: O(*d*³).
  public init?(_ matrix: SymmetricMatrix) {
    var lower = matrix.lower
    for row in 0..<matrix.dimension {
      let start = row * (row + 1) / 2
      for column in 0...row {
        let other = column * (column + 1) / 2
        var rest = lower[start + column]
        for inner in 0..<column { rest -= lower[start + inner] * lower[other + inner] }
        guard column == row else {
          lower[start + column] = rest / lower[other + column]
          continue
        }
        guard rest > 0, rest < .infinity else { return nil }
        lower[start + row] = rest.squareRoot()
      }
    }
    dimension = matrix.dimension
    self.lower = lower
  }

  /// The entry of the factor at a row and a column not beyond it.
  ///
  /// - Precondition: `0 <= column <= row < dimension`.
  public subscript(row: Int, column: Int) -> Double { lower[row * (row + 1) / 2 + column] }

  /// The natural logarithm of the matrix's determinant.
  public var logDeterminant: Double {
    var sum = 0.0
    for row in 0..<dimension { sum += log(self[row, row]) }
    return 2 * sum
  }

  /// Returns the solution *y* of *L y* = *b*.
  ///
  /// - Precondition: `right` holds `dimension` numbers.
  /// - Complexity: O(*d*²).
  public func solvingLower(_ right: [Double]) -> [Double] {
    precondition(right.count == dimension, "expected \(dimension) numbers")
    var solution = right
    for row in 0..<dimension {
      for column in 0..<row { solution[row] -= self[row, column] * solution[column] }
      solution[row] /= self[row, row]
    }
    return solution
  }

  /// Returns the solution *x* of *M x* = *b*.
  ///
  /// - Precondition: `right` holds `dimension` numbers.
  /// - Complexity: O(*d*²).
  public func solving(_ right: [Double]) -> [Double] {
    var solution = solvingLower(right)
    for row in (0..<dimension).reversed() {
      for later in row + 1..<max(dimension, row + 1) {
        solution[row] -= self[later, row] * solution[later]
      }
      solution[row] /= self[row, row]
    }
    return solution
  }

  /// Returns the squared length of a vector in the metric of the inverse, *b*ᵀ *M*⁻¹ *b*.
  ///
  /// - Precondition: `vector` holds `dimension` numbers.
  public func squaredDistance(_ vector: [Double]) -> Double {
    solvingLower(vector).reduce(0) { $0 + $1 * $1 }
  }

  /// The inverse of the matrix.
  ///
  /// - Complexity: O(*d*³).
  public var inverse: SymmetricMatrix {
    var result = SymmetricMatrix(diagonal: [Double](repeating: 0, count: dimension))
    for column in 0..<dimension {
      let unit = (0..<dimension).map { $0 == column ? 1.0 : 0 }
      let solution = solving(unit)
      for row in column..<dimension { result[row, column] = solution[row] }
    }
    return result
  }
}
