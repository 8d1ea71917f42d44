/// Which side of the market a composite score favours; numbered from alts below zero to majors above.
///
/// A detector of three states uses the cases without a strength, one of five the others.
public enum CompositeState: Int, RegimeLabel {
  /// Alts, strongly.
  case strongRiskOnAlts = -3

  /// Alts, where strengths are not told apart.
  case riskOnAlts = -2

  /// Alts, weakly.
  case weakRiskOnAlts = -1

  /// Neither.
  case balanced = 0

  /// Majors, weakly.
  case weakRiskOnMajors = 1

  /// Majors, where strengths are not told apart.
  case riskOnMajors = 2

  /// Majors, strongly.
  case strongRiskOnMajors = 3

  /// How many states a detector tells apart.
  public enum Resolution: Int, Hashable, Sendable, CaseIterable {
    /// Alts, balanced, majors.
    case three = 3

    /// Alts and majors in two strengths each, and balanced.
    case five = 5

    /// The states in use, from alts to majors.
    public var states: [CompositeState] {
      switch self {
      case .three: [.riskOnAlts, .balanced, .riskOnMajors]
      case .five:
        [
          .strongRiskOnAlts, .weakRiskOnAlts, .balanced, .weakRiskOnMajors, .strongRiskOnMajors,
        ]
      }
    }
  }

  /// The name of the visible series.
  public static let seriesName = "regime.composite"

  /// The text in files and reports.
  public var label: String {
    switch self {
    case .strongRiskOnAlts: "STRONG_RISK_ON_ALTS"
    case .riskOnAlts: "RISK_ON_ALTS"
    case .weakRiskOnAlts: "WEAK_RISK_ON_ALTS"
    case .balanced: "BALANCED"
    case .weakRiskOnMajors: "WEAK_RISK_ON_MAJORS"
    case .riskOnMajors: "RISK_ON_MAJORS"
    case .strongRiskOnMajors: "STRONG_RISK_ON_MAJORS"
    }
  }

  /// Whether the state favours majors, at any strength.
  public var favoursMajors: Bool { rawValue > 0 }

  /// Whether the state favours alts, at any strength.
  public var favoursAlts: Bool { rawValue < 0 }
}
