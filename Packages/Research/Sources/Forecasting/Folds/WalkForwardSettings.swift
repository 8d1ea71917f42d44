public import ConfigValidation
public import Features
public import MarketModel
public import WalkForward

/// The part of a training document that says how folds are laid and what a model must achieve on them.
///
/// It makes folds only together with data: ``plan(layout:closeTimes:featureLookback:)``.
public struct WalkForwardSettings: Hashable, Sendable {
  /// The windows.
  public var schedule: MonthlySchedule

  /// The share of each window's training samples to choose on.
  public var validationShare: Double

  /// What training samples may share with later held-out ones.
  public var separation: FoldSeparation

  /// The rows to leave out, purge included, or `nil` for what horizon and look-back demand.
  public var embargoBars: Int?

  /// The first day of the first window, or `nil` for the day of the first row.
  public var firstDay: CivilDate?

  /// The number of bars in a day of trading that the document states, or `nil` to measure bars a year.
  public var barsPerDay: Int?

  /// What a model must achieve.
  public var gates: GateSettings

  /// Lays the folds.
  ///
  /// - Throws: As ``FoldSpacing/init(_:featureLookback:separation:embargo:)`` and
  ///   ``FoldPlan/walkForward(_:layout:closeTimes:spacing:validationShare:from:)``.
  public func plan(
    layout: SampleLayout,
    closeTimes: [Int64],
    featureLookback: Int
  ) throws(FoldError) -> FoldPlan {
    try FoldPlan.walkForward(
      schedule,
      layout: layout,
      closeTimes: closeTimes,
      spacing: FoldSpacing(
        layout,
        featureLookback: featureLookback,
        separation: separation,
        embargo: embargoBars
      ),
      validationShare: validationShare,
      from: firstDay
    )
  }

  /// The number of bars in a year: 252 days of the stated number of bars, or as the close times have them.
  ///
  /// - Returns: A number above 0, or `nil` when nothing is stated and there are fewer than two bars.
  public func barsPerYear(closeTimes: [Int64]) -> Double? {
    barsPerDay.map { 252 * Double($0) } ?? Forecasting.barsPerYear(of: closeTimes)
  }
}

extension WalkForwardSettings {
  /// Reads the section, such as `walk_forward` of a training document.
  ///
  /// Problems go to the section's collector; the value is then not to be used.
  ///
  /// - Parameter section: The section; every field has a default.
  /// - Returns: The settings.
  public static func read(_ section: ConfigMapping) -> WalkForwardSettings {
    let months = ConfigKind<Int>.integer(in: 1...1_200)
    let test = section.value("oos_months", months, default: 1)
    let step = section.value("step_months", months, default: test)
    if step < test {
      section.refuse(
        "step_months",
        .conflict(rule: "expected at least oos_months (\(test)), else days are judged twice")
      )
    }
    let schedule = try? MonthlySchedule(
      trainMonths: section.value("train_months", months, default: 12),
      testMonths: test,
      stepMonths: max(step, test),
      monthLength: section.value("month", .choice(named(MonthLength.allCases)), default: .calendar),
      isAnchored: section.value(
        "window",
        .choice([(name: "rolling", value: false), (name: "expanding", value: true)]),
        default: false
      )
    )
    guard let schedule else { preconditionFailure("the ranges of the fields make a schedule") }
    return WalkForwardSettings(
      schedule: schedule,
      validationShare: section.value("validation_share", .number(in: 0...0.9), default: 0.1),
      separation: section.value(
        "separation",
        .choice(named(FoldSeparation.allCases)),
        default: .inputs
      ),
      embargoBars: section.optional("embargo_bars", .integer(in: 0...1_000_000)),
      firstDay: section.optional("first_day", .day),
      barsPerDay: section.optional("bars_per_day", .integer(in: 1...100_000)),
      gates: GateSettings.read(section)
    )
  }
}

extension GateSettings {
  /// Reads the gates from the section that names them.
  fileprivate static func read(_ section: ConfigMapping) -> GateSettings {
    let level = section.value("baseline_level", .number(in: 1e-6...0.5), default: 0.05)
    let paths = section.value("baseline_paths", .integer(in: 1...1_000_000), default: 9_999)
    if 1 / Double(paths + 1) > level {
      section.refuse(
        "baseline_paths",
        .conflict(rule: "expected enough paths for a p-value of baseline_level (\(level))")
      )
    }
    let names = section.value(
      "baselines",
      .list(of: .text, minimumCount: 0),
      default: ["naive", "ridge", "lightgbm"]
    )
    if Set(names).count < names.count {
      section.refuse("baselines", .conflict(rule: "expected distinct names"))
    }
    let settings = try? GateSettings(
      minimumFolds: section.value("min_folds", .integer(in: 1...100_000), default: 6),
      sharpe: section.value(
        "gated_sharpe",
        .choice(named(GatedSharpe.allCases)),
        default: .nonOverlapping
      ),
      minimumSharpe: section.value("min_oos_sharpe", .number(in: -100...100), default: 0.5),
      minimumWinRate: section.value("min_win_rate", .number(in: 0...1), default: 0.45),
      baselines: names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }
        .map(\.element),
      level: level,
      pathCount: max(paths, Int(1 / level) + 1),
      seed: UInt64(section.value("baseline_seed", .integer(in: 0...Int.max), default: 7))
    )
    guard let settings else { preconditionFailure("the ranges of the fields make gates") }
    return settings
  }
}

/// The cases of an enumeration by their names in documents.
private func named<Value: RawRepresentable<String>>(
  _ cases: [Value]
) -> [(name: String, value: Value)] {
  cases.map { (name: $0.rawValue, value: $0) }
}

extension ConfigKind where Value == CivilDate {
  /// A day of the calendar.
  fileprivate static var day: ConfigKind {
    .parsed("a date such as 2024-01-31", fallback: CivilDate(dayNumber: 0)) { CivilDate($0) }
  }
}
