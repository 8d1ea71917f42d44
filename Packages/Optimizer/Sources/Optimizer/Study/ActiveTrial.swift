public import ConfigValidation

/// A trial while its objective runs: its parameters, and where it reports how it is doing.
public final class ActiveTrial {
  /// The number of the trial, from 0.
  public let number: Int

  /// The active parameters.
  public let parameters: ParameterSet

  private(set) var reports: [TrialReport] = []
  private(set) var notes: [JSONMember] = []
  private let names: [String]
  private let direction: SearchDirection
  private let pruning: PruningContext?

  init(
    _ record: TrialRecord,
    space: SearchSpace,
    direction: SearchDirection,
    pruning: PruningContext?
  ) {
    number = record.number
    parameters = record.parameters
    names = space.parameters.map(\.name)
    self.direction = direction
    self.pruning = pruning
  }

  /// Whether a parameter takes part in this trial.
  public func isActive(_ name: String) -> Bool { parameters[name] != nil }

  /// Returns a numeric parameter as a real number.
  public func double(_ name: String) throws(TrialAccessError) -> Double {
    let value = try value(name)
    guard let number = value.double else {
      throw .type(name: name, expected: "a number", found: value)
    }
    return number
  }

  /// Returns a whole number.
  public func integer(_ name: String) throws(TrialAccessError) -> Int {
    let value = try value(name)
    guard case .integer(let number) = value else {
      throw .type(name: name, expected: "a whole number", found: value)
    }
    return number
  }

  /// Returns a name.
  public func text(_ name: String) throws(TrialAccessError) -> String {
    let value = try value(name)
    guard case .text(let text) = value else {
      throw .type(name: name, expected: "a name", found: value)
    }
    return text
  }

  /// Returns a switch.
  public func flag(_ name: String) throws(TrialAccessError) -> Bool {
    let value = try value(name)
    guard case .flag(let flag) = value else {
      throw .type(name: name, expected: "true or false", found: value)
    }
    return flag
  }

  /// Reports how the trial does at a step, and ends it when the pruner says so.
  ///
  /// The pruner compares with the trials told before this trial's batch, so its answer does not
  /// depend on which trials run at the same time.
  ///
  /// - Parameters:
  ///   - value: The value of the first objective at the step.
  ///   - step: How far the trial has come; above the step reported before.
  /// - Throws: ``TrialInterruption/pruned(step:)``, which the objective passes on; the others for a
  ///   value that is not finite and a step that does not rise, which fail the trial.
  public func report(_ value: Double, step: Int) throws(TrialInterruption) {
    guard value.isFinite else { throw .notFinite(step: step) }
    if let last = reports.last, last.step >= step {
      throw .stepNotRising(last: last.step, found: step)
    }
    reports.append(TrialReport(step: step, value: value))
    guard let pruning else { return }
    if pruning.shouldPrune(number, reports: reports, direction: direction) {
      throw .pruned(step: step)
    }
  }

  /// Keeps something beside the values of the trial, such as a figure that is only to be looked at.
  ///
  /// Notes stand in the order of their names; of equal names the last counts.
  public func note(_ name: String, _ value: JSONValue) {
    notes.removeAll { $0.name == name }
    let place = notes.firstIndex { name.utf8.lexicographicallyPrecedes($0.name.utf8) }
    notes.insert(JSONMember(name, value), at: place ?? notes.count)
  }

  private func value(_ name: String) throws(TrialAccessError) -> ParameterValue {
    if let value = parameters[name] { return value }
    guard !names.contains(name) else { throw .inactive(name: name) }
    throw .unknown(name: name, suggestion: nearestName(to: name, among: names))
  }
}

/// Why a report ends a trial.
public enum TrialInterruption: Error, Hashable, Sendable {
  /// The pruner gives the trial up.
  case pruned(step: Int)

  /// The value reported is NaN or infinite.
  case notFinite(step: Int)

  /// The step is not above the one before.
  case stepNotRising(last: Int, found: Int)
}

extension TrialInterruption: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .pruned(let step): "pruned at step \(step)"
    case .notFinite(let step): "step \(step): expected a finite value, found none"
    case .stepNotRising(let last, let found):
      "expected a step above \(last), found \(found)"
    }
  }
}

/// What all trials of a batch share when they report.
struct PruningContext: Sendable {
  let pruner: any TrialPruner
  let finished: [FinishedReports]

  func shouldPrune(_ trial: Int, reports: [TrialReport], direction: SearchDirection) -> Bool {
    let losses = reports.map { TrialReport(step: $0.step, value: direction.loss($0.value)) }
    return pruner.shouldPrune(PruningQuestion(trial: trial, reports: losses, finished: finished))
  }
}
