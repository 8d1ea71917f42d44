/// What came of a cycle.
public struct CycleReport: Hashable, Sendable {
  /// The identifier of the cycle.
  public let cycleID: String

  /// The verdict on all runs.
  public let evaluation: Evaluation

  /// The number of runs that the document asked for.
  public let runCount: Int

  /// How many of them had been computed before.
  public let reusedCount: Int

  /// The files that were written for people to read, in order.
  public let files: [CycleFile]
}

/// A file that a cycle wrote.
public struct CycleFile: Hashable, Sendable {
  /// What it holds.
  public enum Content: String, Hashable, Sendable, CaseIterable {
    /// All runs with scores and reasons.
    case rankings

    /// The reasons against killed runs.
    case killed

    /// The runs that violate no rule.
    case candidates

    /// The document with every default.
    case configuration

    /// The folder of the runs' artifacts.
    case experiments

    /// The folder of the replay packs.
    case packs
  }

  /// What it holds.
  public let content: Content

  /// Where it lies.
  public let path: String

  /// Creates an entry.
  public init(content: Content, path: String) {
    self.content = content
    self.path = path
  }
}
