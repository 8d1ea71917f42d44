public import ConfigValidation

/// Whether small or large values of an objective are good.
public enum SearchDirection: String, Hashable, Sendable {
  /// Small values are good.
  case minimize

  /// Large values are good.
  case maximize

  /// The value with its sign such that small is good; its own inverse.
  func loss(_ value: Double) -> Double { self == .minimize ? value : -value }
}

/// What became of a trial.
public enum TrialState: Hashable, Sendable {
  /// Asked for and not told.
  case running

  /// The objective gave finite values.
  case complete

  /// Stopped early because others did better.
  case pruned

  /// The objective threw, or gave a value that is not finite.
  case failed(reason: String)
}

/// A value that a trial reported on the way.
public struct TrialReport: Hashable, Sendable {
  /// How far the trial had come, such as epochs or folds; rising within a trial.
  public let step: Int

  /// The value of the first objective at the step; finite.
  public let value: Double

  /// Creates a report.
  public init(step: Int, value: Double) {
    self.step = step
    self.value = value
  }
}

/// One trial of a study.
public struct TrialRecord: Hashable, Sendable {
  /// The number of the trial, from 0.
  public let number: Int

  /// The values that it tries, active parameters only.
  public let parameters: ParameterSet

  /// The same values as numbers in the order of the space.
  public let point: SearchPoint

  /// How many proposals the sampler made for it: those that broke a constraint, and the one taken.
  public let proposals: Int

  /// What became of it.
  public internal(set) var state: TrialState

  /// One value for each objective; empty unless complete.
  public internal(set) var values: [Double]

  /// What it reported on the way, steps rising.
  public internal(set) var reports: [TrialReport]

  /// What the objective noted beside its values, by name.
  public internal(set) var notes: [JSONMember]

  /// Creates a trial, such as one that was kept.
  public init(
    number: Int,
    parameters: ParameterSet,
    point: SearchPoint,
    proposals: Int,
    state: TrialState,
    values: [Double],
    reports: [TrialReport],
    notes: [JSONMember]
  ) {
    self.number = number
    self.parameters = parameters
    self.point = point
    self.proposals = proposals
    self.state = state
    self.values = values
    self.reports = reports
    self.notes = notes
  }
}

/// How a trial ended.
public enum TrialOutcome: Hashable, Sendable {
  /// The objectives' values.
  case complete(values: [Double])

  /// Stopped early.
  case pruned

  /// Failed, and why.
  case failed(reason: String)
}
