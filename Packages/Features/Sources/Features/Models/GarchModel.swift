/// A GARCH(1,1) model of returns: variance that follows the last surprise and the last variance.
///
/// `variance[t] = omega + alpha * surprise[t-1]^2 + beta * variance[t-1]`, where a surprise is a
/// return less the mean. Fitted by maximum likelihood with normal surprises; the variance before
/// the first return is the exponentially weighted mean of the first squared surprises (decay
/// 0.94, at most 75 of them), as in Python's `arch`.
///
/// ## References
///
/// - T. Bollerslev (1986), *Generalized Autoregressive Conditional Heteroskedasticity*.
public struct GarchModel: Hashable, Sendable {
  /// What surprises are measured from.
  public enum Mean: String, Hashable, Sendable, CaseIterable {
    /// A constant that is fitted with the other parameters.
    case constant

    /// Zero.
    case zero
  }

  /// What surprises are measured from; in units of a return.
  public var mean: Double

  /// The part of the variance that never leaves; in squared units of a return, positive.
  public var omega: Double

  /// The weight of the last squared surprise; not negative.
  public var alpha: Double

  /// The weight of the last variance; not negative.
  public var beta: Double

  /// The variance taken for the time before the first return.
  public var initialVariance: Double

  /// The logarithm of the likelihood of the returns that it was fitted to.
  public var logLikelihood: Double

  /// How much of a shock to the variance is left after one step; below 1.
  public var persistence: Double { alpha + beta }

  /// The variance that forecasts tend to, in squared units of a return.
  public var longRunVariance: Double? { ratio(omega, over: 1 - persistence) }

  /// The variance of every return and of the one after the last, each from the returns before it.
  ///
  /// Shape `[returns.count + 1]`; element *i* is a function of returns 0 through *i* - 1 and of the
  /// fitted parameters.
  ///
  /// - Complexity: O(*n*).
  public func conditionalVariances(of returns: [Double]) -> [Double] {
    var variance = omega + persistence * initialVariance
    var variances = [variance]
    variances.reserveCapacity(returns.count + 1)
    for value in returns {
      variance = nextVariance(after: value, variance: variance)
      variances.append(variance)
    }
    return variances
  }

  /// The variance of the next return, from the newest return and its own variance.
  public func nextVariance(after value: Double, variance: Double) -> Double {
    let surprise = value - mean
    return omega + alpha * (surprise * surprise) + beta * variance
  }
}

/// An error that says why a GARCH model cannot be fitted.
public enum GarchError: Error, Hashable, Sendable {
  /// There are fewer returns than a fit needs.
  case tooFewReturns(expected: Int, found: Int)

  /// A return is NaN or infinite.
  case notFinite(row: Int)

  /// The returns do not vary.
  case noVariation
}

extension GarchError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .tooFewReturns(let expected, let found):
      "returns: expected at least \(expected) to fit a GARCH model, found \(found)"
    case .notFinite(let row): "returns, row \(row): expected a finite number"
    case .noVariation: "returns: expected numbers that vary, found a constant"
    }
  }
}
