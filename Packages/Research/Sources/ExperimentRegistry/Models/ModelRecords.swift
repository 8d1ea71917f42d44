public import MarketModel

/// Somewhere that keeps the results of walk-forward training and the models that came out of it.
///
/// Every call that writes is one transaction: all of it is stored when the call returns, and nothing
/// when it throws. Writing the same again changes nothing, so a training that was killed is repeated.
public protocol ModelRecords: Sendable {
  /// Stores results; one that is there already is replaced.
  ///
  /// A replaced result keeps the instant of its first recording, and stays promoted when it was.
  ///
  /// - Throws: ``ModelRecordError``.
  func record(_ results: [WalkForwardResult]) throws(ModelRecordError)

  /// Returns the results of a run, or of all, ordered by run, fold and model.
  ///
  /// - Throws: ``ModelRecordError``.
  func walkForwardResults(run: RunID?) throws(ModelRecordError) -> [WalkForwardResult]

  /// Registers models as candidates, each as the next version of its name.
  ///
  /// A model that is registered already keeps version and stage; what was registered of a candidate is
  /// replaced.
  ///
  /// - Returns: The records, in the order of the registrations.
  /// - Throws: ``ModelRecordError/modelChanged(_:stage:expected:found:)`` for other files under the
  ///   identifier of a model that is or was green, otherwise ``ModelRecordError``.
  func register(
    _ models: [ModelRegistration],
    at now: Timestamp
  ) throws(ModelRecordError) -> [ModelRecord]

  /// Returns the models that fit, ordered by name, the newest version first.
  ///
  /// - Throws: ``ModelRecordError``.
  func models(name: String?, stage: ModelStage?) throws(ModelRecordError) -> [ModelRecord]

  /// Makes a model green, and the one of its name that was green deprecated.
  ///
  /// Promoting the green model changes nothing.
  ///
  /// - Parameters:
  ///   - id: The model.
  ///   - overrideReason: Why it is promoted against its gates; stored. `nil` refuses a model that failed.
  ///   - now: The instant to record.
  /// - Returns: What changed.
  /// - Throws: ``ModelRecordError/noSuchModel(_:suggestion:)``, ``ModelRecordError/gateFailed(_:reasons:)``,
  ///   ``ModelRecordError/emptyReason(_:)``, otherwise ``ModelRecordError``.
  func promote(
    _ id: ModelID,
    overrideReason: String?,
    at now: Timestamp
  ) throws(ModelRecordError) -> ModelPromotion
}

extension ModelRecords {
  /// Returns the model that a person means by a text.
  ///
  /// - Parameter reference: An identifier or the unique beginning of one, `name@version`, or a name,
  ///   which means its green model.
  /// - Returns: The model.
  /// - Throws: ``ModelRecordError/noSuchModel(_:suggestion:)``,
  ///   ``ModelRecordError/ambiguousModel(_:candidates:)``, otherwise the errors of any read.
  /// - Complexity: O(models).
  public func model(_ reference: String) throws(ModelRecordError) -> ModelRecord {
    let all = try models(name: nil, stage: nil)
    let exact = all.first { model in
      model.id.text == reference || model.versionedName == reference
        || (model.registration.name == reference && model.stage == .green)
    }
    if let exact { return exact }
    let beginning = all.filter { !reference.isEmpty && $0.id.text.hasPrefix(reference) }
    if let only = beginning.first, beginning.count == 1 { return only }
    guard beginning.isEmpty else {
      throw .ambiguousModel(reference, candidates: beginning.map(\.id))
    }
    throw .noSuchModel(reference, among: all)
  }
}

/// Refuses everything that is wrong with what is to be stored, at once.
package func checkRecords(_ problems: [String]) throws(ModelRecordError) {
  if !problems.isEmpty { throw .invalid(problems) }
}

/// Refuses a promotion that the gates forbid and nobody gave a reason for.
package func checkPromotion(
  of model: ModelRecord,
  overrideReason: String?
) throws(ModelRecordError) {
  if let overrideReason, overrideReason.allSatisfy(\.isWhitespace) {
    throw .emptyReason(model.id)
  }
  guard model.registration.gate.passed || overrideReason != nil else {
    throw .gateFailed(model.id, reasons: model.registration.gate.reasons)
  }
}

/// Refuses another name, or other files of a model that somebody may rely on, under its identifier.
package func checkUnchanged(
  _ model: ModelRecord,
  by registration: ModelRegistration
) throws(ModelRecordError) {
  let old = model.registration
  guard old.name == registration.name, old.run == registration.run, old.fold == registration.fold
  else {
    throw .invalid([
      "model \(model.id): expected \(old.name), fold \(old.fold) of run \(old.run.short), "
        + "found \(registration.name), fold \(registration.fold) of run \(registration.run.short)"
    ])
  }
  guard model.stage == .candidate || old.digest == registration.digest else {
    throw .modelChanged(
      model.id,
      stage: model.stage,
      expected: old.digest,
      found: registration.digest
    )
  }
}
