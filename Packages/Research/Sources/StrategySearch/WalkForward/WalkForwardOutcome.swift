public import ConfigValidation
internal import MarketModel
internal import Optimizer

/// What a walk-forward search came to.
public struct WalkForwardOutcome: Sendable {
  /// The windows, oldest first.
  public let windows: [WindowOutcome]

  /// The test parts one after another.
  public let outOfSample: OutOfSampleCurve

  /// What is left of the objective out of sample.
  public let efficiency: WalkForwardEfficiency

  /// How steady the chosen values are.
  public let stability: [ParameterStability]

  /// The share of windows whose test part made money, or `nil` without a window that was tested.
  public let positiveShare: Double?
}

/// One window: the trials on its training part, and the chosen one on its test part.
public struct WindowOutcome: Sendable {
  /// When it trains and tests.
  public let window: SearchWindow

  /// The trials on the training part.
  public let training: StretchOutcome

  /// The trial that was chosen, or `nil` when none is ranked.
  public let chosen: SearchTrial?

  /// The chosen parameters on the test part, by a fresh instance; `nil` without a choice.
  public let test: TestPart?

  /// The chosen parameters on the test part.
  public struct TestPart: Sendable {
    /// The figures.
    public let figures: TrialFigures

    /// The executions.
    let replayed: ReplayedTrial
  }
}

/// The equity of all test parts, chained by return and flat between them.
public struct OutOfSampleCurve: Hashable, Sendable {
  /// The instants of the marks, in nanoseconds since the epoch.
  public let markTimes: [Int64]

  /// The value of an account that went through all test parts, from the starting cash on.
  public let equity: [Double]

  /// The window of each mark.
  public let windows: [Int]

  /// The figures of the whole curve.
  public let figures: TrialFigures
}

/// How much of the objective in training is left in the tests.
public struct WalkForwardEfficiency: Hashable, Sendable {
  /// The mean objective of the chosen trials in training, by year where it grows with time.
  public let inSample: Double?

  /// The mean objective in the tests, where an undefined one counts as 0, by year where it grows with time.
  public let outOfSample: Double?

  /// The quotient, or `nil` where it would mislead.
  public let value: Double?

  /// Why there is no quotient, or `nil`.
  public let reason: String?

  /// Works out the quotient.
  ///
  /// Losers must not look robust: -50 % after -10 % is no efficiency of 5. So there is a quotient only for an
  /// objective of which more is better, and only when training made some of it on average.
  init(_ windows: [WindowOutcome], objective: SearchObjective) {
    let tested = windows.filter { $0.chosen != nil && $0.test != nil }
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    func perYear(_ value: Double, _ from: Timestamp, _ to: Timestamp) -> Double {
      let nanoseconds = Double(to.nanoseconds - from.nanoseconds)
      return objective.metric.growsWithTime ? value * 365 * 86_400e9 / nanoseconds : value
    }
    inSample = mean(
      tested.map {
        perYear($0.chosen?.values.first ?? 0, $0.window.trainStart, $0.window.trainEnd)
      }
    )
    outOfSample = mean(
      tested.map {
        perYear(
          $0.test?.figures[objective.metric] ?? 0,
          $0.window.testStart,
          $0.window.testEnd
        )
      }
    )
    if objective.direction == .minimize {
      (value, reason) = (nil, "the objective is minimized")
    } else if let inSample, let outOfSample, inSample > 0 {
      (value, reason) = (outOfSample / inSample, nil)
    } else if inSample == nil {
      (value, reason) = (nil, "no window was tested")
    } else {
      (value, reason) = (nil, "the mean in-sample objective is not above 0")
    }
  }
}

/// How the chosen values of one parameter move from window to window.
public struct ParameterStability: Hashable, Sendable {
  /// The name of the parameter.
  public let name: String

  /// The chosen value of each window, `nil` where there is none.
  public let values: [ParameterValue?]

  /// The number of different values.
  public let distinct: Int

  /// The distance of the least and greatest value as a share of what the space allows; `nil` for parameters
  /// that are not numeric, and without values.
  public let spread: Double?
}
