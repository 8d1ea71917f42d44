public import ConfigValidation

/// A sigmoid that turns scores into probabilities: P = 1/(1 + exp(A s + B)).
///
/// Fitted by Newton's method with back-tracking on targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2), which keep
/// probabilities off 0 and 1. One that was not fitted passes scores through.
///
/// References: Platt (1999), "Probabilistic Outputs for Support Vector Machines"; Lin, Lin, Weng (2007),
/// "A note on Platt's probabilistic outputs for support vector machines", Machine Learning 68.
public struct PlattScaling: Hashable, Sendable {
  /// The slope, negative when larger scores mean larger probabilities.
  public let slope: Double

  /// The offset.
  public let offset: Double

  /// Whether this was fitted.
  public let isFitted: Bool

  private init(slope: Double, offset: Double, isFitted: Bool) {
    self.slope = slope
    self.offset = offset
    self.isFitted = isFitted
  }

  /// A calibration that passes scores through.
  public static let unfitted = PlattScaling(slope: 0, offset: 0, isFitted: false)

  /// The probability of 1 of a score, or the score itself when this was not fitted.
  public func callAsFunction(_ score: Double) -> Double {
    isFitted ? sigmoid(-(slope * score + offset)) : score
  }

  /// Fits slope and offset.
  ///
  /// At most 100 steps, until slope and offset move by less than 1e-10 of themselves or no step leads down.
  ///
  /// - Parameters:
  ///   - scores: Any finite scores; shape `[n]`.
  ///   - outcomes: 0 or 1, both present; shape `[n]`.
  /// - Throws: ``CalibrationError``.
  /// - Complexity: O(*n*) for each step.
  public init(fitting scores: [Double], _ outcomes: [Double]) throws(CalibrationError) {
    try checkPairs(scores, outcomes)
    let positives = outcomes.reduce(0, +)
    let negatives = Double(outcomes.count) - positives
    guard positives > 0, negatives > 0 else {
      throw .singleClass(outcomes[0], count: outcomes.count)
    }
    let (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2))
    let objective = PlattObjective(
      scores: scores,
      targets: outcomes.map { $0 == 1 ? high : low }
    )
    var (slope, offset) = (0.0, naturalLog((negatives + 1) / (positives + 1)))
    var loss = objective.loss(slope, offset)
    for _ in 0..<100 {
      let step = objective.step(slope, offset)
      var size = 1.0
      var moved = false
      while size >= 1e-10 {
        let (nextSlope, nextOffset) = (slope + size * step.slope, offset + size * step.offset)
        let next = objective.loss(nextSlope, nextOffset)
        // The step is downhill, so that the first-order change is negative; near the minimum it is less
        // than the rounding of the loss, which must not stop the last steps.
        if next <= loss + 1e-4 * size * step.change + 8 * loss.ulp {
          moved =
            abs(nextSlope - slope) > 1e-10 * max(1, abs(slope))
            || abs(nextOffset - offset) > 1e-10 * max(1, abs(offset))
          (slope, offset, loss) = (nextSlope, nextOffset, next)
          break
        }
        size /= 2
      }
      guard moved else { break }
    }
    self.init(slope: slope, offset: offset, isFitted: true)
  }

  /// The calibration as a document `{A, B, fitted}`.
  public var json: JSONValue {
    ["A": .number(slope), "B": .number(offset), "fitted": .bool(isFitted)]
  }

  /// Reads a document that ``json`` wrote.
  ///
  /// - Throws: ``CalibrationError/document(_:)``.
  public init(json: JSONValue) throws(CalibrationError) {
    guard let slope = json["A"]?.numberValue, let offset = json["B"]?.numberValue,
      let isFitted = json["fitted"]?.boolValue
    else {
      throw .document("expected numbers A and B and whether they were fitted, found \(json)")
    }
    self.init(slope: slope, offset: offset, isFitted: isFitted)
  }
}

/// The cross-entropy of a sigmoid against targets.
struct PlattObjective {
  let scores: [Double]
  let targets: [Double]

  /// The sum of cross-entropies, formed without overflow.
  func loss(_ slope: Double, _ offset: Double) -> Double {
    var loss = 0.0
    for (score, target) in zip(scores, targets) {
      let value = slope * score + offset
      // -t ln p - (1 - t) ln(1 - p) with p = 1/(1 + exp(value)).
      loss += target * value + softplus(-value)
    }
    return loss
  }

  /// The slopes of the loss: Σ s (t - p) and Σ (t - p).
  func gradient(_ slope: Double, _ offset: Double) -> (slope: Double, offset: Double) {
    var (first, second) = (0.0, 0.0)
    for (score, target) in zip(scores, targets) {
      let error = target - sigmoid(-(slope * score + offset))
      first += score * error
      second += error
    }
    return (first, second)
  }

  /// Newton's step and the change of the loss that the gradient promises for it.
  func step(
    _ slope: Double,
    _ offset: Double
  ) -> (slope: Double, offset: Double, change: Double) {
    // A ridge keeps the matrix regular when all scores are equal.
    var (h11, h22, h21) = (1e-12, 1e-12, 0.0)
    for score in scores {
      let probability = sigmoid(-(slope * score + offset))
      let weight = probability * (1 - probability)
      h11 += score * score * weight
      h22 += weight
      h21 += score * weight
    }
    let gradient = gradient(slope, offset)
    let determinant = h11 * h22 - h21 * h21
    let first = -(h22 * gradient.slope - h21 * gradient.offset) / determinant
    let second = -(h11 * gradient.offset - h21 * gradient.slope) / determinant
    let change = gradient.slope * first + gradient.offset * second
    guard first.isFinite, second.isFinite, change < 0 else { return (0, 0, 0) }
    return (first, second, change)
  }
}
