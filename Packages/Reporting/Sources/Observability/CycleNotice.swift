public import ConfigValidation

/// What people outside are told when a cycle has ended.
public struct CycleNotice: Hashable, Sendable {
  /// How the cycle ended.
  public enum Outcome: Hashable, Sendable {
    /// All steps were done.
    case completed

    /// A step failed, for the reason given.
    case failed(reason: String)
  }

  /// The identifier of the cycle.
  public var cycleID: String

  /// How it ended.
  public var outcome: Outcome

  /// The number of runs that were ranked.
  public var experiments: Int

  /// How many of them had been computed before.
  public var reused: Int

  /// How many of them were killed.
  public var killed: Int

  /// How many of them are candidates.
  public var candidates: Int

  /// The names of the best candidates, best first.
  public var leaders: [String]

  /// Creates a notice.
  public init(
    cycleID: String,
    outcome: Outcome,
    experiments: Int,
    reused: Int,
    killed: Int,
    candidates: Int,
    leaders: [String]
  ) {
    self.cycleID = cycleID
    self.outcome = outcome
    self.experiments = experiments
    self.reused = reused
    self.killed = killed
    self.candidates = candidates
    self.leaders = leaders
  }

  /// The notice as an object, for a webhook.
  public var json: JSONValue {
    var members = [
      JSONMember("event", .string("cycle_ended")),
      JSONMember("cycle_id", .string(cycleID)),
    ]
    switch outcome {
    case .completed: members.append(JSONMember("status", .string("completed")))
    case .failed(let reason):
      members.append(JSONMember("status", .string("failed")))
      members.append(JSONMember("reason", .string(reason)))
    }
    members += [
      JSONMember("experiments", .integer(Int64(experiments))),
      JSONMember("reused", .integer(Int64(reused))),
      JSONMember("killed", .integer(Int64(killed))),
      JSONMember("candidates", .integer(Int64(candidates))),
      JSONMember("leaders", .array(leaders.map { .string($0) })),
    ]
    return .object(members)
  }

  /// The notice as a few lines, for a chat.
  public var text: String {
    switch outcome {
    case .failed(let reason): return "Research cycle \(cycleID) failed: \(reason)"
    case .completed:
      var lines = [
        "Research cycle \(cycleID) completed:",
        "\(experiments) experiments (\(reused) reused), \(killed) killed, \(candidates) candidates",
      ]
      lines += leaders.enumerated().map { "\($0.offset + 1). \($0.element)" }
      return lines.joined(separator: "\n")
    }
  }
}
