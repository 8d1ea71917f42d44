public import ConfigValidation

/// An error of a study.
public enum StudyError: Error, Hashable, Sendable {
  /// A study needs at least one objective.
  case noObjectives

  /// The batch size is below 1.
  case batchSizeNotPositive(Int)

  /// A setting of a sampler or a pruner has no meaning.
  case invalidSetting(name: String, expected: String, found: String)

  /// The sampler or pruner handles fewer objectives than the study has.
  case tooManyObjectives(of: String, limit: Int, found: Int)

  /// A grid needs values that can be counted.
  case notCountable(parameter: String)

  /// No point that the sampler or chance proposed kept every constraint.
  case constraintsUnsatisfied(tries: Int)

  /// The trials of a batch must all be told before the next batch is asked for.
  case batchUnfinished(running: [Int])

  /// The trial told is not running.
  case notRunning(trial: Int)

  /// The number of values differs from the number of objectives.
  case valueCount(trial: Int, expected: Int, found: Int)

  /// A report is NaN or infinite.
  case reportNotFinite(trial: Int, step: Int)

  /// The objective asked for a parameter that the space does not have, or of another type.
  case access(TrialAccessError)

  /// A recorded trial differs from what the study asks for at its place.
  case historyMismatch(trial: Int, expected: ParameterSet, found: ParameterSet)

  /// A history is taken back by a study that has trials already.
  case historyNotAtStart(trials: Int)
}

/// An error of an objective that asks its trial for a parameter.
public enum TrialAccessError: Error, Hashable, Sendable {
  /// The space has no such parameter; `suggestion` is the nearest name that it has.
  case unknown(name: String, suggestion: String?)

  /// The parameter is inactive in this trial.
  case inactive(name: String)

  /// The value has another type.
  case type(name: String, expected: String, found: ParameterValue)
}

extension StudyError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .noObjectives: "directions: expected at least one objective, found none"
    case .batchSizeNotPositive(let size): "batchSize: expected 1 or more, found \(size)"
    case .invalidSetting(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    case .tooManyObjectives(let owner, let limit, let found):
      "\(owner): expected at most \(limit) objectives, found \(found)"
    case .notCountable(let parameter):
      "\(parameter): expected a list, whole numbers or a step for a grid, found real numbers"
    case .constraintsUnsatisfied(let tries):
      "constraints: expected a point that keeps all of them, found none in \(tries) tries"
    case .batchUnfinished(let running):
      "ask: expected every trial of the batch told, found running \(running)"
    case .notRunning(let trial): "trial \(trial): expected it to be running, found it is not"
    case .valueCount(let trial, let expected, let found):
      "trial \(trial): expected \(expected) values, found \(found)"
    case .reportNotFinite(let trial, let step):
      "trial \(trial): expected a finite report at step \(step), found none"
    case .access(let error): error.description
    case .historyMismatch(let trial, let expected, let found):
      "trial \(trial): expected \(expected.text), found \(found.text) in the history"
    case .historyNotAtStart(let trials):
      "history: expected a study without trials to take it back, found one with \(trials)"
    }
  }
}

extension TrialAccessError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unknown(let name, let suggestion?):
      "\(name): is not a known parameter; did you mean '\(suggestion)'?"
    case .unknown(let name, nil): "\(name): is not a known parameter"
    case .inactive(let name): "\(name): expected an active parameter, found its condition fails"
    case .type(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    }
  }
}

extension ParameterSet {
  fileprivate var text: String {
    "{" + elements.map { "\($0.name): \($0.value)" }.joined(separator: ", ") + "}"
  }
}
