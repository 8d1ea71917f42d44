public import ConfigValidation
public import MarketModel

/// How a tracked run ended, or that it has not.
public enum TrackedStatus: String, Hashable, Sendable, CaseIterable {
  /// It runs, or its process was killed.
  case running

  /// It came to its end.
  case finished

  /// It ended with an error.
  case failed

  /// It was stopped from outside.
  case killed
}

/// What a tracked run is, said when it begins.
public struct TrackedRunStart: Hashable, Sendable {
  /// What no other run has, the same whenever the run is repeated: letters, digits and `._:/-`.
  public var key: String

  /// The name, which is the name of its folder, too: letters, digits and `._-`.
  public var name: String

  /// The position among the runs of its parent.
  public var order: Int

  /// When it began.
  public var startedAt: Timestamp

  /// Creates a start.
  public init(key: String, name: String, order: Int, startedAt: Timestamp) {
    self.key = key
    self.name = name
    self.order = order
    self.startedAt = startedAt
  }
}

/// One number of a run.
public struct TrackedMetric: Hashable, Sendable {
  /// The name; parts are separated by `/`, by which user interfaces group.
  public var name: String

  /// The number, finite.
  public var value: Double

  /// The epoch, round or other count that the number belongs to; 0 for numbers of the whole run.
  public var step: Int

  /// Creates a metric.
  public init(_ name: String, _ value: Double, step: Int = 0) {
    self.name = name
    self.value = value
    self.step = step
  }

  /// The numbers of an object, named by their path with `/`; undefined ones and texts are left out.
  public static func numbers(in object: JSONValue, prefix: String = "") -> [TrackedMetric] {
    guard case .object(let members) = object else { return [] }
    return members.flatMap { member -> [TrackedMetric] in
      let name = prefix + member.name
      if let number = member.value.numberValue { return [TrackedMetric(name, number)] }
      return numbers(in: member.value, prefix: name + "/")
    }
  }
}

/// A setting of a run.
public struct TrackedParameter: Hashable, Sendable {
  /// The name; parts are separated by `/`.
  public var name: String

  /// The value as text.
  public var value: String

  /// Creates a parameter.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// The values of an object, named by their path with `/`; lists as JSON text, `null` left out.
  public static func values(in object: JSONValue, prefix: String = "") -> [TrackedParameter] {
    guard case .object(let members) = object else { return [] }
    return members.flatMap { member -> [TrackedParameter] in
      let name = prefix + member.name
      switch member.value {
      case .null: return []
      case .object: return values(in: member.value, prefix: name + "/")
      case .string(let text): return [TrackedParameter(name, text)]
      case .bool, .integer, .number, .array:
        return [TrackedParameter(name, member.value.text(pretty: false))]
      }
    }
  }
}

/// A file of a run.
public struct TrackedArtifact: Hashable, Sendable {
  /// The name under which it is kept, such as `checkpoints/fold_3/model.pt`.
  public var name: String

  /// Where it lies; relative paths stand under the folder that holds the spool.
  public var path: String

  /// The SHA-256 of its bytes when it was logged, in hexadecimal digits.
  public var digest: String
}
