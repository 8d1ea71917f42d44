internal import ConfigValidation
internal import MarketModel

extension TreeSender {
  /// Sends the settings, tags and numbers that a run's log holds from a position on.
  func sendValues(
    of run: SpooledRun,
    from position: Int,
    to id: String,
    _ outcome: inout SyncOutcome
  ) async throws(TrackingError) {
    guard position < run.events.count else { return }
    let values = NewValues(run, from: position)
    outcome.notices += values.notices
    outcome.values += values.parameters.count + values.tags.count + values.metrics.count
    for batch in batches(of: values.parameters, limit: MLflowLimits.parametersPerRequest) {
      try await client.logBatch(id, params: batch)
    }
    for batch in batches(of: values.tags, limit: MLflowLimits.tagsPerRequest) {
      try await client.logBatch(id, tags: batch)
    }
    for batch in batches(of: values.metrics, limit: MLflowLimits.metricsPerRequest) {
      try await client.logBatch(id, metrics: batch)
    }
  }

  /// Splits values so that no request holds too many of them, or too many bytes.
  private func batches(of values: [JSONValue], limit: Int) -> [[JSONValue]] {
    var batches: [[JSONValue]] = []
    var bytes = 0
    for value in values {
      let size = value.utf8Bytes(pretty: false).count + 1
      let isFull =
        (batches.last?.count ?? limit) >= limit || bytes + size > MLflowLimits.bytesPerRequest
      if isFull {
        batches.append([])
        bytes = 0
      }
      batches[batches.count - 1].append(value)
      bytes += size
    }
    return batches
  }
}

/// The values in a part of a log, as the server takes them.
private struct NewValues {
  var parameters: [JSONValue] = []
  var tags: [JSONValue] = []
  var metrics: [JSONValue] = []
  var notices: [SyncNotice] = []
  private let run: String
  private var renamed: Set<String> = []

  init(_ spooled: SpooledRun, from position: Int) {
    run = spooled.state.start.name
    for event in spooled.events[position...] {
      switch event {
      case .parameters(let values):
        for value in values {
          parameters.append(entry(value, limit: MLflowLimits.parameterValue))
        }
      case .tags(let values):
        for value in values { tags.append(entry(value, limit: MLflowLimits.tagValue)) }
      case .metrics(let values, let instant):
        for metric in values { metrics.append(entry(metric, instant)) }
      case .began, .resumed, .artifact, .ended: break
      }
    }
  }

  private mutating func entry(_ value: TrackedParameter, limit: Int) -> JSONValue {
    let length = value.value.unicodeScalars.count
    if length > limit {
      notices.append(.shortened(run: run, name: value.name, characters: length))
    }
    return [
      "key": .string(key(value.name)),
      "value": .string(MLflowLimits.value(value.value, limit: limit)),
    ]
  }

  private mutating func entry(_ metric: TrackedMetric, _ instant: Timestamp) -> JSONValue {
    [
      "key": .string(key(metric.name)), "value": .number(metric.value),
      "timestamp": .integer(instant.milliseconds), "step": .integer(Int64(metric.step)),
    ]
  }

  private mutating func key(_ name: String) -> String {
    let key = MLflowLimits.key(name)
    if key != name, renamed.insert(name).inserted {
      notices.append(.renamed(run: run, name: name, to: key))
    }
    return key
  }
}
