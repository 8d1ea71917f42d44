extension TickSettings {
  /// Checks that every number lies in its range.
  ///
  /// - Throws: ``TickReplayError/invalidSettings(_:)`` naming all that do not.
  public func check() throws(TickReplayError) {
    try check(workers: 1, checkpoints: 0)
  }

  func check(workers: Int, checkpoints: Int) throws(TickReplayError) {
    var found: [TickReplayError.Setting] = []
    func require(_ isMet: Bool, _ name: String, _ expected: String, _ value: Any) {
      if !isMet { found.append(.init(name: name, expected: expected, found: "\(value)")) }
    }
    require(
      startingCash > 0 && startingCash.isFinite,
      "starting_cash",
      "a positive number",
      startingCash
    )
    require(
      batchNanoseconds > 0 && batchNanoseconds <= Self.longestBatch,
      "batch_ns",
      "a number in 1...\(Self.longestBatch)",
      batchNanoseconds
    )
    require(workers >= 1, "workers", "at least 1", workers)
    require(checkpoints >= 0, "checkpoints", "at least 0", checkpoints)
    if case .engine(let engine) = fillMode {
      if case .modelled(let model) = engine.feedLatency {
        found += model.problems("feed_latency")
      }
      found += engine.orderLatency.problems("order_latency")
      found += engine.responseLatency.problems("response_latency")
    }
    if !found.isEmpty { throw .invalidSettings(found) }
  }

  /// A year, so that no end of a batch leaves the range of time.
  private static var longestBatch: Int64 { 365 * 86_400 * oneSecond }
}

extension LatencyModel {
  /// An hour: what no message takes.
  private static var longest: Int64 { 3_600 * TickSettings.oneSecond }

  func problems(_ name: String) -> [TickReplayError.Setting] {
    let range = "a number in 0...\(Self.longest)"
    func isUsable(_ value: Double) -> Bool { value >= 0 && value <= Double(Self.longest) }
    var found: [TickReplayError.Setting] = []
    switch self {
    case .constant(let value):
      if !(0...Self.longest).contains(value) {
        found.append(.init(name: name + ".ns", expected: range, found: "\(value)"))
      }
    case .logNormal(let mean, let deviation):
      if !isUsable(mean) || mean == 0 {
        let expected = "a positive number up to \(Self.longest)"
        found.append(.init(name: name + ".mean_ns", expected: expected, found: "\(mean)"))
      }
      if !isUsable(deviation) {
        let field = name + ".standard_deviation_ns"
        found.append(.init(name: field, expected: range, found: "\(deviation)"))
      }
    case .interpolated(let table):
      if table.times.isEmpty || table.times.count != table.nanoseconds.count {
        let text = "\(table.times.count) times and \(table.nanoseconds.count) latencies"
        found.append(.init(name: name, expected: "as many times as latencies", found: text))
      }
      if let row = table.times.indices.dropFirst().first(where: {
        table.times[$0] <= table.times[$0 - 1]
      }) {
        let text = "\(table.times[row]) after \(table.times[row - 1])"
        found.append(.init(name: "\(name).times[\(row)]", expected: "rising times", found: text))
      }
      for (row, value) in table.nanoseconds.enumerated()
      where !(0...Self.longest).contains(value) {
        found.append(.init(name: "\(name).ns[\(row)]", expected: range, found: "\(value)"))
      }
    }
    return found
  }
}
