public import ConfigValidation

extension ConfigKind where Value == CompositeSettings {
  /// The mapping from scores to states.
  ///
  /// Every key may be absent and then has the value of ``CompositeSettings/standard(_:)``:
  ///
  /// ```
  /// n_regimes: 5                          # or 3
  /// thresholds: {low: -0.5, high: 0.5, strong_low: -1.5, strong_high: 1.5}
  /// hysteresis: {low_band: -0.3, high_band: 0.3}
  /// persistence: {min_duration_days: 3, requires_stronger_signal: true, young_factor: 1.5}
  /// high_volatility_gate: {enabled: true, return_limit: 0.15}
  /// ```
  public static var compositeState: ConfigKind {
    .section(fallback: .standard(.five), CompositeSettings.read)
  }
}

extension ConfigKind where Value == CompositeWeights {
  /// A list of features with signed weights: `[{id: btc_dominance, weight: 0.3}]`.
  ///
  /// - Parameter known: The names that a feature may have; at least one.
  /// - Returns: The kind, which refuses other names and repetitions.
  public static func compositeWeights(of known: [String]) -> ConfigKind {
    let names = ConfigKind<String>.choice(known.map { ($0, $0) })
    let entry = ConfigKind<CompositeWeights.Entry>.section(fallback: .init("", 0)) { section in
      CompositeWeights.Entry(
        section.required("id", names),
        section.required("weight", .number(in: -1_000_000...1_000_000))
      )
    }
    let list = ConfigKind<[CompositeWeights.Entry]>.list(of: entry, minimumCount: 1)
    return ConfigKind(expected: list.expected, fallback: .baseline) { node, path, collector in
      let before = collector.issues.count
      guard let entries = list.read(node, path, collector), collector.issues.count == before
      else { return nil }
      for (index, entry) in entries.enumerated()
      where entries[..<index].contains(where: { $0.feature == entry.feature }) {
        collector.add(
          .conflict(rule: "expected each feature once, found \(entry.feature) twice"),
          at: path.appending(index: index),
          mark: node.mark
        )
      }
      return try? CompositeWeights(entries)
    }
  }
}

extension CompositeSettings {
  /// Reads the fields of ``ConfigValidation/ConfigKind/compositeState`` from a mapping.
  ///
  /// - Returns: The settings, or a stand-in after having refused fields.
  public static func read(_ section: ConfigMapping) -> CompositeSettings {
    let resolution = section.value("n_regimes", .compositeResolution, default: .five)
    return CompositeSettings(
      valid: resolution,
      section.section("thresholds") { Thresholds.read($0, resolution) },
      section.section("hysteresis", Hysteresis.read),
      section.section("persistence", Persistence.read),
      volatilityGate: section.section("high_volatility_gate", readGate)
    )
  }

  private static func readGate(_ section: ConfigMapping) -> Double? {
    let isOn = section.value("enabled", .flag, default: true)
    let limit = section.value("return_limit", .number(in: 0...1_000_000), default: 0.15)
    return isOn ? limit : nil
  }
}

extension ConfigKind where Value == CompositeState.Resolution {
  fileprivate static var compositeResolution: ConfigKind {
    ConfigKind(expected: "3 or 5", fallback: .five) { node in
      guard case .integer(let count) = node.content else { return nil }
      return CompositeState.Resolution(rawValue: count)
    }
  }
}

extension ConfigKind where Value == Double {
  fileprivate static var anyNumber: ConfigKind { .number(in: -1_000_000...1_000_000) }
}

extension ConfigMapping {
  fileprivate func refuse(_ problems: [RegimeSettingsError.Problem]) {
    for problem in problems {
      refuse(problem.field, .unexpected(expected: problem.expected, found: problem.found))
    }
  }
}

extension CompositeSettings.Thresholds {
  fileprivate static func read(
    _ section: ConfigMapping,
    _ resolution: CompositeState.Resolution
  ) -> CompositeSettings.Thresholds {
    let standard = CompositeSettings.standard(resolution).thresholds
    let thresholds = CompositeSettings.Thresholds(
      low: section.value("low", .anyNumber, default: standard.low),
      high: section.value("high", .anyNumber, default: standard.high),
      strongLow: section.value("strong_low", .anyNumber, default: standard.strongLow),
      strongHigh: section.value("strong_high", .anyNumber, default: standard.strongHigh)
    )
    section.refuse(thresholds.problems(for: resolution))
    return thresholds
  }
}

extension CompositeSettings.Hysteresis {
  fileprivate static func read(_ section: ConfigMapping) -> CompositeSettings.Hysteresis {
    let standard = CompositeSettings.standard(.five).hysteresis
    let hysteresis = CompositeSettings.Hysteresis(
      lowBand: section.value("low_band", .anyNumber, default: standard.lowBand),
      highBand: section.value("high_band", .anyNumber, default: standard.highBand)
    )
    section.refuse(hysteresis.problems)
    return hysteresis
  }
}

extension CompositeSettings.Persistence {
  fileprivate static func read(_ section: ConfigMapping) -> CompositeSettings.Persistence {
    let standard = CompositeSettings.standard(.five).persistence
    let persistence = CompositeSettings.Persistence(
      minimumRows: section.value(
        "min_duration_days",
        .integer(in: 0...1_000_000),
        default: standard.minimumRows
      ),
      youngFactor: section.value("young_factor", .anyNumber, default: standard.youngFactor),
      requiresStrongerSignal: section.value(
        "requires_stronger_signal",
        .flag,
        default: standard.requiresStrongerSignal
      )
    )
    section.refuse(persistence.problems)
    return persistence
  }
}
