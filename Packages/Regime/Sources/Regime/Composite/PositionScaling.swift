/// How much of the full position each composite state and score deserves.
///
/// ```
/// strong   clamp(|s| / full_score, minimum, maximum)
/// weak     linear from one scale to another between two scores, constant outside
/// three    clamp(|s| / full_score, minimum, maximum)
/// ```
public struct PositionScaling: Hashable, Sendable {
  /// A scale in proportion to the size of the score, kept inside limits.
  public struct Proportional: Hashable, Sendable {
    /// The size of the score that deserves the scale one.
    public var fullScore: Double

    /// The least scale.
    public var minimum: Double

    /// The greatest scale.
    public var maximum: Double

    /// Creates the rule.
    public init(fullScore: Double, minimum: Double, maximum: Double) {
      self.fullScore = fullScore
      self.minimum = minimum
      self.maximum = maximum
    }

    func scale(_ size: Double) -> Double { min(max(size / fullScore, minimum), maximum) }

    var problems: [RegimeSettingsError.Problem] {
      var check = SettingCheck()
      check.require("full_score", fullScore, "a number above zero") { $0 > 0 }
      check.require("minimum", minimum, "a number in 0...1") { $0 >= 0 && $0 <= 1 }
      check.require("maximum", maximum, "a number from minimum (\(minimum)) to 1") {
        $0 >= minimum && $0 <= 1
      }
      return check.problems
    }
  }

  /// A scale that rises in a line between two sizes of the score.
  public struct Linear: Hashable, Sendable {
    /// The size of the score up to which the scale is the least.
    public var lowScore: Double

    /// The size of the score from which the scale is the greatest.
    public var highScore: Double

    /// The least scale.
    public var minimum: Double

    /// The greatest scale.
    public var maximum: Double

    /// Creates the rule.
    public init(lowScore: Double, highScore: Double, minimum: Double, maximum: Double) {
      self.lowScore = lowScore
      self.highScore = highScore
      self.minimum = minimum
      self.maximum = maximum
    }

    func scale(_ size: Double) -> Double {
      let share = min(max((size - lowScore) / (highScore - lowScore), 0), 1)
      return minimum * (1 - share) + maximum * share
    }

    var problems: [RegimeSettingsError.Problem] {
      var check = SettingCheck()
      check.require("low_score", lowScore, "a number not below zero") { $0 >= 0 }
      check.require("high_score", highScore, "a number above low_score (\(lowScore))") {
        $0 > lowScore
      }
      check.require("minimum", minimum, "a number in 0...1") { $0 >= 0 && $0 <= 1 }
      check.require("maximum", maximum, "a number from minimum (\(minimum)) to 1") {
        $0 >= minimum && $0 <= 1
      }
      return check.problems
    }
  }

  /// The rule of strong states.
  public let strong: Proportional

  /// The rule of weak states.
  public let weak: Linear

  /// The rule of states without a strength.
  public let plain: Proportional

  /// Creates the rules.
  ///
  /// - Throws: ``RegimeSettingsError`` with every number that has no meaning.
  public init(
    strong: Proportional,
    weak: Linear,
    plain: Proportional
  ) throws(RegimeSettingsError) {
    let problems =
      strong.problems.map { $0.within("strong") } + weak.problems.map { $0.within("weak") }
      + plain.problems.map { $0.within("plain") }
    if let error = RegimeSettingsError(problems) { throw error }
    self.init(valid: strong, weak, plain)
  }

  private init(valid strong: Proportional, _ weak: Linear, _ plain: Proportional) {
    self.strong = strong
    self.weak = weak
    self.plain = plain
  }

  /// The rules as the documentation states them.
  public static let standard = PositionScaling(
    valid: Proportional(fullScore: 1.5, minimum: 0.6, maximum: 1),
    Linear(lowScore: 0.5, highScore: 1.5, minimum: 0.4, maximum: 0.8),
    Proportional(fullScore: 0.5, minimum: 0.5, maximum: 1)
  )

  /// Returns the share of the full position that a state and a score deserve.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - score: The score that decided it.
  /// - Returns: A fraction in 0...1, or `nil` where there is no rule: for a balanced state, and for a
  ///   score that is not finite.
  /// - Complexity: O(1).
  ///
  /// **Causality.** Uses the given row only.
  public func scale(of state: CompositeState, score: Double) -> Double? {
    guard score.isFinite else { return nil }
    switch state {
    case .balanced: return nil
    case .riskOnAlts, .riskOnMajors: return plain.scale(abs(score))
    case .weakRiskOnAlts, .weakRiskOnMajors: return weak.scale(abs(score))
    case .strongRiskOnAlts, .strongRiskOnMajors: return strong.scale(abs(score))
    }
  }
}
