internal import MarketModel

/// What a store lacked and was given by another one.
public struct ModelRecordsCopy: Hashable, Sendable {
  /// How many results were new or had changed.
  public var results = 0

  /// How many models were new or had changed.
  public var models = 0

  /// The models whose promotion was carried over, in the order of their promotion.
  public var promotions: [ModelID] = []

  /// Creates a copy.
  public init(results: Int = 0, models: Int = 0, promotions: [ModelID] = []) {
    self.results = results
    self.models = models
    self.promotions = promotions
  }

  /// Whether nothing was missing.
  public var isEmpty: Bool { results == 0 && models == 0 && promotions.isEmpty }
}

extension ModelRecords {
  /// Takes over what another store has and this one lacks: results, models and promotions.
  ///
  /// Both may be written to by others. A promotion is carried over unless this store saw a later one of the
  /// same name, so the newest word wins wherever it was spoken. Taking over again changes nothing.
  ///
  /// - Parameter other: The store to read.
  /// - Returns: What was missing.
  /// - Throws: ``ModelRecordError``; what was taken over before it stays.
  /// - Complexity: O(results + models) reads, and as many writes as are missing.
  public func take(from other: any ModelRecords) throws(ModelRecordError) -> ModelRecordsCopy {
    var copy = ModelRecordsCopy()
    copy.results = try takeResults(from: other)
    let theirs = try other.models(name: nil, stage: nil)
    copy.models = try take(theirs)
    copy.promotions = try takePromotions(theirs)
    return copy
  }

  private func takeResults(from other: any ModelRecords) throws(ModelRecordError) -> Int {
    let theirs = try other.walkForwardResults(run: nil)
    guard !theirs.isEmpty else { return 0 }
    var known: [ResultKey: WalkForwardResult] = [:]
    for result in try walkForwardResults(run: nil) { known[ResultKey(result)] = result }
    let missing = theirs.filter { result in
      guard var own = known[ResultKey(result)] else { return true }
      // What a store keeps of its own when a result is recorded again.
      own.createdAt = result.createdAt
      own.isPromoted = own.isPromoted || result.isPromoted
      return own != result
    }
    if !missing.isEmpty { try record(missing) }
    return missing.count
  }

  private func take(_ theirs: [ModelRecord]) throws(ModelRecordError) -> Int {
    var known: [ModelID: ModelRegistration] = [:]
    for model in try models(name: nil, stage: nil) { known[model.id] = model.registration }
    // In the order of their registration, so that versions count alike.
    let missing = theirs.filter { known[$0.id] != $0.registration }.sorted {
      ($0.createdAt.nanoseconds, $0.registration.name, $0.version)
        < ($1.createdAt.nanoseconds, $1.registration.name, $1.version)
    }
    var start = 0
    while start < missing.count {
      let end =
        missing[start...].firstIndex { $0.createdAt != missing[start].createdAt } ?? missing.count
      let batch = missing[start..<end].map(\.registration)
      _ = try register(batch, at: missing[start].createdAt)
      start = end
    }
    return missing.count
  }

  private func takePromotions(_ theirs: [ModelRecord]) throws(ModelRecordError) -> [ModelID] {
    let promoted = theirs.filter { $0.promotedAt != nil }.sorted { left, right in
      let instants = (left.promotedAt?.nanoseconds ?? 0, right.promotedAt?.nanoseconds ?? 0)
      // At one instant the model that is green was promoted last.
      return (instants.0, left.stage == .green ? 1 : 0, left.version)
        < (instants.1, right.stage == .green ? 1 : 0, right.version)
    }
    var carried: [ModelID] = []
    for model in promoted {
      guard let instant = model.promotedAt else { continue }
      let own = try models(name: model.registration.name, stage: nil)
      let latest = own.compactMap(\.promotedAt).max() ?? Timestamp(nanoseconds: .min)
      guard let twin = own.first(where: { $0.id == model.id }), twin.stage != .green,
        twin.promotedAt != instant, latest <= instant
      else { continue }
      _ = try promote(model.id, overrideReason: model.overrideReason, at: instant)
      carried.append(model.id)
    }
    return carried
  }
}

/// What names a result.
private struct ResultKey: Hashable {
  let run: RunID
  let fold: Int
  let model: ModelID

  init(_ result: WalkForwardResult) {
    (run, fold, model) = (result.run, result.fold, result.model)
  }
}
