public import ConfigValidation
public import MarketModel

/// The identifier of a model: the run that fitted it, the fold, and the forecaster.
///
/// A run fits several forecasters on each fold, so run and fold alone do not name a model.
public struct ModelID: Hashable, Sendable, CustomStringConvertible {
  /// The identifier as text, such as `9f86d081884c7d65-12-tft`.
  public let text: String

  /// Takes a text as it is.
  public init(_ text: String) { self.text = text }

  /// Names a model by what it was fitted by.
  public init(run: RunID, fold: Int, forecaster: String) {
    text = "\(run.short)-\(fold)-\(forecaster)"
  }

  /// The text.
  public var description: String { text }
}

/// What one forecaster achieved on one fold: a row of `walk_forward_results`.
public struct WalkForwardResult: Hashable, Sendable {
  /// The run.
  public var run: RunID

  /// The fold, from 0, in the order of time.
  public var fold: Int

  /// The model that was fitted.
  public var model: ModelID

  /// From the first instant that was learnt from to the end of the last one.
  public var inSample: Range<Timestamp>

  /// The span that the model was judged on.
  public var outOfSample: Range<Timestamp>

  /// Everything that decided the fit, an object.
  public var parameters: JSONValue

  /// What was measured, an object; `null` for undefined measures.
  public var metrics: JSONValue

  /// Whether the model was ever promoted; ``ModelRecords/promote(_:overrideReason:at:)`` sets it.
  public var isPromoted: Bool

  /// When the row was recorded first.
  public var createdAt: Timestamp

  /// Creates a result.
  public init(
    run: RunID,
    fold: Int,
    model: ModelID,
    inSample: Range<Timestamp>,
    outOfSample: Range<Timestamp>,
    parameters: JSONValue,
    metrics: JSONValue,
    isPromoted: Bool = false,
    createdAt: Timestamp
  ) {
    self.run = run
    self.fold = fold
    self.model = model
    self.inSample = inSample
    self.outOfSample = outOfSample
    self.parameters = parameters
    self.metrics = metrics
    self.isPromoted = isPromoted
    self.createdAt = createdAt
  }

  /// What is wrong with the result, one sentence for each problem.
  public var problems: [String] {
    let place = "walk-forward result \(model)"
    var problems: [String] = []
    if model.text.isEmpty { problems.append("\(place): expected a model, found an empty text") }
    if fold < 0 { problems.append("\(place), fold: expected 0 or more, found \(fold)") }
    problems += parameters.recordProblems("\(place), params")
    problems += metrics.recordProblems("\(place), metrics")
    return problems
  }
}

extension JSONValue {
  /// What keeps this from being stored as an object.
  func recordProblems(_ path: String) -> [String] {
    guard case .object = self else {
      return ["\(path): expected an object, found \(kindDescription)"]
    }
    return valueProblems(path)
  }

  private func valueProblems(_ path: String) -> [String] {
    switch self {
    case .number(let value):
      value.isFinite ? [] : ["\(path): expected a finite number or null, found \(value)"]
    case .array(let elements):
      elements.enumerated().flatMap { $0.element.valueProblems("\(path)[\($0.offset)]") }
    case .object(let members):
      (Set(members.map(\.name)).count == members.count
        ? [] : ["\(path): expected distinct names, found one twice"])
        + members.flatMap { $0.value.valueProblems("\(path).\($0.name)") }
    case .null, .bool, .integer, .string: []
    }
  }
}
