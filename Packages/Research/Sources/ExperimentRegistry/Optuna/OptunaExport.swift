internal import ConfigValidation
public import MarketModel
public import Optimizer

/// When a trial began and ended.
public struct TrialTimes: Hashable, Sendable {
  /// When it was asked for.
  public let asked: Timestamp

  /// When it was told, or `nil` while it has not been.
  public let told: Timestamp?

  /// Creates times.
  public init(asked: Timestamp, told: Timestamp?) {
    self.asked = asked
    self.told = told
  }
}

/// A study in the formats of Optuna, so that its dashboard and its plots show it.
///
/// The formats are those of Optuna 5.0: its SQLite schema (version 12, `v3.2.0.a`), its journal and the
/// columns of its data frame. Parameters that are inactive in a trial are left out of it. A pruned trial has
/// its last report as its value, as Optuna's own have. The reason of a failure is the user attribute
/// `fail_reason`; notes are user attributes by their names. Equal studies give equal bytes.
public struct OptunaExport: Sendable {
  /// The version of Optuna whose formats are written.
  public static let optunaVersion = "5.0.0"

  /// The number of trials.
  public var trialCount: Int { trials.count }

  let archive: StudyArchive
  let space: SearchSpace
  let attributes: [JSONMember]
  let trials: [OptunaTrial]

  /// Creates an export; `nil` when the definition holds no space, or there are not as many times as trials.
  ///
  /// - Parameters:
  ///   - archive: The study.
  ///   - times: When each trial began and ended, by number.
  ///   - purpose: What the objective is, for the attributes of the study; `nil` to leave it out.
  public init?(_ archive: StudyArchive, times: [TrialTimes], purpose: StudyPurpose?) {
    guard let space = archive.space, times.count == archive.trials.count else { return nil }
    self.archive = archive
    self.space = space
    let distributions = space.parameters.map { OptunaDistribution($0.domain) }
    trials = zip(archive.trials, times).map {
      OptunaTrial($0, times: $1, space: space, distributions: distributions)
    }
    let definition = archive.definition
    attributes =
      [
        JSONMember("sampler", definition.sampler), JSONMember("pruner", definition.pruner),
        JSONMember("seed", .string(String(definition.seed))),
        JSONMember("batch_size", .integer(Int64(definition.batchSize))),
        JSONMember("constraints", definition.space["constraints"] ?? .array([])),
      ]
      + (purpose.map {
        [
          JSONMember("objective", .string($0.objective)),
          JSONMember("strategy", JSONValue($0.strategyID)),
          JSONMember("data_set", JSONValue($0.dataSetID)),
        ]
      } ?? [])
  }
}

/// A trial as Optuna keeps it.
struct OptunaTrial: Sendable {
  /// One parameter of a trial.
  struct Parameter: Sendable {
    let name: String
    let value: ParameterValue

    /// The value as Optuna stores it: a number, or the position of a choice.
    let stored: Double
    let distribution: OptunaDistribution
  }

  /// The states with Optuna's names and numbers.
  enum State: Int, Sendable {
    case running = 0
    case complete = 1
    case pruned = 2
    case fail = 3

    var name: String {
      switch self {
      case .running: "RUNNING"
      case .complete: "COMPLETE"
      case .pruned: "PRUNED"
      case .fail: "FAIL"
      }
    }
  }

  let number: Int
  let state: State
  let parameters: [Parameter]
  let values: [Double]
  let reports: [TrialReport]
  let attributes: [JSONMember]
  let started: Timestamp
  let ended: Timestamp?

  init(
    _ trial: TrialRecord,
    times: TrialTimes,
    space: SearchSpace,
    distributions: [OptunaDistribution]
  ) {
    number = trial.number
    reports = trial.reports
    var notes = trial.notes
    switch trial.state {
    case .running: state = .running
    case .complete: state = .complete
    case .pruned: state = .pruned
    case .failed(let reason):
      state = .fail
      notes.removeAll { $0.name == "fail_reason" }
      notes.append(JSONMember("fail_reason", .string(reason)))
    }
    attributes = notes
    values = state == .pruned ? trial.reports.suffix(1).map(\.value) : trial.values
    parameters = space.parameters.indices.compactMap { axis in
      let name = space.parameters[axis].name
      guard let value = trial.parameters[name], let stored = trial.point.values[axis] else {
        return nil
      }
      return Parameter(
        name: name,
        value: value,
        stored: stored,
        distribution: distributions[axis]
      )
    }
    started = times.asked
    ended = state == .running ? nil : times.told ?? times.asked
  }
}

/// The domain of a parameter as Optuna writes it.
struct OptunaDistribution: Sendable {
  /// The JSON text, with the spaces of Python's `json.dumps`.
  let text: String

  init(_ domain: SearchDomain) {
    switch domain {
    case .integer(let minimum, let maximum, let step, let scale):
      let last = minimum + (maximum - minimum) / step * step
      text = """
        {"name": "IntDistribution", "attributes": {"log": \(scale == .logarithmic), "step": \(step), \
        "low": \(minimum), "high": \(last)}}
        """
    case .number(let minimum, let maximum, let step, let scale):
      text = """
        {"name": "FloatDistribution", "attributes": {"step": \(step?.description ?? "null"), \
        "low": \(minimum), "high": \(domain.greatestValue ?? maximum), \
        "log": \(scale == .logarithmic)}}
        """
    case .ordered(let values), .choice(let values):
      let choices = values.map { $0.json.text(pretty: false) }.joined(separator: ", ")
      text = """
        {"name": "CategoricalDistribution", "attributes": {"choices": [\(choices)]}}
        """
    }
  }
}

extension Timestamp {
  /// The instant as `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, with another mark between day and time.
  func optunaText(mark: String) -> String {
    let parts = description.dropLast().split(separator: "T")
    let time = parts[1].split(separator: ".")
    let fraction = time.count > 1 ? time[1].prefix(6) : ""
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return "\(parts[0])\(mark)\(time[0]).\(fraction)\(zeros)"
  }
}
