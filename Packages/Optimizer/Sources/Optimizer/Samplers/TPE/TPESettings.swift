internal import ConfigValidation

/// How a tree-structured Parzen estimator searches.
public struct TPESettings: Hashable, Sendable {
  /// How many of *n* finished trials count as good.
  public enum GoodShare: Hashable, Sendable {
    /// A share of them, rounded up, at most a limit.
    case linear(share: Double, limit: Int)

    /// A multiple of the root of their number, rounded up, at most a limit.
    case root(factor: Double, limit: Int)
  }

  /// How wide the kernel around a finished trial is.
  public enum Bandwidth: Hashable, Sendable {
    /// A factor times the distance to the farther neighbour on each axis; Optuna's factor is 1.
    case neighbours(factor: Double)

    /// One width for each axis: the axis times a factor times *n*^(-1/(*d* + 4)), Scott's rule.
    case scott(factor: Double)
  }

  /// How much good trials weigh beside each other.
  public enum GoodWeights: Hashable, Sendable {
    /// All alike.
    case equal

    /// By rank among the *m* good ones, ln(*m* + 1) - ln(rank), scaled to a mean of 1.
    case byRank
  }

  /// How many trials are spread over the space before the estimator starts.
  public var startupTrials: Int

  /// How many points are drawn from the good trials' density, the best of which is tried.
  public var candidates: Int

  /// How many trials count as good.
  public var goodShare: GoodShare

  /// How much good trials weigh beside each other.
  public var goodWeights: GoodWeights

  /// The width of the kernels around good trials.
  public var goodBandwidth: Bandwidth

  /// The width of the kernels around the other trials.
  public var otherBandwidth: Bandwidth

  /// The narrowest kernel as a share of its axis.
  public var narrowestKernel: Double

  /// The weight of the kernel that covers the whole space beside that of a trial.
  public var priorWeight: Double

  /// How many of the newest other trials have full weight; older ones fade linearly.
  public var fullWeightTrials: Int

  /// Creates settings.
  public init(
    startupTrials: Int,
    candidates: Int,
    goodShare: GoodShare,
    goodWeights: GoodWeights,
    goodBandwidth: Bandwidth,
    otherBandwidth: Bandwidth,
    narrowestKernel: Double,
    priorWeight: Double,
    fullWeightTrials: Int
  ) {
    self.startupTrials = startupTrials
    self.candidates = candidates
    self.goodShare = goodShare
    self.goodWeights = goodWeights
    self.goodBandwidth = goodBandwidth
    self.otherBandwidth = otherBandwidth
    self.narrowestKernel = narrowestKernel
    self.priorWeight = priorWeight
    self.fullWeightTrials = fullWeightTrials
  }

  /// What Optuna 5 does by default.
  public static let optuna = TPESettings(
    startupTrials: 10,
    candidates: 24,
    goodShare: .linear(share: 0.1, limit: 25),
    goodWeights: .equal,
    goodBandwidth: .neighbours(factor: 1),
    otherBandwidth: .neighbours(factor: 1),
    narrowestKernel: 0.01,
    priorWeight: 1,
    fullWeightTrials: 25
  )

  /// Settings for a few hundred trials.
  ///
  /// Beside ``optuna`` more trials count as good, the best of them most, and more candidates are drawn:
  /// on Ackley's, Rosenbrock's and Hartmann's functions the medians after 100, 200 and 500 trials are
  /// better.
  public static let standard = TPESettings(
    startupTrials: 10,
    candidates: 48,
    goodShare: .linear(share: 0.15, limit: 100),
    goodWeights: .byRank,
    goodBandwidth: .neighbours(factor: 1),
    otherBandwidth: .neighbours(factor: 1),
    narrowestKernel: 0.01,
    priorWeight: 1,
    fullWeightTrials: 25
  )

  /// The name of the method and every setting.
  var canonicalForm: JSONValue {
    [
      "method": "tpe",
      "startup_trials": .integer(Int64(startupTrials)),
      "candidates": .integer(Int64(candidates)),
      "good_share": goodShare.canonicalForm,
      "good_weights": goodWeights == .equal ? "equal" : "by_rank",
      "good_bandwidth": goodBandwidth.canonicalForm,
      "other_bandwidth": otherBandwidth.canonicalForm,
      "narrowest_kernel": .number(narrowestKernel),
      "prior_weight": .number(priorWeight),
      "full_weight_trials": .integer(Int64(fullWeightTrials)),
    ]
  }

  func goodCount(_ finished: Int) -> Int {
    switch goodShare {
    case .linear(let share, let limit):
      min(Int((share * Double(finished)).rounded(.up)), limit)
    case .root(let factor, let limit):
      min(Int((factor * Double(finished).squareRoot()).rounded(.up)), limit)
    }
  }

  func check() throws(StudyError) {
    func refuse(_ name: String, _ expected: String, _ found: String) -> StudyError {
      .invalidSetting(name: name, expected: expected, found: found)
    }
    guard startupTrials >= 1 else {
      throw refuse("startupTrials", "1 or more", "\(startupTrials)")
    }
    guard candidates >= 1 else { throw refuse("candidates", "1 or more", "\(candidates)") }
    guard narrowestKernel > 0, narrowestKernel <= 1 else {
      throw refuse("narrowestKernel", "a share above 0, at most 1", "\(narrowestKernel)")
    }
    guard priorWeight > 0, priorWeight.isFinite else {
      throw refuse("priorWeight", "a finite weight above 0", "\(priorWeight)")
    }
    guard fullWeightTrials >= 0 else {
      throw refuse("fullWeightTrials", "0 or more", "\(fullWeightTrials)")
    }
    switch goodShare {
    case .linear(let factor, let limit), .root(let factor, let limit):
      guard factor > 0, factor.isFinite, limit >= 1 else {
        throw refuse("goodShare", "a factor above 0 and a limit of 1 or more", "\(goodShare)")
      }
    }
    for bandwidth in [goodBandwidth, otherBandwidth] {
      switch bandwidth {
      case .scott(let factor), .neighbours(let factor):
        guard factor > 0, factor.isFinite else {
          throw refuse("bandwidth", "a finite factor above 0", "\(factor)")
        }
      }
    }
  }
}

extension TPESettings.GoodShare {
  fileprivate var canonicalForm: JSONValue {
    switch self {
    case .linear(let share, let limit):
      ["linear": .number(share), "limit": .integer(Int64(limit))]
    case .root(let factor, let limit):
      ["root": .number(factor), "limit": .integer(Int64(limit))]
    }
  }
}

extension TPESettings.Bandwidth {
  fileprivate var canonicalForm: JSONValue {
    switch self {
    case .neighbours(let factor): ["neighbours": .number(factor)]
    case .scott(let factor): ["scott": .number(factor)]
    }
  }
}
