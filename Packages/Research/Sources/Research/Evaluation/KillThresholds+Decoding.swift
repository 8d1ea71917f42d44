public import ConfigValidation

extension KillThresholds {
  /// Reads limits from a document, laid over the documented ones.
  ///
  /// Keys are those of ``json``. A key that is absent or `null` keeps its documented limit; `off`
  /// switches its rule off.
  ///
  /// - Parameter document: A mapping, or an empty document.
  /// - Returns: The limits.
  /// - Throws: `ConfigurationError` with every unknown key and every value out of range.
  public static func read(
    _ document: ConfigNode
  ) throws(ConfigurationError) -> KillThresholds {
    try decode(document) { root in
      let documented = KillThresholds.documented
      return KillThresholds(
        robustnessPenalty: root.value(
          "robustness_penalty",
          .limit(in: 0...2),
          default: documented.robustnessPenalty
        ),
        walkForwardPenalty: root.value(
          "walk_forward_penalty",
          .limit(in: 0...2),
          default: documented.walkForwardPenalty
        ),
        regimeDependencyPenalty: root.value(
          "regime_dependency_penalty",
          .limit(in: 0...2),
          default: documented.regimeDependencyPenalty
        ),
        compositeScoreMin: root.value(
          "composite_score_min",
          .limit(in: -1...1),
          default: documented.compositeScoreMin
        ),
        monteCarlo: MonteCarloThresholds(root),
        deflatedSharpeMin: root.value(
          "dsr_min",
          .limit(in: 0...1),
          default: documented.deflatedSharpeMin
        ),
        realityCheckPMax: root.value(
          "reality_check_p_max",
          .limit(in: 0...1),
          default: documented.realityCheckPMax
        ),
        killsCostSensitivity: root.value(
          "slippage_sensitivity",
          .flag,
          default: documented.killsCostSensitivity
        )
      )
    }
  }
}

extension MonteCarloThresholds {
  /// Reads limits on a bootstrap from a document; those that it does not give are off.
  ///
  /// - Parameter document: A mapping, or an empty document.
  /// - Returns: The limits.
  /// - Throws: `ConfigurationError` with every unknown key and every value out of range.
  public static func read(
    _ document: ConfigNode
  ) throws(ConfigurationError) -> MonteCarloThresholds {
    try decode(document) { MonteCarloThresholds($0) }
  }

  fileprivate init(_ root: ConfigMapping) {
    let drawdown: Double? = root.value("mc_p95_drawdown_max", .limit(in: 0...2), default: nil)
    // The older name: it always meant the 95 % quantile. The clearer name wins where both stand.
    let olderDrawdown: Double? = root.value("mc_p5_drawdown_max", .limit(in: 0...2), default: nil)
    self.init(
      medianReturnMin: root.value(
        "mc_median_return_min",
        .limit(in: -1 ... .greatestFiniteMagnitude),
        default: nil
      ),
      p95DrawdownMax: drawdown ?? olderDrawdown,
      ruinProbabilityMax: root.value("mc_ruin_prob_max", .limit(in: 0...2), default: nil),
      fractionPositiveMin: root.value("mc_fraction_positive_min", .limit(in: -1...1), default: nil)
    )
  }
}

extension ConfigKind where Value == Double? {
  /// A number in a range, or `off`.
  fileprivate static func limit(in range: ClosedRange<Double>) -> ConfigKind {
    let number = ConfigKind<Double>.number(in: range)
    let expected = "\(number.expected), or off"
    return ConfigKind(expected: expected, fallback: nil) { node, path, collector in
      // Some readers of YAML turn the word into a truth value.
      if node.content == .text("off") || node.content == .flag(false) { return .some(nil) }
      let trial = IssueCollector()
      if let value = number.read(node, path, trial) { return value }
      collector.add(
        .unexpected(expected: expected, found: node.summary),
        at: path,
        mark: node.mark
      )
      return nil
    }
  }
}
