public import ConfigValidation

/// The document that drives a research cycle, decoded and checked.
///
/// Paths stand here as they were written; ``ProjectPaths`` says where they lie. Every field has a
/// value: where the document is silent, the documented default stands.
public struct ResearchLoopConfig: Hashable, Sendable {
  /// The folder that relative paths start from, or `nil` for the folder of the document.
  public var projectRoot: String?

  /// What is replayed.
  public var pack: PackConfig

  /// Forward returns of the bars.
  public var outcomes: OutcomesConfig

  /// Labels of the market's state.
  public var regimes: RegimesConfig

  /// What is tried, at least one.
  public var strategies: [StrategyConfig]

  /// How a strategy is run and measured.
  public var experiment: ExperimentConfig

  /// How runs are judged.
  public var evaluation: EvaluationConfig

  /// How cycles follow each other.
  public var loop: LoopConfig

  /// Who is told that a cycle has ended.
  public var notify: NotifyConfig
}

/// The section `outcomes`.
public struct OutcomesConfig: Hashable, Sendable {
  /// Whether outcomes are computed for the packs' days before the packs are built.
  public var ensuresBeforePack: Bool

  /// The nominal duration of the bars.
  public var barSeconds: Int64

  /// Whether realised volatility is annualised.
  public var annualisesVolatility: Bool
}

/// The section `regimes`.
public struct RegimesConfig: Hashable, Sendable {
  /// Whether labels are computed before packs are built.
  public var ensuresBeforePack: Bool

  /// The symbols whose vote says whether risk is wanted.
  public var riskMembers: [String]
}

/// One entry of the list `strategies`.
public struct StrategyConfig: Hashable, Sendable {
  /// The name under which the strategy is registered.
  public var strategyClass: String

  /// Values laid over the defaults of the strategy's schema.
  public var parameters: ParameterSet

  /// The parameter sets of the sweep laid over ``parameters``; one set when there is no sweep.
  public var grid: [ParameterSet]

  /// The path of the sweep document, as written, or `nil` when there is none.
  public var sweep: String?
}

/// The section `evaluation`.
public struct EvaluationConfig: Hashable, Sendable {
  /// The folder that the evaluator reads, or `nil` for the experiments' own.
  public var inputDirectory: String?

  /// The path of the thresholds, as written, or `nil` for the defaults.
  public var killThresholds: String?

  /// The folder of the rankings.
  public var rankingsOutputDirectory: String

  /// Where killed runs are listed.
  public var killedOutput: OptionalOutput

  /// Where candidates are listed.
  public var candidateSetOutput: OptionalOutput

  /// Whether runs of earlier cycles are ranked too.
  public var includesHistory: Bool
}

/// A file that is written where the document asks for it.
public enum OptionalOutput: Hashable, Sendable {
  /// No file.
  case none

  /// A file beside the rankings, with the date in its name.
  case automatic

  /// A file at a path, as written.
  case path(String)
}

/// The section `loop`.
public struct LoopConfig: Hashable, Sendable {
  /// The pause between two cycles, in hours.
  public var intervalHours: Double

  /// A cycle is skipped when the newest bar is older than this, in hours; `nil` never skips.
  public var requireRecentBarsHours: Double?
}

/// The section `notify`.
public struct NotifyConfig: Hashable, Sendable {
  /// Where a summary is posted as JSON, or `nil`.
  public var webhookURL: String?

  /// The chat that is told, or `nil`.
  public var telegram: TelegramConfig?

  /// The longest wait for an answer, in seconds.
  public var timeoutSeconds: Double
}

/// The section `notify.telegram`.
public struct TelegramConfig: Hashable, Sendable {
  /// The address of the bot interface, without the token.
  public var apiURL: String

  /// The name of the environment variable that holds the bot's token.
  public var tokenVariable: String

  /// The chat.
  public var chatID: String
}
