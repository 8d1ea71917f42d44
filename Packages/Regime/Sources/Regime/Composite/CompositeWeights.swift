/// What each feature adds to a composite score: a signed weight by feature name.
///
/// ```
/// score = sum of weight * z        (an undefined z counts as zero)
/// ```
///
/// A high score favours majors. A feature that is high when alts are favoured has a negative weight:
/// the sign is part of the weight and never implied by the name.
public struct CompositeWeights: Hashable, Sendable {
  /// One feature and its signed weight.
  public struct Entry: Hashable, Sendable {
    /// The name of the feature.
    public var feature: String

    /// The weight of its z-score; negative when the feature favours alts.
    public var weight: Double

    /// Creates an entry.
    public init(_ feature: String, _ weight: Double) {
      self.feature = feature
      self.weight = weight
    }
  }

  /// The features in the order in which their terms are added.
  public let entries: [Entry]

  /// Creates weights.
  ///
  /// - Throws: ``RegimeSettingsError`` naming every weight that is not finite, every feature that is
  ///   named twice or not at all, and an empty list.
  public init(_ entries: [Entry]) throws(RegimeSettingsError) {
    if let error = RegimeSettingsError(Self.problems(in: entries)) { throw error }
    self.entries = entries
  }

  private init(valid entries: [Entry]) {
    self.entries = entries
  }

  /// Every reason why entries are no weights, with fields such as `features[2].weight`.
  private static func problems(in entries: [Entry]) -> [RegimeSettingsError.Problem] {
    var check = SettingCheck()
    var problems: [RegimeSettingsError.Problem] = []
    if entries.isEmpty {
      problems.append(.init(field: "features", expected: "at least one feature", found: "none"))
    }
    for (index, entry) in entries.enumerated() {
      let field = "features[\(index)]"
      check.require("\(field).weight", entry.weight, "a finite number") { _ in true }
      let isRepeated = entries[..<index].contains { $0.feature == entry.feature }
      guard entry.feature.isEmpty || isRepeated else { continue }
      problems.append(
        .init(
          field: "\(field).id",
          expected: "a name that no other feature has",
          found: "'\(entry.feature)'"
        )
      )
    }
    return problems + check.problems
  }

  /// The names of the features in order.
  public var features: [String] { entries.map(\.feature) }

  /// Returns the score of one row.
  ///
  /// - Parameter zScores: The z-score of each feature in the order of ``entries``, `nil` where it is
  ///   undefined. Shape: `[features]`.
  /// - Returns: The score; zero when every z-score is undefined.
  /// - Throws: ``RegimeInputError/countMismatch(field:expected:found:)``, and
  ///   ``RegimeInputError/notFinite(field:row:value:)`` with the position of the feature as row.
  /// - Complexity: O(features).
  ///
  /// **Causality.** Uses the given row only.
  public func score(of zScores: [Double?]) throws(RegimeInputError) -> Double {
    guard zScores.count == entries.count else {
      throw .countMismatch(field: "z-scores", expected: entries.count, found: zScores.count)
    }
    var sum = 0.0
    for (index, entry) in entries.enumerated() {
      guard let z = zScores[index] else { continue }
      sum += entry.weight * z
      guard sum.isFinite else {
        throw .notFinite(field: "z-score of \(entry.feature)", row: index, value: z)
      }
    }
    return sum
  }

  /// All eight features; breadth and momentum, which favour alts, with negative weights.
  public static let full = CompositeWeights(valid: signed(fullWeights))

  /// The features that need neither open interest nor funding rates, signed as in ``full``.
  public static let baseline = CompositeWeights(valid: signed(baselineWeights))

  /// The features of ``full`` with plain positive weights, under which breadth favours majors.
  ///
  /// Kept to compare with scores that were published so; its sign of breadth and momentum
  /// contradicts the meaning of the score.
  public static let fullUnsigned = CompositeWeights(valid: fullWeights)

  /// The features of ``baseline`` with plain positive weights; see ``fullUnsigned``.
  public static let baselineUnsigned = CompositeWeights(valid: baselineWeights)

  private static let altsFavouring: Set<String> = ["alt_breadth_pct_up", "momentum_spread_7d"]

  private static func signed(_ entries: [Entry]) -> [Entry] {
    entries.map {
      Entry($0.feature, altsFavouring.contains($0.feature) ? -$0.weight : $0.weight)
    }
  }

  private static let fullWeights = [
    Entry("alt_breadth_pct_up", 0.18),
    Entry("btc_dominance", 0.22),
    Entry("funding_skew", 0.12),
    Entry("funding_heating", 0.10),
    Entry("liquidity_7d_median", 0.13),
    Entry("volatility_spread", 0.13),
    Entry("momentum_spread_7d", 0.08),
    Entry("oi_risk", 0.04),
  ]

  private static let baselineWeights = [
    Entry("alt_breadth_pct_up", 0.25),
    Entry("btc_dominance", 0.30),
    Entry("liquidity_7d_median", 0.18),
    Entry("volatility_spread", 0.18),
    Entry("momentum_spread_7d", 0.09),
  ]
}
