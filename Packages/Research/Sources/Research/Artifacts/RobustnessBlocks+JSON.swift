public import ConfigValidation
internal import MarketModel

extension KillReason {
  /// The reason as JSON.
  public var json: JSONValue {
    [
      "reason": .string(reason),
      "value": JSONValue(value),
      "threshold": JSONValue(threshold),
    ]
  }
}

extension MonteCarloBlock {
  /// The block as JSON; the verdict follows from measures and limits.
  public var json: JSONValue {
    [
      "enabled": true,
      "metrics": metrics.json,
      "killed": .bool(!reasons.isEmpty),
      "reasons": .array(reasons.map(\.json)),
      "thresholds": thresholds.json,
    ]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    self.init(
      metrics: try MonteCarloMetrics(try reader.object("metrics")),
      thresholds: try MonteCarloThresholds(try reader.object("thresholds"))
    )
  }
}

extension MonteCarloMetrics {
  /// The measures as JSON.
  public var json: JSONValue {
    [
      "method": .string(method),
      "n_paths": JSONValue(pathCount),
      "n_trades": JSONValue(tradeCount),
      "block_size": JSONValue(blockSize),
      "ruin_level": .number(ruinLevel),
      "median_return": .number(medianReturn),
      "p5_return": .number(p5Return),
      "p5_max_drawdown": .number(p5MaxDrawdown),
      "p95_max_drawdown": .number(p95MaxDrawdown),
      "ruin_probability": .number(ruinProbability),
      "fraction_positive": .number(fractionPositive),
    ]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    let blockSize = reader.optional("block_size") == nil ? nil : try reader.integer("block_size")
    self.init(
      method: try reader.text("method"),
      pathCount: try reader.integer("n_paths"),
      tradeCount: try reader.integer("n_trades"),
      blockSize: blockSize,
      ruinLevel: try reader.number("ruin_level"),
      medianReturn: try reader.number("median_return"),
      p5Return: try reader.number("p5_return"),
      p5MaxDrawdown: try reader.number("p5_max_drawdown"),
      p95MaxDrawdown: try reader.number("p95_max_drawdown"),
      ruinProbability: try reader.number("ruin_probability"),
      fractionPositive: try reader.number("fraction_positive")
    )
  }
}

extension MonteCarloThresholds {
  /// The limits as JSON; those that are off are `null`.
  public var json: JSONValue {
    [
      "mc_median_return_min": JSONValue(medianReturnMin),
      "mc_p95_drawdown_max": JSONValue(p95DrawdownMax),
      "mc_ruin_prob_max": JSONValue(ruinProbabilityMax),
      "mc_fraction_positive_min": JSONValue(fractionPositiveMin),
    ]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    self.init(
      medianReturnMin: try reader.optionalNumber("mc_median_return_min"),
      p95DrawdownMax: try reader.optionalNumber("mc_p95_drawdown_max"),
      ruinProbabilityMax: try reader.optionalNumber("mc_ruin_prob_max"),
      fractionPositiveMin: try reader.optionalNumber("mc_fraction_positive_min")
    )
  }
}

extension WalkForwardBlock {
  /// The block as JSON.
  public var json: JSONValue {
    ["enabled": true, "windows": .array(windows.map(\.json))]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    var windows: [WalkForwardWindowResult] = []
    for window in try reader.elements("windows") {
      windows.append(try WalkForwardWindowResult(window))
    }
    self.init(windows: windows)
  }
}

extension WalkForwardWindowResult {
  /// The window as JSON.
  public var json: JSONValue {
    [
      "train_start": .string(trainStart.description),
      "train_end": .string(trainEnd.description),
      "test_start": .string(testStart.description),
      "test_end": .string(testEnd.description),
      "pnl": .number(profit),
      "sharpe": JSONValue(sharpe),
      "trades": JSONValue(trades),
    ]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    let expected = "a date YYYY-MM-DD"
    self.init(
      trainStart: try reader.parsed("train_start", as: CivilDate.self, expected),
      trainEnd: try reader.parsed("train_end", as: CivilDate.self, expected),
      testStart: try reader.parsed("test_start", as: CivilDate.self, expected),
      testEnd: try reader.parsed("test_end", as: CivilDate.self, expected),
      profit: try reader.number("pnl"),
      sharpe: try reader.optionalNumber("sharpe"),
      trades: try reader.integer("trades")
    )
  }
}

extension CostSensitivityBlock {
  /// The block as JSON; the verdict follows from the points.
  public var json: JSONValue {
    [
      "enabled": true,
      "points": .array(points.map(\.json)),
      "killed": .bool(!reasons.isEmpty),
      "reasons": .array(reasons.map(\.json)),
    ]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    var points: [Point] = []
    for point in try reader.elements("points") {
      points.append(
        Point(
          costMultiplier: try point.number("cost_multiplier"),
          profit: try point.number("pnl"),
          sharpe: try point.optionalNumber("sharpe"),
          trades: try point.integer("trades")
        )
      )
    }
    self.init(points: points)
  }
}

extension CostSensitivityBlock.Point {
  /// The point as JSON.
  public var json: JSONValue {
    [
      "cost_multiplier": .number(costMultiplier),
      "pnl": .number(profit),
      "sharpe": JSONValue(sharpe),
      "trades": JSONValue(trades),
    ]
  }
}
