extension GarchModel {
  /// The smallest number of returns that a fit takes; several hundred are wise.
  public static let minimumCount = 20

  /// Returns the model under which the returns are most likely.
  ///
  /// Deterministic: from the best start of moderate and the best one of high persistence, out of a
  /// fixed grid, a quasi-Newton search with exact gradients runs until the gradient vanishes; the
  /// likelier end is taken. The returns are scaled first, so that the result does not depend on
  /// their unit.
  ///
  /// - Parameters:
  ///   - returns: Returns per step, oldest first; shape `[n]`.
  ///   - mean: What surprises are measured from.
  /// - Returns: The fitted model, in the unit of the returns.
  /// - Throws: ``GarchError``.
  /// - Complexity: O(*n*) for each of some tens of evaluations.
  public static func fit(
    _ returns: [Double],
    mean: Mean
  ) throws(GarchError) -> GarchModel {
    guard returns.count >= minimumCount else {
      throw .tooFewReturns(expected: minimumCount, found: returns.count)
    }
    if let row = returns.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
    let count = Double(returns.count)
    let center = mean == .constant ? returns.reduce(0) { $0 + $1 / count } : 0
    let scale = returns.reduce(0) { $0 + ($1 - center) * ($1 - center) / count }.squareRoot()
    guard scale > 0, scale.isFinite, returns.contains(where: { $0 != returns[0] }) else {
      throw .noVariation
    }
    let likelihood = GarchLikelihood(
      returns: returns.map { $0 / scale },
      center: center / scale,
      fitsMean: mean == .constant
    )
    // Short samples often have two tops: slowly fading variance, or a level that hardly moves.
    let ends = [[0.5, 0.8], [0.95, 0.99]].map { persistences in
      let start = likelihood.bestStart(persistences)
      return likelihood.model(
        at: minimize(from: start) { likelihood.evaluate($0) },
        scale: scale
      )
    }
    return ends[1].logLikelihood > ends[0].logLikelihood ? ends[1] : ends[0]
  }
}

/// The mean negative log-likelihood of scaled returns, over parameters without bounds.
///
/// Lanes: the logarithm of omega, the logit of alpha + beta, the logit of alpha's share in it,
/// the mean.
struct GarchLikelihood {
  let returns: [Double]
  let center: Double
  let fitsMean: Bool
  let initialVariance: Double

  init(returns: [Double], center: Double, fitsMean: Bool) {
    self.returns = returns
    self.center = center
    self.fitsMean = fitsMean
    var (weight, weights, squares) = (1.0, 0.0, 0.0)
    for value in returns.prefix(75) {
      squares += weight * ((value - center) * (value - center))
      weights += weight
      weight *= 0.94
    }
    initialVariance = squares / weights
  }

  /// The most likely point of a fixed grid of given persistences.
  func bestStart(_ persistences: [Double]) -> SIMD4<Double> {
    var best = SIMD4<Double>.zero
    var lowest = Double.infinity
    for persistence in persistences {
      for share in [0.01, 0.1, 0.3] {
        let logits = (logit(persistence), logit(share))
        let start = SIMD4(naturalLogarithm(1 - persistence), logits.0, logits.1, center)
        let value = evaluate(start).value
        if value < lowest { (best, lowest) = (start, value) }
      }
    }
    return best
  }

  /// The mean negative log-likelihood and its gradient.
  func evaluate(_ point: SIMD4<Double>) -> (value: Double, gradient: SIMD4<Double>) {
    let model = parameters(at: point)
    let (mean, omega, alpha, beta) = (model.mean, model.omega, model.alpha, model.beta)
    var variance = omega + model.persistence * initialVariance
    // The derivatives of the variance, and those of the sum.
    var (byOmega, byAlpha, byBeta, byMean) = (1.0, initialVariance, initialVariance, 0.0)
    var (value, slopeOmega, slopeAlpha, slopeBeta, slopeMean) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for observed in returns {
      let surprise = observed - mean
      let square = surprise * surprise
      let relative = square / variance
      value += naturalLogarithm(variance) + relative
      let weight = (1 - relative) / variance
      slopeOmega += weight * byOmega
      slopeAlpha += weight * byAlpha
      slopeBeta += weight * byBeta
      slopeMean += weight * byMean - 2 * surprise / variance
      byOmega = 1 + beta * byOmega
      byAlpha = square + beta * byAlpha
      byBeta = variance + beta * byBeta
      byMean = beta * byMean - 2 * alpha * surprise
      variance = omega + alpha * square + beta * variance
    }
    let scale = 0.5 / Double(returns.count)
    let gradient = SIMD4(slopeOmega, slopeAlpha, slopeBeta, slopeMean) * scale
    value *= scale
    return (
      value.isFinite ? value + 0.5 * logarithmOfTwoPi : .infinity,
      chained(gradient, at: model)
    )
  }

  /// The model at a point, in the unit of the returns before scaling.
  func model(at point: SIMD4<Double>, scale: Double) -> GarchModel {
    var model = parameters(at: point)
    let count = Double(returns.count)
    model.logLikelihood = -count * (evaluate(point).value + naturalLogarithm(scale))
    model.mean *= scale
    model.omega *= scale * scale
    model.initialVariance *= scale * scale
    return model
  }

  private func parameters(at point: SIMD4<Double>) -> GarchModel {
    let (persistence, share) = (logistic(point[1]), logistic(point[2]))
    return GarchModel(
      mean: fitsMean ? point[3] : 0,
      omega: exponential(point[0]),
      alpha: persistence * share,
      beta: persistence * (1 - share),
      initialVariance: initialVariance,
      logLikelihood: 0
    )
  }

  /// The gradient by the unbounded parameters, from that by omega, alpha, beta and the mean.
  private func chained(_ gradient: SIMD4<Double>, at model: GarchModel) -> SIMD4<Double> {
    let (alpha, beta, persistence) = (model.alpha, model.beta, model.persistence)
    guard persistence > 0 else { return SIMD4(gradient[0] * model.omega, 0, 0, 0) }
    let byPersistence = (gradient[1] * alpha + gradient[2] * beta) * (1 - persistence)
    let byShare = (gradient[1] - gradient[2]) * alpha * beta / persistence
    return SIMD4(
      gradient[0] * model.omega,
      byPersistence,
      byShare,
      fitsMean ? gradient[3] : 0
    )
  }

  private var logarithmOfTwoPi: Double { 1.837_877_066_409_345_5 }

  private func logit(_ share: Double) -> Double { naturalLogarithm(share / (1 - share)) }

  private func logistic(_ value: Double) -> Double { 1 / (1 + exponential(-value)) }
}
