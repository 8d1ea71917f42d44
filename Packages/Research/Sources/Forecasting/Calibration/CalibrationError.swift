/// An error of a calibration.
public enum CalibrationError: Error, Hashable, Sendable {
  /// Lists have different lengths.
  case unequalLengths(scores: Int, outcomes: Int)

  /// There is nothing to fit on.
  case noValues

  /// A score is NaN or infinite.
  case notFinite(index: Int, value: Double)

  /// An outcome is neither 0 nor 1.
  case notBinary(index: Int, value: Double)

  /// A probability lies outside 0...1.
  case notProbability(index: Int, value: Double)

  /// Outcomes are all the same.
  case singleClass(Double, count: Int)

  /// A document does not hold a calibration.
  case document(String)
}

extension CalibrationError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unequalLengths(let scores, let outcomes):
      "expected an outcome for each score, found \(scores) scores and \(outcomes) outcomes"
    case .noValues: "expected scores to calibrate on, found none"
    case .notFinite(let index, let value):
      "score \(index): expected a finite number, found \(value)"
    case .notBinary(let index, let value): "outcome \(index): expected 0 or 1, found \(value)"
    case .notProbability(let index, let value):
      "probability \(index): expected 0 to 1, found \(value)"
    case .singleClass(let value, let count):
      "outcomes: expected both 0 and 1, found \(value) in all \(count)"
    case .document(let reason): reason
    }
  }
}

/// Checks scores and what came.
func checkPairs(_ scores: [Double], _ outcomes: [Double]) throws(CalibrationError) {
  guard scores.count == outcomes.count else {
    throw .unequalLengths(scores: scores.count, outcomes: outcomes.count)
  }
  guard !scores.isEmpty else { throw .noValues }
  if let index = scores.firstIndex(where: { !$0.isFinite }) {
    throw .notFinite(index: index, value: scores[index])
  }
  if let index = outcomes.firstIndex(where: { $0 != 0 && $0 != 1 }) {
    throw .notBinary(index: index, value: outcomes[index])
  }
}
