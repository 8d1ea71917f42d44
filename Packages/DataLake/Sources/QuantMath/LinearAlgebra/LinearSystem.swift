/// Returns the solution of a small square system of linear equations.
///
/// Gaussian elimination with partial pivoting.
///
/// - Parameters:
///   - matrix: The coefficients row by row; shape `[n][n]`.
///   - right: The right-hand side; shape `[n]`.
/// - Returns: The solution, or `nil` when the matrix is singular to working precision or holds a
///   number that is not finite.
/// - Precondition: The shapes agree.
/// - Complexity: O(*n*³).
public func solveLinear(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
  let count = right.count
  precondition(
    matrix.count == count && matrix.allSatisfy { $0.count == count },
    "expected \(count) rows of \(count)"
  )
  var rows = zip(matrix, right).map { $0 + [$1] }
  let size = matrix.joined().map(abs).max() ?? 0
  for pivot in 0..<count {
    var best = pivot
    for row in pivot..<count where abs(rows[row][pivot]) > abs(rows[best][pivot]) { best = row }
    rows.swapAt(pivot, best)
    guard abs(rows[pivot][pivot]) > 1e-15 * size, size < .infinity else { return nil }
    for row in 0..<count where row != pivot {
      let factor = rows[row][pivot] / rows[pivot][pivot]
      for column in pivot...count { rows[row][column] -= factor * rows[pivot][column] }
    }
  }
  let solution = rows.indices.map { rows[$0][count] / rows[$0][$0] }
  return solution.allSatisfy(\.isFinite) ? solution : nil
}
