public import ConfigValidation
public import MarketModel

/// What a model is used for.
public enum ModelStage: String, Hashable, Sendable, CaseIterable {
  /// Fitted, and not in use.
  case candidate

  /// In use; at most one model of a name is.
  case green

  /// Was in use before another one.
  case deprecated
}

/// What the gates said of a model.
public struct ModelVerdict: Hashable, Sendable {
  /// Whether every gate was passed.
  public var passed: Bool

  /// Why not, one sentence for each gate that was failed.
  public var reasons: [String]

  /// The numbers behind it, an object.
  public var details: JSONValue

  /// Creates a verdict.
  public init(passed: Bool, reasons: [String], details: JSONValue) {
    self.passed = passed
    self.reasons = reasons
    self.details = details
  }

  /// The verdict as an object: `passed`, `reasons`, `details`.
  public var json: JSONValue {
    [
      "passed": .bool(passed), "reasons": .array(reasons.map { .string($0) }),
      "details": details,
    ]
  }

  /// Reads what ``json`` wrote; returns `nil` for anything else.
  public init?(json: JSONValue) {
    guard let passed = json["passed"]?.boolValue, let reasons = json["reasons"]?.arrayValue,
      let details = json["details"]
    else { return nil }
    let sentences = reasons.compactMap(\.stringValue)
    guard sentences.count == reasons.count else { return nil }
    self.init(passed: passed, reasons: sentences, details: details)
  }
}

/// A model that is to be registered, as a candidate.
public struct ModelRegistration: Hashable, Sendable {
  /// The identifier.
  public var id: ModelID

  /// The name that its versions share, such as `spy-daily-tft`; without `@`.
  public var name: String

  /// The run that fitted it.
  public var run: RunID

  /// The fold that it was fitted on.
  public var fold: Int

  /// Where its files lie.
  public var path: String

  /// The digest of its files, in hexadecimal digits.
  public var digest: String

  /// What the gates said of it.
  public var gate: ModelVerdict

  /// Creates a registration.
  public init(
    id: ModelID,
    name: String,
    run: RunID,
    fold: Int,
    path: String,
    digest: String,
    gate: ModelVerdict
  ) {
    self.id = id
    self.name = name
    self.run = run
    self.fold = fold
    self.path = path
    self.digest = digest
    self.gate = gate
  }

  /// What is wrong with the registration, one sentence for each problem.
  public var problems: [String] {
    var problems: [String] = []
    for (field, text) in [
      ("model_id", id.text), ("name", name), ("path", path), ("digest", digest),
    ] where text.isEmpty {
      problems.append("model \(id), \(field): expected a text, found an empty one")
    }
    if name.contains("@") {
      problems.append("model \(id), name: expected a name without @, found \(name)")
    }
    if fold < 0 { problems.append("model \(id), fold: expected 0 or more, found \(fold)") }
    return problems + gate.details.recordProblems("model \(id), gate.details")
  }
}

/// A registered model: a row of `models`.
public struct ModelRecord: Hashable, Sendable {
  /// What was registered.
  public let registration: ModelRegistration

  /// The number of the version within the name, from 1, in the order of registration.
  public let version: Int

  /// What it is used for.
  public let stage: ModelStage

  /// When it was registered first.
  public let createdAt: Timestamp

  /// When it became green last, or `nil` when it never was.
  public let promotedAt: Timestamp?

  /// Why it was promoted against its gates, or `nil` when nobody asked for that.
  public let overrideReason: String?

  /// Creates a record, as a store reads it.
  public init(
    registration: ModelRegistration,
    version: Int,
    stage: ModelStage,
    createdAt: Timestamp,
    promotedAt: Timestamp?,
    overrideReason: String?
  ) {
    self.registration = registration
    self.version = version
    self.stage = stage
    self.createdAt = createdAt
    self.promotedAt = promotedAt
    self.overrideReason = overrideReason
  }

  /// The identifier.
  public var id: ModelID { registration.id }

  /// Name and version, such as `spy-daily-tft@3`.
  public var versionedName: String { "\(registration.name)@\(version)" }
}

/// What a promotion did.
public struct ModelPromotion: Hashable, Sendable {
  /// The model that is green now.
  public let model: ModelRecord

  /// The model that was green before and is deprecated now, or `nil` when there was none.
  public let replaced: ModelID?

  /// Creates a promotion, as a store reports it.
  public init(model: ModelRecord, replaced: ModelID?) {
    self.model = model
    self.replaced = replaced
  }
}
