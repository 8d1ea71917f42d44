/// Returns a point of four coordinates at which a smooth function has a local minimum.
///
/// Broyden, Fletcher, Goldfarb and Shanno's method with a backtracking line search:
/// deterministic, at most 200 steps, ended when every slope is below 1e-9 or no step leads down
/// any more.
///
/// - Parameters:
///   - start: A point at which the function is finite.
///   - evaluate: The function and its gradient; infinite where it has no value.
/// - Returns: The best point found.
func minimize(
  from start: SIMD4<Double>,
  _ evaluate: (SIMD4<Double>) -> (value: Double, gradient: SIMD4<Double>)
) -> SIMD4<Double> {
  var point = start
  var (value, gradient) = evaluate(start)
  var inverse = InverseHessian()
  for _ in 0..<200 {
    guard (gradient * gradient).max() > 1e-18 else { break }
    var direction = inverse.direction(against: gradient)
    if (direction * gradient).sum() >= 0 {
      inverse = InverseHessian()
      direction = inverse.direction(against: gradient)
    }
    guard let next = lineSearch(from: point, value, gradient, along: direction, evaluate) else {
      guard inverse.isLearned else { break }
      inverse = InverseHessian()
      continue
    }
    inverse.learn(step: next.point - point, change: next.gradient - gradient)
    (point, value, gradient) = next
  }
  return point
}

private typealias Sample = (point: SIMD4<Double>, value: Double, gradient: SIMD4<Double>)

/// Halves the step until the function falls by a fair share of what the slope promises.
private func lineSearch(
  from point: SIMD4<Double>,
  _ value: Double,
  _ gradient: SIMD4<Double>,
  along direction: SIMD4<Double>,
  _ evaluate: (SIMD4<Double>) -> (value: Double, gradient: SIMD4<Double>)
) -> Sample? {
  let slope = (direction * gradient).sum()
  // Coordinates are logarithms and logits: a longer step would leave the region of the model.
  let longest = (direction * direction).sum().squareRoot()
  var step = longest > 4 ? 4 / longest : 1
  for _ in 0..<40 {
    let candidate = point + step * direction
    let (found, slopes) = evaluate(candidate)
    let isFinite = found.isFinite && slopes.sum().isFinite
    if isFinite, found <= value + 1e-4 * step * slope, found < value {
      return (candidate, found, slopes)
    }
    step /= 2
  }
  return nil
}

/// The running estimate of the inverse of the matrix of second derivatives.
private struct InverseHessian {
  private var rows: [SIMD4<Double>] = [
    SIMD4(1, 0, 0, 0), SIMD4(0, 1, 0, 0), SIMD4(0, 0, 1, 0), SIMD4(0, 0, 0, 1),
  ]

  private(set) var isLearned = false

  func direction(against gradient: SIMD4<Double>) -> SIMD4<Double> { -product(gradient) }

  mutating func learn(step: SIMD4<Double>, change: SIMD4<Double>) {
    let curvature = (step * change).sum()
    guard curvature > 0, curvature.isFinite else { return }
    if !isLearned {
      // The first estimate takes its size from the first step.
      let size = curvature / (change * change).sum()
      for row in rows.indices { rows[row] *= size }
      isLearned = true
    }
    let moved = product(change)
    let factor = (1 + (change * moved).sum() / curvature) / curvature
    for row in rows.indices {
      rows[row] += step * (factor * step[row])
      rows[row] -= (moved * step[row] + step * moved[row]) / curvature
    }
  }

  private func product(_ vector: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(
      (rows[0] * vector).sum(),
      (rows[1] * vector).sum(),
      (rows[2] * vector).sum(),
      (rows[3] * vector).sum()
    )
  }
}
