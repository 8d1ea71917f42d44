import QuantMath

/// The blocks of one resampled path, drawn one after another.
///
/// A block may run past the end of the observations: indices are taken on a circle.
struct BlockSampler {
  private var stream: PhiloxStream
  private let count: Int
  private let fixedLength: Int
  private let inverseLogContinuation: Double

  /// Creates the sampler of a path.
  ///
  /// - Precondition: `count` is above zero and the scheme is valid.
  @inline(__always)
  init(_ plan: BlockPlan, stream: PhiloxStream) {
    self.stream = stream
    count = plan.count
    fixedLength = plan.fixedLength
    inverseLogContinuation = plan.inverseLogContinuation
  }

  /// The start of the next block on the circle, and its length, at most `remaining`.
  @inline(__always)
  mutating func next(remaining: Int) -> (start: Int, length: Int) {
    let start = stream.index(below: count)
    if fixedLength > 0 { return (start, min(fixedLength, remaining)) }
    // Inversion of the geometric distribution; 1 - u lies in (0, 1], so the logarithm is finite.
    let extra = naturalLogarithm(1 - stream.uniform()) * inverseLogContinuation
    return (start, extra < Double(remaining - 1) ? 1 + Int(extra) : remaining)
  }
}

/// What all paths of one resampling share.
struct BlockPlan {
  /// The number of observations.
  let count: Int

  /// The length of every block, or 0 for geometric lengths.
  let fixedLength: Int

  /// 1 / ln(probability that a block goes on); 0 for blocks of one.
  let inverseLogContinuation: Double

  init(_ scheme: ResamplingScheme, count: Int) {
    self.count = count
    switch scheme {
    case .independent: (fixedLength, inverseLogContinuation) = (1, 0)
    case .circularBlock(let length): (fixedLength, inverseLogContinuation) = (min(length, count), 0)
    case .stationary(let length):
      (fixedLength, inverseLogContinuation) =
        length == 1 ? (1, 0) : (0, 1 / naturalLogarithm(1 - 1 / length))
    }
  }
}
