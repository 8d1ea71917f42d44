internal import ConfigValidation
internal import Forecasting
internal import NeuralForecasting

/// The section `training`.
struct TrainingSection {
  var lookbackWindow: Int
  var horizons: [Int]
  var defaults: NetworkDefaults
  var calibration: CalibrationMethod
  var modelDirectory: String?

  static func read(_ section: ConfigMapping, _ target: ForecastTargetKind) -> TrainingSection {
    let lookback = section.value("lookback_window", .integer(in: 1...10_000), default: 120)
    let horizons = section.value(
      "horizons",
      .list(of: .integer(in: 1...10_000), minimumCount: 1),
      default: [5]
    )
    if Set(horizons).count < horizons.count {
      section.refuse("horizons", .conflict(rule: "expected each horizon once"))
    }
    let calibration = section.value(
      "calibration",
      .choice(CalibrationMethod.allCases.map { (name: $0.rawValue, value: $0) }),
      default: .none
    )
    if calibration != .none, target == .real {
      section.refuse(
        "calibration",
        .conflict(
          rule: "\(calibration.rawValue) corrects probabilities, and the target is real; "
            + "expected none"
        )
      )
    }
    if section.node("onnx_model_path") != nil {
      section.refuse(
        "onnx_model_path",
        .conflict(
          rule: "ONNX is not written: networks are saved as weights.safetensors and model.json, "
            + "other models as JSON; expected null"
        )
      )
    }
    return TrainingSection(
      lookbackWindow: lookback,
      horizons: horizons.isEmpty ? [1] : horizons,
      defaults: .read(section),
      calibration: calibration,
      modelDirectory: section.optional("model_output_dir", .text)
    )
  }
}

extension NetworkDefaults {
  fileprivate static func read(_ section: ConfigMapping) -> NetworkDefaults {
    let levels = section.value(
      "quantiles",
      .list(of: .number(in: 0.001...0.999), minimumCount: 1),
      default: [0.1, 0.5, 0.9]
    )
    if !levels.contains(0.5) || zip(levels, levels.dropFirst()).contains(where: { $0 >= $1 }) {
      section.refuse("quantiles", .conflict(rule: "expected rising levels with 0.5 among them"))
    }
    let size = NetworkSize.read(section, else: NetworkSize(hidden: 64, heads: 4, dropout: 0.1))
    return NetworkDefaults(
      hidden: size.hidden,
      heads: size.heads,
      dropout: size.dropout,
      quantileLevels: levels,
      settings: .read(
        section,
        else: TrainingSettings(
          epochs: 50,
          batchSize: 64,
          microBatchSize: 64,
          learningRate: 0.001,
          warmupSteps: 0,
          weightDecay: 0,
          decouplesWeightDecay: true,
          gradientNorm: 1,
          patience: 5,
          minimumImprovement: 0,
          usesReducedPrecision: false
        )
      )
    )
  }

  fileprivate var size: NetworkSize {
    NetworkSize(hidden: hidden, heads: heads, dropout: dropout)
  }
}

/// The sizes that all networks have.
private struct NetworkSize {
  var hidden: Int
  var heads: Int
  var dropout: Double

  static func read(_ section: ConfigMapping, else other: NetworkSize) -> NetworkSize {
    let size = NetworkSize(
      hidden: section.value("hidden", .integer(in: 1...65_536), default: other.hidden),
      heads: section.value("heads", .integer(in: 1...1_024), default: other.heads),
      dropout: section.value("dropout", .number(in: 0...0.99), default: other.dropout)
    )
    if size.hidden % size.heads != 0 {
      section.refuse(
        "heads",
        .conflict(rule: "expected a divisor of hidden (\(size.hidden)), found \(size.heads)")
      )
    }
    return size
  }
}

extension TrainingSettings {
  /// Reads what a section says of teaching, and takes the rest from other settings.
  static func read(_ section: ConfigMapping, else other: TrainingSettings) -> TrainingSettings {
    let batch = section.value("batch_size", .integer(in: 1...1_000_000), default: other.batchSize)
    let micro = section.value(
      "micro_batch_size",
      .integer(in: 1...1_000_000),
      default: min(batch, other.microBatchSize)
    )
    if micro > batch {
      section.refuse(
        "micro_batch_size",
        .conflict(rule: "expected at most batch_size (\(batch)), found \(micro)")
      )
    }
    return TrainingSettings(
      epochs: section.value("epochs", .integer(in: 1...1_000_000), default: other.epochs),
      batchSize: batch,
      microBatchSize: min(micro, batch),
      learningRate: section.value(
        "learning_rate",
        .number(in: 1e-12...10),
        default: other.learningRate
      ),
      warmupSteps: section.value(
        "warmup_steps",
        .integer(in: 0...1_000_000_000),
        default: other.warmupSteps
      ),
      weightDecay: section.value("weight_decay", .number(in: 0...10), default: other.weightDecay),
      decouplesWeightDecay: section.value(
        "optimizer",
        .choice([(name: "adamw", value: true), (name: "adam", value: false)]),
        default: other.decouplesWeightDecay
      ),
      gradientNorm: section.value(
        "gradient_norm",
        .number(in: 1e-9...1e9),
        default: other.gradientNorm
      ),
      patience: section.value(
        "patience",
        .integer(in: 1...1_000_000),
        default: other.patience ?? 1_000_000
      ),
      minimumImprovement: section.value(
        "minimum_improvement",
        .number(in: 0...1e9),
        default: other.minimumImprovement
      ),
      usesReducedPrecision: section.value(
        "precision",
        .choice([(name: "f32", value: false), (name: "bf16", value: true)]),
        default: other.usesReducedPrecision
      )
    )
  }
}

extension ModelConfig {
  /// Reads one entry of `models`, or returns `nil` where its name is none.
  static func read(
    _ entry: ConfigMapping,
    _ target: TargetConfig,
    _ section: TrainingSection
  ) -> ModelConfig? {
    let kinds = ModelKind.allCases.map { (name: $0.rawValue, value: ModelKind?.some($0)) }
    let unknown = ConfigKind<ModelKind?>.choice(kinds)
    guard
      let kind = entry.required(
        "name",
        ConfigKind(expected: unknown.expected, fallback: nil, read: unknown.read)
      )
    else {
      // Which settings it may have follows from the name, so nothing can be said of them.
      for name in entry.givenNames { _ = entry.node(name) }
      return nil
    }
    let defaults = section.defaults
    if let only = kind.onlyTarget, only != target.kind {
      entry.refuse(
        "name",
        .conflict(
          rule: "\(kind.rawValue) learns \(only.rawValue) targets, and \(target.name) is "
            + "\(target.kind.rawValue)"
        )
      )
    }
    let levels = target.kind == .real ? defaults.quantileLevels : []
    switch kind {
    case .naive:
      let rules = NaiveForecaster.Rule.allCases.filter { target.kind == .real || $0 == .mean }
      return .naive(
        entry.value("rule", .choice(rules.map { (name: $0.rawValue, value: $0) }), default: .mean)
      )
    case .randomWalk:
      return .randomWalk(
        hasDrift: entry.value("drift", .flag, default: false),
        quantileLevels: levels
      )
    case .ewma:
      return .ewma(
        span: entry.value("span", .number(in: 1...1e6), default: 60),
        priorWeight: entry.value("prior_weight", .number(in: 1e-9...1e9), default: 10)
      )
    case .ridge:
      return .ridge(
        window(entry, section),
        penalties: penalties(entry),
        quantileLevels: levels
      )
    case .logistic: return .logistic(window(entry, section), penalties: penalties(entry))
    case .lightGBM:
      return .lightGBM(window(entry, section), .read(entry), quantileLevels: levels)
    case .temporalFusion, .transformer, .patchTransformer:
      let size = NetworkSize.read(entry, else: defaults.size)
      return .network(
        architecture(kind, entry, size, section),
        .read(entry, else: defaults.settings)
      )
    }
  }

  private static func architecture(
    _ kind: ModelKind,
    _ entry: ConfigMapping,
    _ size: NetworkSize,
    _ section: TrainingSection
  ) -> NeuralArchitecture {
    if kind == .temporalFusion {
      return .temporalFusion(
        modelSize: size.hidden,
        headCount: size.heads,
        quantiles: section.defaults.quantileLevels,
        dropout: size.dropout
      )
    }
    let shape = TransformerShape(
      modelSize: size.hidden,
      layerCount: entry.value("layers", .integer(in: 1...1_024), default: 2),
      headCount: size.heads,
      feedForwardSize: entry.value(
        "feed_forward",
        .integer(in: 1...1_000_000),
        default: 4 * size.hidden
      ),
      dropout: size.dropout
    )
    guard kind == .patchTransformer else { return .encoderTransformer(shape) }
    let rows = 1...max(1, section.lookbackWindow)
    return .patchTransformer(
      shape,
      patchLength: entry.value(
        "patch_length",
        .integer(in: rows),
        default: min(10, rows.upperBound)
      ),
      stride: entry.value("stride", .integer(in: rows), default: min(5, rows.upperBound))
    )
  }

  private static func window(
    _ entry: ConfigMapping,
    _ section: TrainingSection
  ) -> WindowFeatures {
    func rows(_ name: String, _ allowed: ClosedRange<Int>) -> [Int] {
      let rows = entry.value(name, .list(of: .integer(in: allowed), minimumCount: 0), default: [])
      if Set(rows).count < rows.count {
        entry.refuse(name, .conflict(rule: "expected distinct numbers of rows"))
      }
      return rows
    }
    return WindowFeatures(
      lags: rows("lags", 1...max(1, section.lookbackWindow - 1)),
      meanLengths: rows("mean_lengths", 2...max(2, section.lookbackWindow))
    )
  }

  private static func penalties(_ entry: ConfigMapping) -> [Double] {
    entry.value(
      "penalties",
      .list(of: .number(in: 1e-12...1e15), minimumCount: 1),
      default: [1, 10, 100, 1_000, 10_000]
    )
  }
}

extension BoostingSettings {
  fileprivate static func read(_ entry: ConfigMapping) -> BoostingSettings {
    let share = ConfigKind<Double>.number(in: 0.001...1)
    return BoostingSettings(
      rounds: entry.value("rounds", .integer(in: 1...1_000_000), default: 300),
      patience: entry.value("patience", .integer(in: 1...1_000_000), default: 30),
      learningRate: entry.value("learning_rate", .number(in: 1e-6...1), default: 0.03),
      leafCount: entry.value("leaves", .integer(in: 2...131_072), default: 15),
      minimumLeafSamples: entry.value(
        "minimum_leaf_samples",
        .integer(in: 1...1_000_000),
        default: 50
      ),
      columnShare: entry.value("column_share", share, default: 0.8),
      sampleShare: entry.value("sample_share", share, default: 0.8),
      penalty: entry.value("penalty", .number(in: 0...1e9), default: 1)
    )
  }
}
