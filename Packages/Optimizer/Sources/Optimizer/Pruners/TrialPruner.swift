public import ConfigValidation

/// Decides whether a trial is worth finishing from what it reported on the way.
///
/// A pruner is a pure function of its question, so that its answers do not depend on threads.
public protocol TrialPruner: Sendable {
  /// The name of the rule and every setting that its answers depend on, as a JSON object.
  var canonicalForm: JSONValue { get }

  /// Whether to give the trial up after its newest report.
  func shouldPrune(_ question: PruningQuestion) -> Bool
}

/// What a pruner may look at; all values have their signs such that small is good.
public struct PruningQuestion: Sendable {
  /// The number of the trial.
  public let trial: Int

  /// What the trial reported, steps rising; never empty.
  public let reports: [TrialReport]

  /// The trials told before the batch of this one, by number.
  public let finished: [FinishedReports]

  /// Creates a question.
  public init(trial: Int, reports: [TrialReport], finished: [FinishedReports]) {
    self.trial = trial
    self.reports = reports
    self.finished = finished
  }
}

/// What a finished trial reported; values have their signs such that small is good.
public struct FinishedReports: Hashable, Sendable {
  /// The number of the trial.
  public let number: Int

  /// The value of the first objective, or `nil` unless the trial is complete.
  public let loss: Double?

  /// What it reported, steps rising.
  public let reports: [TrialReport]

  /// Creates a finished trial.
  public init(number: Int, loss: Double?, reports: [TrialReport]) {
    self.number = number
    self.loss = loss
    self.reports = reports
  }
}
