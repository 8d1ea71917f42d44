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
