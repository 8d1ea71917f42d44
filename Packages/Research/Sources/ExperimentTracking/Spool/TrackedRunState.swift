internal import ConfigValidation
internal import MarketModel

/// What the events of a run add up to.
struct TrackedRunState {
  /// A number with the instant of its logging.
  struct Point: Hashable {
    var metric: TrackedMetric
    var at: Timestamp
  }

  let start: TrackedRunStart
  let experiment: String
  private(set) var status = TrackedStatus.running
  private(set) var endedAt: Timestamp?
  private(set) var parameters: [TrackedParameter] = []
  private(set) var tags: [TrackedParameter] = []
  private(set) var points: [Point] = []
  private(set) var artifacts: [TrackedArtifact] = []

  private var parameterValues: [String: String] = [:]
  private var tagPositions: [String: Int] = [:]
  private var artifactPositions: [String: Int] = [:]
  private var lastValues: [Cell: Double] = [:]

  private struct Cell: Hashable {
    var name: String
    var step: Int
  }

  /// Creates the state after the first event of a log.
  init(start: TrackedRunStart, experiment: String) {
    self.start = start
    self.experiment = experiment
  }

  /// Adds up a log, or returns `nil` for an empty one.
  init?(_ events: [TrackingEvent]) {
    guard let first = events.first, case .began(let start, let experiment) = first else {
      return nil
    }
    self.init(start: start, experiment: experiment)
    for event in events.dropFirst() { apply(event) }
  }

  /// The value of a parameter, or `nil` when it has none yet.
  func parameter(_ name: String) -> String? { parameterValues[name] }

  /// Whether a number is the last one logged for its name and step.
  func has(_ metric: TrackedMetric) -> Bool {
    lastValues[Cell(name: metric.name, step: metric.step)] == metric.value
  }

  /// Whether a tag has its value.
  func has(tag: TrackedParameter) -> Bool {
    tagPositions[tag.name].map { tags[$0] } == tag
  }

  /// Whether an artifact was logged with its bytes.
  func has(_ artifact: TrackedArtifact) -> Bool {
    artifactPositions[artifact.name].map { artifacts[$0] } == artifact
  }

  /// Adds one event.
  mutating func apply(_ event: TrackingEvent) {
    switch event {
    case .began: break
    case .resumed:
      status = .running
      endedAt = nil
    case .parameters(let values):
      for value in values where parameterValues[value.name] == nil {
        parameterValues[value.name] = value.value
        parameters.append(value)
      }
    case .tags(let values):
      for value in values { replace(value, at: \.tagPositions[value.name], in: \.tags) }
    case .metrics(let metrics, let instant):
      for metric in metrics {
        lastValues[Cell(name: metric.name, step: metric.step)] = metric.value
        points.append(Point(metric: metric, at: instant))
      }
    case .artifact(let artifact):
      replace(artifact, at: \.artifactPositions[artifact.name], in: \.artifacts)
    case .ended(let status, let instant):
      self.status = status
      endedAt = instant
    }
  }

  private mutating func replace<Value>(
    _ value: Value,
    at position: WritableKeyPath<Self, Int?>,
    in values: WritableKeyPath<Self, [Value]>
  ) {
    if let known = self[keyPath: position] {
      self[keyPath: values][known] = value
    } else {
      self[keyPath: position] = self[keyPath: values].count
      self[keyPath: values].append(value)
    }
  }
}

extension TrackedRunState {
  /// The run as an object, with the runs inside it.
  func json(children: [JSONValue]) -> JSONValue {
    [
      "name": .string(start.name), "key": .string(start.key),
      "experiment": .string(experiment), "status": .string(status.rawValue),
      "started_at": start.startedAt.json, "ended_at": JSONValue(endedAt?.description),
      "params": texts(parameters), "tags": texts(tags), "metrics": lastMetrics,
      "history": history,
      "artifacts": .array(
        artifacts.map {
          ["name": .string($0.name), "path": .string($0.path), "sha256": .string($0.digest)]
        }
      ),
      "runs": .array(children),
    ]
  }

  private func texts(_ values: [TrackedParameter]) -> JSONValue {
    .object(
      values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        .map { JSONMember($0.name, .string($0.value)) }
    )
  }

  private var names: [String] {
    Set(points.map(\.metric.name)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The number of the last step of each name.
  private var lastMetrics: JSONValue {
    .object(
      series.map { name, points in
        JSONMember(name, .number(points[points.count - 1].metric.value))
      }
    )
  }

  /// Every step of the names that have several, as `[step, value]`.
  private var history: JSONValue {
    .object(
      series.filter { $0.points.count > 1 }.map { name, points in
        JSONMember(
          name,
          .array(points.map { [.integer(Int64($0.metric.step)), .number($0.metric.value)] })
        )
      }
    )
  }

  /// The numbers of each name in the order of their steps, the last one logged for each step.
  private var series: [(name: String, points: [Point])] {
    let groups = Dictionary(grouping: points, by: \.metric.name)
    return names.map { name in
      var last: [Int: Point] = [:]
      for point in groups[name] ?? [] { last[point.metric.step] = point }
      return (name, last.values.sorted { $0.metric.step < $1.metric.step })
    }
  }
}
