/// Returns weights in proportion to scores, none above a cap.
///
/// What a capped name cannot take goes to the others in proportion, again and again until nothing
/// exceeds the cap; one single renormalisation would push names above it again. When the cap times the
/// number of names is below 1 every name gets the cap and the rest stays uninvested.
///
/// - Parameters:
///   - scores: Positive numbers; shape `[n]`.
///   - cap: The largest weight, positive.
/// - Returns: Weights whose sum is 1, or `n * cap` where that is smaller; shape `[n]`.
/// - Complexity: O(*n*²) at worst: each round caps at least one name.
public func cappedWeights(inProportionTo scores: [Double], cap: Double) -> [Double] {
  precondition(
    scores.allSatisfy { $0 > 0 && $0.isFinite } && cap > 0,
    "scores and cap are positive"
  )
  guard Double(scores.count) * cap > 1 else {
    return scores.map { _ in scores.count == 1 ? min(cap, 1) : cap }
  }
  var weights = [Double](repeating: 0, count: scores.count)
  var isCapped = [Bool](repeating: false, count: scores.count)
  while true {
    let free = scores.indices.filter { !isCapped[$0] }
    let remaining = 1 - Double(scores.count - free.count) * cap
    let total = free.reduce(0) { $0 + scores[$1] }
    var changed = false
    for index in free {
      weights[index] = remaining * scores[index] / total
      if weights[index] > cap {
        weights[index] = cap
        isCapped[index] = true
        changed = true
      }
    }
    guard changed else { return weights }
  }
}
