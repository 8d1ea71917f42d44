public import ConfigValidation

/// Everything that decides the trials of a study beside its objective.
///
/// Two studies with equal definitions and equal objectives have equal histories. Rules of code among the
/// constraints are known by their words alone.
public struct StudyDefinition: Hashable, Sendable {
  /// The name of the study; the only part that changes no trial.
  public let name: String

  /// What is searched, as ``SearchSpace/canonicalForm`` writes it.
  public let space: JSONValue

  /// One direction for each objective.
  public let directions: [SearchDirection]

  /// How points are proposed, with every setting.
  public let sampler: JSONValue

  /// Which trials are given up early, with every setting; `null` for none.
  public let pruner: JSONValue

  /// The seed of every draw.
  public let seed: UInt64

  /// How many trials are asked for before the next is learnt from.
  public let batchSize: Int

  /// Creates a definition.
  public init(
    name: String,
    space: JSONValue,
    directions: [SearchDirection],
    sampler: JSONValue,
    pruner: JSONValue,
    seed: UInt64,
    batchSize: Int
  ) {
    self.name = name
    self.space = space
    self.directions = directions
    self.sampler = sampler
    self.pruner = pruner
    self.seed = seed
    self.batchSize = batchSize
  }
}

extension StudyDefinition {
  /// The definition as a JSON object, always the same for the same definition.
  ///
  /// The seed is a text, since not every reader of JSON keeps 64 bits.
  public var canonicalForm: JSONValue {
    [
      "name": .string(name),
      "space": space,
      "directions": .array(directions.map { .string($0.rawValue) }),
      "sampler": sampler,
      "pruner": pruner,
      "seed": .string(String(seed)),
      "batch_size": .integer(Int64(batchSize)),
    ]
  }

  /// Reads ``canonicalForm`` back; `nil` for anything else.
  public init?(canonicalForm form: JSONValue) {
    guard let name = form["name"]?.stringValue, let space = form["space"],
      let listed = form["directions"]?.arrayValue, let sampler = form["sampler"],
      let pruner = form["pruner"], let seed = form["seed"]?.stringValue.flatMap({ UInt64($0) }),
      let batchSize = form["batch_size"]?.integerValue
    else { return nil }
    let directions = listed.compactMap { $0.stringValue.flatMap(SearchDirection.init(rawValue:)) }
    guard directions.count == listed.count, !directions.isEmpty, batchSize > 0 else { return nil }
    self.init(
      name: name,
      space: space,
      directions: directions,
      sampler: sampler,
      pruner: pruner,
      seed: seed,
      batchSize: Int(batchSize)
    )
  }

  /// The SHA-256 of everything but the name, in hexadecimal digits: equal for studies whose trials are.
  public var digest: String {
    var form = canonicalForm
    form["name"] = nil
    return hexadecimal(SHA256.digest(Array(form.canonicalText.utf8)))
  }

  /// The fields in which another definition differs from this one, names left out.
  public func differences(to other: StudyDefinition) -> [DefinitionDifference] {
    var (kept, found) = (canonicalForm, other.canonicalForm)
    kept["name"] = nil
    found["name"] = nil
    return DefinitionDifference.between(kept, found)
  }
}

/// One field in which two definitions differ.
public struct DefinitionDifference: Hashable, Sendable, CustomStringConvertible {
  /// The path of the field, such as `space.parameters[0].max`.
  public let path: String

  /// What was kept, or `nil` where there was nothing.
  public let kept: JSONValue?

  /// What the study has now, or `nil` where there is nothing.
  public let found: JSONValue?

  /// The sentence shown to a person.
  public var description: String {
    "\(path): expected \(kept?.description ?? "nothing"), found \(found?.description ?? "nothing")"
  }
}

extension DefinitionDifference {
  /// The fields in which two documents differ, in the order of the first.
  public static func between(_ kept: JSONValue, _ found: JSONValue) -> [DefinitionDifference] {
    var differences: [DefinitionDifference] = []
    compare(kept, found, "", &differences)
    return differences
  }

  private static func compare(
    _ kept: JSONValue?,
    _ found: JSONValue?,
    _ path: String,
    _ differences: inout [DefinitionDifference]
  ) {
    switch (kept, found) {
    case (.object(let left)?, .object(let right)?):
      let added = right.map(\.name).filter { kept?[$0] == nil }
      for name in left.map(\.name) + added {
        compare(kept?[name], found?[name], path.isEmpty ? name : "\(path).\(name)", &differences)
      }
    case (.array(let left)?, .array(let right)?)
    where names(left) != nil && names(left) == names(right):
      for (name, pair) in zip(names(left) ?? [], zip(left, right)) {
        compare(pair.0, pair.1, "\(path).\(name)", &differences)
      }
    case (.array(let left)?, .array(let right)?):
      for place in 0..<max(left.count, right.count) {
        compare(kept?[place], found?[place], "\(path)[\(place)]", &differences)
      }
    default:
      guard kept != found else { return }
      differences.append(DefinitionDifference(path: path, kept: kept, found: found))
    }
  }
}

/// The names of a list of named objects; `nil` for any other list.
private func names(_ elements: [JSONValue]) -> [String]? {
  let names = elements.compactMap { $0["name"]?.stringValue }
  return names.count == elements.count ? names : nil
}

/// Bytes as lower-case hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
    as: UTF8.self
  )
}
