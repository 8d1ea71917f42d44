/// Every number that turns a composite score into a state.
public struct CompositeSettings: Hashable, Sendable {
  /// The scores at which states begin; a high score favours majors.
  public struct Thresholds: Hashable, Sendable {
    /// The score below which alts are favoured.
    public var low: Double

    /// The score above which majors are favoured.
    public var high: Double

    /// The score below which alts are strongly favoured; read with five states only.
    public var strongLow: Double

    /// The score above which majors are strongly favoured; read with five states only.
    public var strongHigh: Double

    /// Creates thresholds.
    public init(low: Double, high: Double, strongLow: Double, strongHigh: Double) {
      self.low = low
      self.high = high
      self.strongLow = strongLow
      self.strongHigh = strongHigh
    }

    /// Every reason why these numbers are no thresholds of so many states.
    func problems(for resolution: CompositeState.Resolution) -> [RegimeSettingsError.Problem] {
      var check = SettingCheck()
      check.require("low", low, "a number below high (\(high))") { $0 < high }
      check.require("high", high, "a finite number") { _ in true }
      guard resolution == .five else { return check.problems }
      check.require("strong_low", strongLow, "a number not above low (\(low))") { $0 <= low }
      check.require("strong_high", strongHigh, "a number not below high (\(high))") { $0 >= high }
      return check.problems
    }
  }

  /// How far beyond its threshold a score must come back before a state is left.
  public struct Hysteresis: Hashable, Sendable {
    /// What is added to the thresholds of majors; zero or negative.
    public var lowBand: Double

    /// What is added to the thresholds of alts; zero or positive.
    public var highBand: Double

    /// Creates bands.
    public init(lowBand: Double, highBand: Double) {
      self.lowBand = lowBand
      self.highBand = highBand
    }

    /// Every reason why these numbers are no bands.
    var problems: [RegimeSettingsError.Problem] {
      var check = SettingCheck()
      check.require("low_band", lowBand, "a number not above zero") { $0 <= 0 }
      check.require("high_band", highBand, "a number not below zero") { $0 >= 0 }
      return check.problems
    }
  }

  /// How a state that began lately resists being left: by a wider band, not by a lock.
  public struct Persistence: Hashable, Sendable {
    /// The age in rows below which a state is young.
    public var minimumRows: Int

    /// The factor of the bands of a young state; one or more.
    public var youngFactor: Double

    /// Whether a young state is left by a stronger signal only; without it the factor is one.
    public var requiresStrongerSignal: Bool

    /// Creates the rule.
    public init(minimumRows: Int, youngFactor: Double, requiresStrongerSignal: Bool) {
      self.minimumRows = minimumRows
      self.youngFactor = youngFactor
      self.requiresStrongerSignal = requiresStrongerSignal
    }

    /// Every reason why these numbers are no rule.
    var problems: [RegimeSettingsError.Problem] {
      var check = SettingCheck()
      check.require("min_duration_days", minimumRows, atLeast: 0)
      check.require("young_factor", youngFactor, "a number not below one") { $0 >= 1 }
      return check.problems
    }

    /// The factor of the bands of a state of some age.
    func bandFactor(age: Int) -> Double {
      requiresStrongerSignal && age < minimumRows ? youngFactor : 1
    }
  }

  /// The number of states.
  public let resolution: CompositeState.Resolution

  /// The scores at which states begin.
  public let thresholds: Thresholds

  /// The bands in which states persist.
  public let hysteresis: Hysteresis

  /// The resistance of young states.
  public let persistence: Persistence

  /// The move of bitcoin over seven days, up or down, beyond which scores are capped; `nil` is never.
  ///
  /// A fraction. Beyond it a score above the threshold of majors counts as that threshold.
  public let volatilityGate: Double?

  /// Creates settings.
  ///
  /// - Throws: ``RegimeSettingsError`` with every number that contradicts another or its meaning.
  public init(
    resolution: CompositeState.Resolution,
    thresholds: Thresholds,
    hysteresis: Hysteresis,
    persistence: Persistence,
    volatilityGate: Double?
  ) throws(RegimeSettingsError) {
    var check = SettingCheck()
    check.require(
      "high_volatility_gate.return_limit",
      volatilityGate ?? 0,
      "a number not below zero"
    ) {
      $0 >= 0
    }
    let problems =
      thresholds.problems(for: resolution).map { $0.within("thresholds") }
      + hysteresis.problems.map { $0.within("hysteresis") }
      + persistence.problems.map { $0.within("persistence") } + check.problems
    if let error = RegimeSettingsError(problems) { throw error }
    self.init(
      valid: resolution,
      thresholds,
      hysteresis,
      persistence,
      volatilityGate: volatilityGate
    )
  }

  /// Creates settings from parts that have been checked.
  init(
    valid resolution: CompositeState.Resolution,
    _ thresholds: Thresholds,
    _ hysteresis: Hysteresis,
    _ persistence: Persistence,
    volatilityGate: Double?
  ) {
    self.resolution = resolution
    self.thresholds = thresholds
    self.hysteresis = hysteresis
    self.persistence = persistence
    self.volatilityGate = volatilityGate
  }

  /// The numbers as the documentation states them, for three or five states.
  public static func standard(_ resolution: CompositeState.Resolution) -> CompositeSettings {
    CompositeSettings(
      valid: resolution,
      Thresholds(low: -0.5, high: 0.5, strongLow: -1.5, strongHigh: 1.5),
      Hysteresis(lowBand: -0.3, highBand: 0.3),
      Persistence(minimumRows: 3, youngFactor: 1.5, requiresStrongerSignal: true),
      volatilityGate: 0.15
    )
  }
}
