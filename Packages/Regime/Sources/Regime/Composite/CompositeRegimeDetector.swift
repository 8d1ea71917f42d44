/// Turns composite scores into states, one row at a time.
///
/// The detector is a value: a copy carries the state and its age, so that a walk-forward run hands it
/// from one window to the next without a break.
///
/// ```swift
/// var detector = CompositeRegimeDetector(settings: .standard(.five))
/// let first = try detector.update(score: 0.7, bitcoinReturn: nil)    // weakRiskOnMajors
/// let second = try detector.update(score: 0.1, bitcoinReturn: nil)   // still: young, above 0.05
/// ```
///
/// **Causality.** The reading of a row uses the scores of that row and earlier ones.
public struct CompositeRegimeDetector: Hashable, Sendable {
  /// What one row says.
  public struct Reading: Hashable, Sendable {
    /// The score before the gate; zero where it is undefined.
    public var rawScore: Double

    /// The score that decided.
    public var score: Double

    /// The state.
    public var state: CompositeState

    /// The rows since the state began; zero on its first row.
    public var age: Int

    /// Whether a large move of bitcoin capped the score.
    public var isCapped: Bool { score != rawScore }
  }

  /// The numbers that decide.
  public let settings: CompositeSettings

  /// The state after the last row, or `nil` before the first.
  public private(set) var state: CompositeState?

  /// The rows since the state began.
  public private(set) var age = 0

  private var rowCount = 0

  /// Creates a detector before its first row.
  public init(settings: CompositeSettings) {
    self.settings = settings
  }

  /// Consumes the next row and returns its state.
  ///
  /// - Parameters:
  ///   - score: The weighted sum of ``CompositeWeights``; `nil` where it is undefined, which counts as
  ///     zero.
  ///   - bitcoinReturn: Bitcoin's simple return over the seven days that end with the row, as a
  ///     fraction; `nil` where it is undefined.
  /// - Returns: The state and what decided it.
  /// - Throws: ``RegimeInputError/notFinite(field:row:value:)``; the detector is then unchanged.
  /// - Complexity: O(1).
  public mutating func update(
    score: Double?,
    bitcoinReturn: Double?
  ) throws(RegimeInputError) -> Reading {
    let raw = score ?? 0
    for (field, value) in [("score", raw), ("bitcoin return", bitcoinReturn ?? 0)]
    where !value.isFinite {
      throw .notFinite(field: field, row: rowCount, value: value)
    }
    rowCount += 1
    let counted = settings.gated(raw, bitcoinReturn: bitcoinReturn)
    let next: CompositeState
    if let state {
      next = settings.transition(from: state, age: age + 1, score: counted)
      age = next == state ? age + 1 : 0
    } else {
      next = settings.staticState(of: counted)
    }
    state = next
    return Reading(rawScore: raw, score: counted, state: next, age: age)
  }

  /// Returns the readings of all rows.
  ///
  /// - Parameters:
  ///   - scores: The scores, oldest first, `nil` where undefined. Shape: `[n]`.
  ///   - bitcoinReturns: Bitcoin's returns over seven days. Shape: `[n]`.
  ///   - settings: The numbers that decide.
  /// - Returns: One reading for each row, the same as ``update(score:bitcoinReturn:)`` gives.
  /// - Throws: ``RegimeInputError`` for columns of different lengths and at the first number that is
  ///   not finite.
  /// - Complexity: O(*n*).
  public static func readings(
    scores: [Double?],
    bitcoinReturns: [Double?],
    settings: CompositeSettings
  ) throws(RegimeInputError) -> [Reading] {
    guard bitcoinReturns.count == scores.count else {
      throw .countMismatch(
        field: "bitcoin returns",
        expected: scores.count,
        found: bitcoinReturns.count
      )
    }
    var detector = CompositeRegimeDetector(settings: settings)
    var readings: [Reading] = []
    readings.reserveCapacity(scores.count)
    for (score, bitcoinReturn) in zip(scores, bitcoinReturns) {
      readings.append(try detector.update(score: score, bitcoinReturn: bitcoinReturn))
    }
    return readings
  }
}
