public import ConfigValidation
public import MarketModel

/// What an evaluation said of one run, as the registry keeps it.
public struct RunVerdict: Hashable, Sendable {
  /// The cycle whose evaluation it was.
  public var cycleID: String

  /// The instant that counted as now.
  public var evaluatedAt: Timestamp

  /// The place, from 1.
  public var rank: Int

  /// The number of ranked runs.
  public var rankedCount: Int

  /// The composite score.
  public var score: Double

  /// The rules that the run violates; empty for a candidate.
  public var killReasons: [KillReason]

  /// The deflated Sharpe ratio, where it is defined.
  public var deflatedSharpe: Double?

  /// The number of trials of the strategy on the data, where it is known.
  public var trials: Int?

  /// The kind of document under which verdicts are kept; the newest replaces the one before.
  public static let documentKind = "verdict"

  /// Creates the verdict on a ranked run.
  init(_ ranked: RankedRun, of count: Int, cycleID: String, evaluatedAt: Timestamp) {
    self.cycleID = cycleID
    self.evaluatedAt = evaluatedAt
    rank = ranked.rank
    rankedCount = count
    score = ranked.score.composite
    killReasons = ranked.killReasons
    deflatedSharpe = ranked.run.deflatedSharpe
    trials = ranked.run.deflation?.trials
  }

  /// Reads a verdict.
  ///
  /// - Parameters:
  ///   - bytes: JSON in UTF-8.
  ///   - file: The name for error messages.
  /// - Throws: ``ArtifactError`` for the first member that is missing or of the wrong type.
  public init(parsing bytes: [UInt8], file: String) throws(ArtifactError) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(file: file, cause: error)
    }
    let reader = ArtifactReader(value, file: file)
    cycleID = try reader.text("cycle_id")
    evaluatedAt = try reader.parsed(
      "evaluated_at",
      as: Timestamp.self,
      "an ISO 8601 instant"
    )
    rank = try reader.integer("rank")
    rankedCount = try reader.integer("ranked_count")
    score = try reader.number("composite_score")
    killReasons = []
    for reason in try reader.elements("kill_reasons") {
      killReasons.append(
        KillReason(
          reason: try reason.text("reason"),
          value: try reason.optionalNumber("value"),
          threshold: try reason.optionalNumber("threshold")
        )
      )
    }
    deflatedSharpe = try reader.optionalNumber("dsr")
    trials = reader.optional("trials") == nil ? nil : try reader.integer("trials")
  }

  /// The verdict as JSON.
  public var json: JSONValue {
    [
      "cycle_id": .string(cycleID),
      "evaluated_at": .string(evaluatedAt.description),
      "rank": JSONValue(rank),
      "ranked_count": JSONValue(rankedCount),
      "composite_score": .number(score),
      "kill_reasons": .array(killReasons.map(\.json)),
      "dsr": JSONValue(deflatedSharpe),
      "trials": JSONValue(trials),
    ]
  }
}
