internal import ConfigValidation

/// Why a measure has no value.
public enum UndefinedFigure: String, Error, Hashable, Sendable, CaseIterable {
  /// There is nothing to measure.
  case noSamples = "no_samples"

  /// The samples are too few for a deviation.
  case tooFewSamples = "too_few_samples"

  /// All values are the same, so that a division by their deviation has no meaning.
  case noVariation = "no_variation"

  /// No forecast asked for a position.
  case noSignal = "no_signal"

  /// No sample lost anything: the ratio would be infinite or undefined.
  case noLoss = "no_loss"

  /// The cumulative return never fell: the ratio would be infinite.
  case noDrawdown = "no_drawdown"

  /// The targets are not of the kind that the measure is for.
  case otherTarget = "other_target"

  /// A fold that the measure counts has no result.
  case missingFold = "missing_fold"

  /// A baseline lacks a fold that the model was judged on.
  case missingBaseline = "missing_baseline"
}

/// A measure: a finite number, or why there is none.
public enum Figure: Hashable, Sendable {
  /// The number.
  case value(Double)

  /// Why there is no number.
  case undefined(UndefinedFigure)

  /// The number, or `nil`.
  public var value: Double? {
    if case .value(let number) = self { number } else { nil }
  }

  /// Why there is no number, or `nil`.
  public var reason: UndefinedFigure? {
    if case .undefined(let reason) = self { reason } else { nil }
  }

  /// Takes a number that may be undefined for one reason.
  init(_ number: Double?, else reason: UndefinedFigure) {
    self = number.map { $0.isFinite ? .value($0) : .undefined(reason) } ?? .undefined(reason)
  }
}

/// Named figures as members of an object: `null` where undefined, with the reasons in one last member.
func figureMembers(_ figures: [(name: String, figure: Figure)]) -> [JSONMember] {
  let undefined = figures.compactMap { name, figure in
    figure.reason.map { JSONMember(name, .string($0.rawValue)) }
  }
  return figures.map { JSONMember($0.name, JSONValue($0.figure.value)) }
    + (undefined.isEmpty ? [] : [JSONMember("undefined", .object(undefined))])
}
