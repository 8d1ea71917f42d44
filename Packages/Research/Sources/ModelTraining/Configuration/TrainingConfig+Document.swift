internal import ConfigValidation
internal import Features
internal import ForecastTrading
internal import Forecasting
internal import MarketModel
internal import NeuralForecasting

extension TrainingConfig {
  /// The settings as a document in which nothing is left to defaults; reading it gives equal settings.
  ///
  /// Where models and records go decides no number, and is left out: equal trainings have equal documents.
  var document: ConfigNode {
    node(
      mapping([
        ("data", data.document), ("features", features.document), ("target", target.document),
        ("training", trainingDocument),
        ("walk_forward", walkForwardDocument),
        ("models", .sequence(models.map { node($0.document) })),
        ("positions", trading.positionsDocument), ("costs", trading.costsDocument),
        ("seed", .integer(Int(seed))),
      ])
    )
  }

  private var trainingDocument: ConfigNode.Content {
    let entries: [(String, ConfigNode.Content)] = [
      ("lookback_window", .integer(lookbackWindow)), ("horizons", list(horizons)),
      ("calibration", .text(calibration.rawValue)), ("hidden", .integer(defaults.hidden)),
      ("heads", .integer(defaults.heads)), ("dropout", .number(defaults.dropout)),
      ("quantiles", list(defaults.quantileLevels)),
    ]
    return mapping(entries + defaults.settings.entries)
  }

  private var walkForwardDocument: ConfigNode.Content {
    mapping(
      [("enabled", .flag(true)), ("max_folds", integer(maximumFolds))] + walkForward.fields
    )
  }
}

extension DataConfig {
  fileprivate var document: ConfigNode.Content {
    mapping([
      ("symbol", .text(symbol.name)), ("provider", text(provider)),
      ("interval", .text("\(interval)")), ("from", text(firstDate)), ("to", text(lastDate)),
      ("calendar", .text(calendar.name)),
    ])
  }
}

extension FeatureConfig {
  fileprivate var document: ConfigNode.Content {
    let index = includesVolatilityIndex ? [FeatureTier.vix.name] : []
    return mapping([
      ("tiers", .sequence((tiers + index).map { node(.text($0)) })),
      ("calendar", .sequence(calendar.map { node(.text($0.rawValue)) })),
    ])
  }
}

extension TargetConfig {
  fileprivate var document: ConfigNode.Content {
    mapping([("name", .text(name)), ("price", .text(price.rawValue))])
  }
}

extension TradingConfig {
  fileprivate var positionsDocument: ConfigNode.Content {
    var entries: [(String, ConfigNode.Content)]
    switch positions.rule {
    case .sign(let zone): entries = [("rule", .text("sign")), ("dead_zone", .number(zone))]
    case .scaled(let scale): entries = [("rule", .text("scaled")), ("full_at", .number(scale))]
    case .thresholds(let long, let short):
      entries = [
        ("rule", .text("thresholds")), ("long_from", .number(long)), ("short_from", .number(short)),
      ]
    }
    entries += [
      ("sides", .text(positions.sides.rawValue)), ("pace", .text(pace.rawValue)),
      ("border", .text(border.rawValue)),
    ]
    return mapping(entries)
  }

  fileprivate var costsDocument: ConfigNode.Content {
    mapping([
      ("fees", .number(fees)), ("slippage", .number(slippage)),
      ("starting_cash", .number(startingCash)),
    ])
  }
}

extension ModelConfig {
  /// The entry of `models` with everything that it may say.
  fileprivate var document: ConfigNode.Content {
    mapping([("name", .text(name))] + ownEntries)
  }

  private var ownEntries: [(String, ConfigNode.Content)] {
    switch self {
    case .naive(let rule): return [("rule", .text(rule.rawValue))]
    case .randomWalk(let hasDrift, _): return [("drift", .flag(hasDrift))]
    case .ewma(let span, let weight):
      return [("span", .number(span)), ("prior_weight", .number(weight))]
    case .ridge(let window, let penalties, _), .logistic(let window, let penalties):
      return window.entries + [("penalties", list(penalties))]
    case .lightGBM(let window, let boosting, _): return window.entries + boosting.entries
    case .network(let architecture, let settings): return architecture.entries + settings.entries
    }
  }
}

extension WindowFeatures {
  fileprivate var entries: [(String, ConfigNode.Content)] {
    [("lags", list(lags)), ("mean_lengths", list(meanLengths))]
  }
}

extension BoostingSettings {
  fileprivate var entries: [(String, ConfigNode.Content)] {
    [
      ("rounds", .integer(rounds)), ("patience", .integer(patience)),
      ("learning_rate", .number(learningRate)), ("leaves", .integer(leafCount)),
      ("minimum_leaf_samples", .integer(minimumLeafSamples)),
      ("column_share", .number(columnShare)), ("sample_share", .number(sampleShare)),
      ("penalty", .number(penalty)),
    ]
  }
}

extension NeuralArchitecture {
  fileprivate var entries: [(String, ConfigNode.Content)] {
    switch self {
    case .temporalFusion(let modelSize, let headCount, _, let dropout):
      [
        ("hidden", .integer(modelSize)), ("heads", .integer(headCount)),
        ("dropout", .number(dropout)),
      ]
    case .encoderTransformer(let shape): shape.entries
    case .patchTransformer(let shape, let patchLength, let stride):
      shape.entries + [("patch_length", .integer(patchLength)), ("stride", .integer(stride))]
    }
  }
}

extension TransformerShape {
  fileprivate var entries: [(String, ConfigNode.Content)] {
    [
      ("hidden", .integer(modelSize)), ("heads", .integer(headCount)),
      ("dropout", .number(dropout)), ("layers", .integer(layerCount)),
      ("feed_forward", .integer(feedForwardSize)),
    ]
  }
}

extension TrainingSettings {
  fileprivate var entries: [(String, ConfigNode.Content)] {
    [
      ("epochs", .integer(epochs)), ("batch_size", .integer(batchSize)),
      ("micro_batch_size", .integer(microBatchSize)), ("learning_rate", .number(learningRate)),
      ("warmup_steps", .integer(warmupSteps)), ("weight_decay", .number(weightDecay)),
      ("optimizer", .text(decouplesWeightDecay ? "adamw" : "adam")),
      ("gradient_norm", .number(gradientNorm)), ("patience", integer(patience)),
      ("minimum_improvement", .number(minimumImprovement)),
      ("precision", .text(usesReducedPrecision ? "bf16" : "f32")),
    ]
  }
}

private func node(_ content: ConfigNode.Content) -> ConfigNode {
  ConfigNode(content, mark: ConfigMark(file: "resolved", line: 0))
}

private func mapping(_ entries: [(String, ConfigNode.Content)]) -> ConfigNode.Content {
  .mapping(entries.map { ConfigEntry(key: $0.0, value: node($0.1)) })
}

private func list(_ numbers: [Int]) -> ConfigNode.Content {
  .sequence(numbers.map { node(.integer($0)) })
}

private func list(_ numbers: [Double]) -> ConfigNode.Content {
  .sequence(numbers.map { node(.number($0)) })
}

private func text(_ value: (some CustomStringConvertible)?) -> ConfigNode.Content {
  value.map { .text($0.description) } ?? .null
}

private func integer(_ value: Int?) -> ConfigNode.Content {
  value.map { .integer($0) } ?? .null
}
