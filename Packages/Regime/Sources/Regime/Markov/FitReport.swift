/// How a fit went: what to look at before believing its states.
public struct FitReport: Hashable, Sendable {
  /// Why a search ended.
  public enum Reason: String, Hashable, Sendable {
    /// An iteration gained less than the tolerance.
    case converged

    /// The largest number of iterations was reached.
    case iterationLimit
  }

  /// How one start ended.
  public struct Start: Hashable, Sendable {
    /// The log-likelihood that it reached; in nats.
    public var logLikelihood: Double

    /// The number of iterations.
    public var iterations: Int

    /// Why it ended.
    public var reason: Reason

    /// The states with fewer expected rows than the settings demand.
    public var starvedStates: [Int]
  }

  /// The number of iterations of the start that was kept.
  public var iterations: Int

  /// The log-likelihood before each iteration and after the last; shape `[iterations + 1]`.
  ///
  /// It never falls by more than rounding, about 1e-12 of its size.
  public var logLikelihoods: [Double]

  /// Why the kept start ended.
  public var reason: Reason

  /// The expected number of rows in each state; shape `[k]`.
  public var expectedRows: [Double]

  /// How every start ended, in order.
  public var starts: [Start]

  /// The position of the kept one in ``starts``.
  public var keptStart: Int
}
