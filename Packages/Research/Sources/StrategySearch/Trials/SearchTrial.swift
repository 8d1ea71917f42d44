public import ConfigValidation
internal import ExperimentRegistry
public import Optimizer

/// One trial of a search and what came of it.
public struct SearchTrial: Hashable, Sendable {
  /// What became of a trial.
  public enum State: Hashable, Sendable {
    /// It ran to the end and keeps every limit.
    case complete

    /// It ran to the end and breaks limits: one sentence for each.
    case rejected([String])

    /// It was given up because others did better.
    case pruned

    /// The strategy refuses the parameters, or an objective is undefined.
    case failed(String)

    /// The name in results.
    public var name: String {
      switch self {
      case .complete: "complete"
      case .rejected: "rejected"
      case .pruned: "pruned"
      case .failed: "failed"
      }
    }
  }

  /// The number of the trial, from 0.
  public let number: Int

  /// The values that it tries, active parameters only.
  public let parameters: ParameterSet

  /// What became of it.
  public let state: State

  /// One value for each objective; empty unless it ran to the end with all of them defined.
  public let values: [Double]

  /// The figures, as far as it ran; `nil` when the strategy refused the parameters.
  public let figures: TrialFigures?

  /// What it reported at its checkpoints.
  public let reports: [TrialReport]

  /// The name in tables: `Config_` and the number.
  public var name: String { "Config_\(number)" }
}

extension SearchTrial {
  /// Sorts out what a parameter set came to.
  init(_ record: TrialRecord, _ evaluated: EvaluatedTrial, _ config: SearchConfig) {
    number = record.number
    parameters = record.parameters
    figures = evaluated.figures
    reports = evaluated.reports
    guard let figures = evaluated.figures else {
      state = .failed(evaluated.refusal ?? "no figures")
      values = []
      return
    }
    if evaluated.isPruned {
      state = .pruned
      values = []
      return
    }
    let metrics = config.optimization.objectives.map(\.metric)
    let found = metrics.map { figures[$0] }
    let broken = config.limits.compactMap { $0.problem(in: figures) }
    values = found.allSatisfy { $0 != nil } ? found.compactMap(\.self) : []
    if !broken.isEmpty {
      state = .rejected(broken)
    } else if let undefined = zip(metrics, found).first(where: { $0.1 == nil }) {
      state = .failed("\(undefined.0.rawValue) is undefined\(figures.undefinedReason)")
    } else {
      state = .complete
    }
  }

  /// What the study is told.
  ///
  /// A rejected trial counts as given up: learning samplers then keep away from it, and it is never the best.
  var end: TrialEnd {
    let outcome: TrialOutcome =
      switch state {
      case .complete: .complete(values: values)
      case .rejected, .pruned: .pruned
      case .failed(let reason): .failed(reason: reason)
      }
    var notes: [JSONMember] = []
    if let figures { notes.append(JSONMember("metrics", figures.json)) }
    if case .rejected(let reasons) = state {
      notes.append(JSONMember("rejected", .array(reasons.map { .string($0) })))
      if !values.isEmpty {
        notes.append(JSONMember("values", .array(values.map { .number($0) })))
      }
    }
    return TrialEnd(number: number, outcome: outcome, reports: reports, notes: notes)
  }

  /// Reads a trial back from what the study was told of it.
  init(_ record: TrialRecord) {
    func note(_ name: String) -> JSONValue? { record.notes.first { $0.name == name }?.value }
    number = record.number
    parameters = record.parameters
    reports = record.reports
    figures = note("metrics").flatMap { TrialFigures(json: $0) }
    let rejected = note("rejected")?.arrayValue?.compactMap(\.stringValue)
    values =
      rejected == nil
      ? record.values : note("values")?.arrayValue?.compactMap(\.numberValue) ?? []
    switch record.state {
    case .complete: state = .complete
    case .failed(let reason): state = .failed(reason)
    case .running: state = .failed("did not end")
    case .pruned: state = rejected.map { .rejected($0) } ?? .pruned
    }
  }
}

extension TrialFigures {
  /// What makes ratios undefined, where it is plain.
  fileprivate var undefinedReason: String {
    fills == 0 ? ": the strategy never traded" : trades == 0 ? ": no position was closed" : ""
  }
}

extension SearchTrial {
  /// The trial as results show it.
  func json(seed: UInt64) -> JSONValue {
    var members: [JSONMember] = [
      JSONMember("trial", JSONValue(number)), JSONMember("name", .string(name)),
      JSONMember("params", parameters.json), JSONMember("seed", .integer(Int64(seed))),
      JSONMember("state", .string(state.name)),
      JSONMember("objectives", .array(values.map { .number($0) })),
      JSONMember("metrics", figures?.json ?? .null),
    ]
    switch state {
    case .rejected(let reasons):
      members.append(JSONMember("rejected", .array(reasons.map { .string($0) })))
    case .failed(let reason): members.append(JSONMember("reason", .string(reason)))
    case .complete, .pruned: break
    }
    if !reports.isEmpty {
      let rows = reports.map { JSONValue.array([JSONValue($0.step), .number($0.value)]) }
      members.append(JSONMember("reports", .array(rows)))
    }
    return .object(members)
  }
}
