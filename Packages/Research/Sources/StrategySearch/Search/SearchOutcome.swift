internal import Backtest
public import ConfigValidation
internal import PerformanceMetrics

/// What a search came to.
public struct SearchOutcome: Sendable {
  /// The document.
  public let search: LoadedSearch

  /// What identifies the search.
  public let identity: SearchIdentity

  /// What was replayed.
  public let data: SearchData

  /// The trials and what they say.
  public let findings: Findings

  /// How many trials of the strategy on these data the ledger has, those of other searches included; `nil`
  /// where no trial is kept.
  public let trialsEver: Int?

  /// The trials and what they say, by method.
  public enum Findings: Sendable {
    /// One study over the whole stretch.
    case whole(WholeOutcome)

    /// One study in each window.
    case walkForward(WalkForwardOutcome)
  }

  /// The parameters to use, defaults included: of the recommended trial, or of the last window's choice; `nil`
  /// when no trial is ranked.
  public var recommendedParameters: ParameterSet? {
    let chosen: ParameterSet? =
      switch findings {
      case .whole(let whole):
        whole.recommended.map { whole.stretch.trials[$0.number].parameters }
      case .walkForward(let windows): windows.windows.last?.chosen?.parameters
      }
    return chosen.map { (try? search.strategy.schema.resolve($0)) ?? $0 }
  }
}

/// What one study over the whole stretch came to.
public struct WholeOutcome: Sendable {
  /// The trials and what they say.
  public let stretch: StretchOutcome

  /// The single best trial, replayed; `nil` when no trial is ranked.
  public let best: ChosenTrial?

  /// The trial to use, replayed; `nil` when no trial is ranked.
  public let recommended: ChosenTrial?
}

/// A trial that a search points at, replayed with its curve.
public struct ChosenTrial: Hashable, Sendable {
  /// The number of the trial.
  public let number: Int

  /// Its figures.
  public let figures: TrialFigures

  /// The value of the account at every mark.
  public let equity: [Double]

  /// The instants of the marks, in nanoseconds since the epoch.
  public let markTimes: [Int64]

  /// How its Sharpe ratio looks beside the number of trials.
  public let deflation: Deflation

  init(
    number: Int,
    replayed: ReplayedTrial,
    trialCount: Int,
    sharpeSpread: Double?,
    riskFreeRate: Double
  ) throws(SearchError) {
    self.number = number
    figures = replayed.figures
    equity = replayed.equity
    markTimes = replayed.markTimes
    deflation = try Deflation(
      equity: replayed.equity,
      startingCash: replayed.figures.startingCash,
      trialCount: trialCount,
      spread: sharpeSpread,
      riskFreeRate: riskFreeRate
    )
  }
}

/// A Sharpe ratio beside what chance shows after so many trials; everything is per period.
public struct Deflation: Hashable, Sendable {
  /// The number of trials.
  public let trialCount: Int

  /// The deviation of the ratios of all trials, or `nil` below two.
  public let spread: Double?

  /// The largest ratio expected of so many trials without skill, or `nil` without a spread.
  public let expectedMaximum: Double?

  /// The ratio, or `nil` where it is undefined.
  public let ratio: Double?

  /// The probability that the true ratio is above the expected maximum, or `nil` where it is undefined.
  public let deflatedSharpe: Double?

  init(
    equity: [Double],
    startingCash: Double,
    trialCount: Int,
    spread: Double?,
    riskFreeRate: Double
  ) throws(SearchError) {
    self.trialCount = trialCount
    self.spread = spread
    var previous = startingCash
    let returns = equity.compactMap { value -> Double? in
      defer { previous = value }
      return previous > 0 ? value / previous - 1 : nil
    }
    do throws(MetricError) {
      let estimate = try SharpeEstimate(of: returns, riskFreeRate: riskFreeRate)
      ratio = estimate?.ratio
      let deviation = trialCount == 1 ? 0 : spread
      expectedMaximum = try deviation.map { (deviation) throws(MetricError) in
        try expectedMaximumSharpeRatio(trialCount: trialCount, standardDeviation: deviation)
      }
      if let estimate, let expectedMaximum {
        deflatedSharpe = try probabilisticSharpeRatio(estimate, benchmark: expectedMaximum)
      } else {
        deflatedSharpe = nil
      }
    } catch {
      throw .metric(error)
    }
  }

  /// The members of `deflated_sharpe` in results.
  var json: JSONValue {
    [
      "probability": JSONValue(deflatedSharpe), "trials": JSONValue(trialCount),
      "period_sharpe": JSONValue(ratio), "sharpe_spread": JSONValue(spread),
      "expected_max_period_sharpe": JSONValue(expectedMaximum),
    ]
  }
}
