internal import QuantMath

/// A weighted sum of the numbers of a sample.
struct LinearModel: Hashable {
  /// One weight for each number.
  var coefficients: [Double]

  /// The sum where every number is 0.
  var intercept: Double

  /// The sums of rows.
  func values(_ matrix: SampleMatrix) -> [Double] {
    matrix.values.withUnsafeBufferPointer { values in
      (0..<matrix.rowCount).map { row in
        var sum = intercept
        let start = row * matrix.columnCount
        for column in 0..<matrix.columnCount {
          sum += coefficients[column] * values[start + column]
        }
        return sum
      }
    }
  }
}

extension SampleMatrix {
  /// The weighted products of every pair of columns, Σ w x xᵀ, with a penalty on the diagonal.
  ///
  /// - Complexity: O(rows · columns²).
  func products(weights: [Double]?, penalty: Double) -> SymmetricMatrix {
    var lower = [Double](repeating: 0, count: columnCount * (columnCount + 1) / 2)
    values.withUnsafeBufferPointer { values in
      lower.withUnsafeMutableBufferPointer { lower in
        for row in 0..<rowCount {
          let start = row * columnCount
          let weight = weights?[row] ?? 1
          var position = 0
          for column in 0..<columnCount {
            let scaled = weight * values[start + column]
            for other in 0...column {
              lower[position + other] += scaled * values[start + other]
            }
            position += column + 1
          }
        }
      }
    }
    var matrix = SymmetricMatrix(dimension: columnCount, lower: lower)
    for column in 0..<columnCount { matrix[column, column] += penalty }
    return matrix
  }

  /// The weighted sum of rows, Σ w x.
  func weightedSum(_ weights: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: columnCount)
    values.withUnsafeBufferPointer { values in
      for row in 0..<rowCount {
        let start = row * columnCount
        for column in 0..<columnCount { sums[column] += weights[row] * values[start + column] }
      }
    }
    return sums
  }
}

/// Minimises Σ (y - b - x·w)² + λ w·w over standardised columns.
///
/// - Returns: The minimum, or `nil` when columns depend on each other and the penalty is 0.
func ridgeModel(_ matrix: SampleMatrix, _ targets: [Double], penalty: Double) -> LinearModel? {
  let mean = CompensatedSum(targets).value / Double(targets.count)
  // Columns without spread are all zero: a unit on their diagonal gives them weight 0.
  var products = matrix.products(weights: nil, penalty: penalty)
  for column in 0..<matrix.columnCount where products[column, column] == 0 {
    products[column, column] = 1
  }
  guard let factor = CholeskyFactor(products),
    // A pivot that is nearly gone means that the columns depend on each other.
    (0..<matrix.columnCount).allSatisfy({ column in
      let pivot = factor[column, column]
      return pivot * pivot > products[column, column] * 1e-12
    })
  else { return nil }
  let right = matrix.weightedSum(targets.map { $0 - mean })
  return LinearModel(coefficients: factor.solving(right), intercept: mean)
}

/// Minimises Σ ln(1 + exp(-s(b + x·w))) + λ/2 w·w, with s = ±1 for targets 1 and 0, over standardised
/// columns, by Newton's method with halved steps where a whole one leads up.
///
/// - Parameters:
///   - matrix: The rows.
///   - targets: 0 or 1, both present.
///   - penalty: λ, above zero: without it, classes that a plane separates have no finite minimum.
/// - Returns: The minimum, or `nil` when it was not reached within a hundred steps.
func logisticModel(
  _ matrix: SampleMatrix,
  _ targets: [Double],
  penalty: Double
) -> LinearModel? {
  // The intercept is a last column of ones without a penalty.
  let share = targets.reduce(0, +) / Double(targets.count)
  var model = LinearModel(
    coefficients: [Double](repeating: 0, count: matrix.columnCount),
    intercept: naturalLog(share / (1 - share))
  )
  var loss = logisticLoss(model, matrix, targets, penalty)
  for _ in 0..<100 {
    let probabilities = model.values(matrix).map(sigmoid)
    let errors = zip(targets, probabilities).map { $0 - $1 }
    var gradient = matrix.weightedSum(errors)
    for column in gradient.indices { gradient[column] -= penalty * model.coefficients[column] }
    gradient.append(errors.reduce(0, +))
    let largest = gradient.map(abs).max() ?? 0
    if largest <= 1e-11 * Double(targets.count) { return model }
    guard let step = newtonStep(matrix, probabilities, gradient, penalty) else { return nil }
    var size = 1.0
    while true {
      var next = model
      for column in model.coefficients.indices { next.coefficients[column] += size * step[column] }
      next.intercept += size * step[matrix.columnCount]
      let nextLoss = logisticLoss(next, matrix, targets, penalty)
      if nextLoss < loss {
        (model, loss) = (next, nextLoss)
        break
      }
      size /= 2
      // No step leads down any more: rounding is all that is left of the gradient.
      if size < 1e-10 { return largest <= 1e-6 * Double(targets.count) ? model : nil }
    }
  }
  return nil
}

/// Solves the weighted equations of one step, the intercept last.
private func newtonStep(
  _ matrix: SampleMatrix,
  _ probabilities: [Double],
  _ gradient: [Double],
  _ penalty: Double
) -> [Double]? {
  let weights = probabilities.map { $0 * (1 - $0) }
  let products = matrix.products(weights: weights, penalty: penalty)
  let border = matrix.weightedSum(weights)
  let total = weights.reduce(0, +)
  return CholeskyFactor(
    SymmetricMatrix(
      dimension: matrix.columnCount + 1,
      // A floor below every curvature that matters keeps certain rows from making this singular.
      lower: products.lower + border + [total + 1e-12]
    )
  )?.solving(gradient)
}

private func logisticLoss(
  _ model: LinearModel,
  _ matrix: SampleMatrix,
  _ targets: [Double],
  _ penalty: Double
) -> Double {
  var sum = CompensatedSum()
  for (value, target) in zip(model.values(matrix), targets) {
    sum.add(softplus(target > 0.5 ? -value : value))
  }
  for coefficient in model.coefficients { sum.add(penalty / 2 * coefficient * coefficient) }
  return sum.value
}
