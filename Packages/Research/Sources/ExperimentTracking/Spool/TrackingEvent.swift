internal import ConfigValidation
internal import MarketModel

/// One line of the log of a run.
enum TrackingEvent: Hashable, Sendable {
  case began(TrackedRunStart, experiment: String)
  case resumed(at: Timestamp)
  case parameters([TrackedParameter])
  case tags([TrackedParameter])
  case metrics([TrackedMetric], at: Timestamp)
  case artifact(TrackedArtifact)
  case ended(TrackedStatus, at: Timestamp)
}

extension TrackingEvent {
  /// The event as an object.
  var json: JSONValue {
    switch self {
    case .began(let start, let experiment):
      [
        "event": "began", "key": .string(start.key), "name": .string(start.name),
        "experiment": .string(experiment), "order": .integer(Int64(start.order)),
        "at": start.startedAt.json,
      ]
    case .resumed(let instant): ["event": "resumed", "at": instant.json]
    case .parameters(let values): ["event": "params", "values": texts(values)]
    case .tags(let values): ["event": "tags", "values": texts(values)]
    case .metrics(let metrics, let instant):
      [
        "event": "metrics", "at": instant.json,
        "values": .array(
          metrics.map {
            [.string($0.name), .number($0.value), .integer(Int64($0.step))]
          }
        ),
      ]
    case .artifact(let artifact):
      [
        "event": "artifact", "name": .string(artifact.name), "path": .string(artifact.path),
        "sha256": .string(artifact.digest),
      ]
    case .ended(let status, let instant):
      ["event": "ended", "status": .string(status.rawValue), "at": instant.json]
    }
  }

  private func texts(_ values: [TrackedParameter]) -> JSONValue {
    .object(values.map { JSONMember($0.name, .string($0.value)) })
  }

  /// Reads an object; returns `nil` for anything that ``json`` does not write.
  init?(json: JSONValue) {
    let instant = json["at"]?.stringValue.flatMap { Timestamp($0) }
    switch json["event"]?.stringValue {
    case "began":
      guard let key = json["key"]?.stringValue, let name = json["name"]?.stringValue,
        let experiment = json["experiment"]?.stringValue, let instant,
        let order = json["order"]?.integerValue
      else { return nil }
      let start = TrackedRunStart(key: key, name: name, order: Int(order), startedAt: instant)
      self = .began(start, experiment: experiment)
    case "resumed":
      guard let instant else { return nil }
      self = .resumed(at: instant)
    case "params":
      guard let values = Self.texts(json["values"]) else { return nil }
      self = .parameters(values)
    case "tags":
      guard let values = Self.texts(json["values"]) else { return nil }
      self = .tags(values)
    case "metrics":
      guard let instant, let rows = json["values"]?.arrayValue else { return nil }
      let metrics = rows.compactMap { TrackedMetric(json: $0) }
      guard metrics.count == rows.count else { return nil }
      self = .metrics(metrics, at: instant)
    case "artifact":
      guard let name = json["name"]?.stringValue, let path = json["path"]?.stringValue,
        let digest = json["sha256"]?.stringValue
      else { return nil }
      self = .artifact(TrackedArtifact(name: name, path: path, digest: digest))
    case "ended":
      guard let status = json["status"]?.stringValue.flatMap({ TrackedStatus(rawValue: $0) }),
        let instant
      else { return nil }
      self = .ended(status, at: instant)
    default: return nil
    }
  }

  private static func texts(_ json: JSONValue?) -> [TrackedParameter]? {
    guard let members = json?.objectValue else { return nil }
    let values = members.compactMap { member in
      member.value.stringValue.map { TrackedParameter(member.name, $0) }
    }
    return values.count == members.count ? values : nil
  }
}

extension TrackedMetric {
  fileprivate init?(json: JSONValue) {
    guard let name = json[0]?.stringValue, let value = json[1]?.numberValue,
      let step = json[2]?.integerValue
    else { return nil }
    self.init(name, value, step: Int(step))
  }
}

extension Timestamp {
  /// The instant as text, for JSON.
  var json: JSONValue { .string(description) }
}
