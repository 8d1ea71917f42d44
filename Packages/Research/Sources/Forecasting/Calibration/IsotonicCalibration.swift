public import ConfigValidation

/// The rising step function that lies closest to outcomes in squares, joined by straight lines.
///
/// Fitted by pooling adjacent violators; equal scores are pooled first. Scores between two fitted ones are
/// interpolated, scores beyond the ends take the value of the end.
///
/// References: Zadrozny, Elkan (2002), "Transforming classifier scores into accurate multiclass probability
/// estimates"; Best, Chakravarti (1990), "Active set algorithms for isotonic regression".
public struct IsotonicCalibration: Hashable, Sendable {
  /// The scores at which the function bends, rising.
  public let scores: [Double]

  /// Its values there, not falling.
  public let values: [Double]

  private init(scores: [Double], values: [Double]) {
    self.scores = scores
    self.values = values
  }

  /// Fits the function.
  ///
  /// - Parameters:
  ///   - scores: Any finite scores; shape `[n]`.
  ///   - outcomes: 0 or 1; shape `[n]`.
  /// - Throws: ``CalibrationError``.
  /// - Complexity: O(*n* log *n*).
  public init(fitting scores: [Double], _ outcomes: [Double]) throws(CalibrationError) {
    try checkPairs(scores, outcomes)
    var blocks: [Block] = []
    for index in scores.indices.sorted(by: { (scores[$0], $0) < (scores[$1], $1) }) {
      if let last = blocks.last, last.last == scores[index] {
        blocks[blocks.count - 1].sum += outcomes[index]
        blocks[blocks.count - 1].weight += 1
      } else {
        blocks.append(Block(first: scores[index], last: scores[index], sum: outcomes[index]))
      }
    }
    var pooled: [Block] = []
    for block in blocks {
      pooled.append(block)
      while pooled.count > 1,
        pooled[pooled.count - 2].value >= pooled[pooled.count - 1].value
      {
        let upper = pooled.removeLast()
        pooled[pooled.count - 1].last = upper.last
        pooled[pooled.count - 1].sum += upper.sum
        pooled[pooled.count - 1].weight += upper.weight
      }
    }
    var (bends, values): ([Double], [Double]) = ([], [])
    for block in pooled {
      bends.append(block.first)
      values.append(block.value)
      if block.last > block.first {
        bends.append(block.last)
        values.append(block.value)
      }
    }
    self.init(scores: bends, values: values)
  }

  /// The value at a score.
  ///
  /// - Complexity: O(log bends).
  public func callAsFunction(_ score: Double) -> Double {
    var (low, high) = (0, scores.count - 1)
    guard score > scores[low] else { return values[low] }
    guard score < scores[high] else { return values[high] }
    while high - low > 1 {
      let middle = (low + high) / 2
      if scores[middle] <= score { low = middle } else { high = middle }
    }
    let weight = (score - scores[low]) / (scores[high] - scores[low])
    return values[low] + (values[high] - values[low]) * weight
  }

  /// The calibration as a document.
  public var json: JSONValue {
    [
      "scores": .array(scores.map { .number($0) }),
      "values": .array(values.map { .number($0) }),
    ]
  }

  /// Reads a document that ``json`` wrote.
  ///
  /// - Throws: ``CalibrationError/document(_:)``.
  public init(json: JSONValue) throws(CalibrationError) {
    guard let scores = json["scores"]?.numbers, let values = json["values"]?.numbers,
      scores.count == values.count, !scores.isEmpty,
      zip(scores, scores.dropFirst()).allSatisfy({ $0 < $1 }),
      zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw .document("expected rising scores and as many values that do not fall")
    }
    self.init(scores: scores, values: values)
  }
}

/// Neighbouring scores with one value.
private struct Block {
  var first: Double
  var last: Double
  var sum: Double
  var weight = 1.0

  var value: Double { sum / weight }
}
