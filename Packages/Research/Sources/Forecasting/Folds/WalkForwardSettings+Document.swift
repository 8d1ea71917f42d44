public import ConfigValidation
internal import WalkForward

extension WalkForwardSettings {
  /// The lengths of a window in the words of the document.
  public var windowWords: String {
    "train_months \(schedule.trainMonths) and oos_months \(schedule.testMonths)"
  }

  /// The fields that ``read(_:)`` takes, none left to its default.
  public var fields: [(String, ConfigNode.Content)] {
    func integer(_ value: Int?) -> ConfigNode.Content { value.map { .integer($0) } ?? .null }
    return [
      ("train_months", .integer(schedule.trainMonths)),
      ("oos_months", .integer(schedule.testMonths)),
      ("step_months", .integer(schedule.stepMonths)),
      ("window", .text(schedule.isAnchored ? "expanding" : "rolling")),
      ("month", .text(schedule.monthLength.rawValue)),
      ("first_day", firstDay.map { .text("\($0)") } ?? .null),
      ("validation_share", .number(validationShare)),
      ("separation", .text(separation.rawValue)), ("embargo_bars", integer(embargoBars)),
      ("bars_per_day", integer(barsPerDay)),
    ] + gates.fields
  }
}

extension GateSettings {
  /// The fields of the gates, which stand in the same section.
  fileprivate var fields: [(String, ConfigNode.Content)] {
    let names = baselines.map { name in
      ConfigNode(.text(name), mark: ConfigMark(file: "resolved", line: 0))
    }
    return [
      ("min_folds", .integer(minimumFolds)), ("gated_sharpe", .text(sharpe.rawValue)),
      ("min_oos_sharpe", .number(minimumSharpe)), ("min_win_rate", .number(minimumWinRate)),
      ("baselines", .sequence(names)), ("baseline_level", .number(level)),
      ("baseline_paths", .integer(pathCount)), ("baseline_seed", .integer(Int(seed))),
    ]
  }
}
