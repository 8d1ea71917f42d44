import QuantMath
import Testing

@Suite("Small dense linear algebra")
struct LinearAlgebraTests {
  /// A matrix A Aᵀ with random A, scaled unevenly.
  static func positiveDefinite(_ dimension: Int, seed: UInt64) -> SymmetricMatrix {
    var stream = PhiloxStream(seed: seed, purpose: 1, trial: 0, path: 0)
    let factor = (0..<dimension).map { _ in (0..<dimension).map { _ in stream.normal() } }
    var matrix = SymmetricMatrix(diagonal: [Double](repeating: 0.01, count: dimension))
    for row in 0..<dimension {
      for column in 0...row {
        matrix[row, column] += zip(factor[row], factor[column]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return matrix.scaled(by: (0..<dimension).map { Double($0 + 1) })
  }

  static func product(_ matrix: SymmetricMatrix, _ vector: [Double]) -> [Double] {
    (0..<matrix.dimension).map { row in
      (0..<matrix.dimension).reduce(0) { $0 + matrix[row, $1] * vector[$1] }
    }
  }

  @Test("a Cholesky factor gives the matrix, its determinant and solutions", arguments: 1...8)
  func cholesky(dimension: Int) throws {
    let matrix = Self.positiveDefinite(dimension, seed: UInt64(dimension))
    let factor = try #require(CholeskyFactor(matrix))
    for row in 0..<dimension {
      for column in 0...row {
        let sum = (0...column).reduce(0) { $0 + factor[row, $1] * factor[column, $1] }
        #expect(abs(sum - matrix[row, column]) < 1e-11 * matrix[row, row].squareRoot() * 100)
      }
    }
    let right = (0..<dimension).map { Double($0) - 1.5 }
    let solution = factor.solving(right)
    let residual = zip(Self.product(matrix, solution), right).map { abs($0 - $1) }
    #expect(residual.allSatisfy { $0 < 1e-8 })
    let squared = zip(right, solution).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(isClose(factor.squaredDistance(right), squared, within: 1e-8))
    let unit = Self.product(factor.inverse, Self.product(matrix, right))
    #expect(zip(unit, right).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("knows a determinant by hand")
  func determinant() throws {
    let matrix = SymmetricMatrix(dimension: 2, lower: [4, 2, 3])
    let factor = try #require(CholeskyFactor(matrix))
    #expect(isClose(factor.logDeterminant, 2.0794415416798357, within: 1e-15))
    #expect(factor.lower == [2, 1, 2.0.squareRoot()])
  }

  @Test("has no factor for a matrix that is not positive definite")
  func notPositiveDefinite() {
    #expect(CholeskyFactor(SymmetricMatrix(dimension: 2, lower: [1, 2, 1])) == nil)
    #expect(CholeskyFactor(SymmetricMatrix(diagonal: [1, 0])) == nil)
    #expect(CholeskyFactor(SymmetricMatrix(diagonal: [.nan])) == nil)
    #expect(CholeskyFactor(SymmetricMatrix(diagonal: [.infinity])) == nil)
  }

  @Test("eigenvalues and eigenvectors give the matrix again", arguments: 1...8)
  func eigenvalues(dimension: Int) {
    var matrix = Self.positiveDefinite(dimension, seed: 100 + UInt64(dimension))
    for index in 0..<dimension { matrix[index, index] -= 3 }
    let parts = SymmetricEigenvalues(matrix)
    let size = matrix.lower.map(abs).max() ?? 0
    #expect(zip(parts.values, parts.values.dropFirst()).allSatisfy { $0 <= $1 })
    for (value, vector) in zip(parts.values, parts.vectors) {
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-13)
      let image = Self.product(matrix, vector)
      #expect(zip(image, vector).allSatisfy { abs($0 - value * $1) < 1e-12 * size })
    }
    let again = parts.reassembled(with: parts.values)
    #expect(zip(again.lower, matrix.lower).allSatisfy { abs($0 - $1) < 1e-12 * size })
  }

  @Test("eigenvalues of diagonal and of two-dimensional matrices are exact")
  func knownEigenvalues() {
    #expect(SymmetricEigenvalues(SymmetricMatrix(diagonal: [3, -1, 2])).values == [-1, 2, 3])
    let values = SymmetricEigenvalues(SymmetricMatrix(dimension: 2, lower: [2, 1, 2])).values
    #expect(abs(values[0] - 1) < 1e-15 && abs(values[1] - 3) < 1e-15)
  }

  @Test("solves linear systems that need pivots, and no singular ones")
  func linearSystems() throws {
    let solution = try #require(solveLinear([[0, 2, 1], [1, 0, 0], [3, 1, 1]], [7, 2, 10]))
    #expect(zip(solution, [2, 3, 1]).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(solveLinear([[1, 2], [2, 4]], [1, 2]) == nil)
    #expect(solveLinear([[1, .nan], [2, 4]], [1, 2]) == nil)
    #expect(solveLinear([], []) == [])
  }

  @Test("assigns as cheaply as any permutation", arguments: 1...6)
  func assignment(count: Int) {
    for seed in UInt64(0)..<20 {
      var stream = PhiloxStream(seed: seed, purpose: 2, trial: 0, path: 0)
      let costs = (0..<(count * count)).map { _ in Double(stream.index(below: 20)) - 8 }
      func total(_ columns: [Int]) -> Double {
        columns.enumerated().reduce(0) { $0 + costs[$1.offset * count + $1.element] }
      }
      let found = cheapestAssignment(costs: costs, count: count)
      #expect(found.sorted() == Array(0..<count))
      #expect(total(found) == permutations(count).map(total).min())
    }
  }

  private func permutations(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return permutations(count - 1).flatMap { shorter in
      (0..<count).map { position in
        var longer = shorter
        longer.insert(count - 1, at: position)
        return longer
      }
    }
  }
}
