internal import ConfigValidation
internal import DataLake
internal import LakeIngest
internal import MarketModel
internal import Optimizer
internal import Research

extension SearchConfig {
  /// Reads the fields of a document except the parameters, whose meaning the strategy decides.
  ///
  /// - Returns: The configuration, and the comparisons between parameters.
  static func read(_ root: ConfigMapping) -> (config: SearchConfig, rules: [SearchConstraint]) {
    let data = root.section("data", SearchDataConfig.read)
    let (limits, rules) = readConstraints(root)
    let config = SearchConfig(
      experimentName: root.required("experiment_name", .experimentName),
      strategy: root.required("strategy", .text),
      data: data,
      optimization: root.section("optimization") { OptimizationConfig.read($0, kind: data.kind) },
      limits: limits,
      execution: root.section("execution") { section in
        data.kind == .bars
          ? .bars(
            ExecutionConfig.read(section),
            startingCash: section.value("starting_cash", .number(in: 0.01...1e15), default: 10_000),
            metrics: section.section("metrics", MetricsConfig.read)
          )
          : .ticks(TickExecutionConfig.read(section))
      },
      robust: root.section("robust", RobustConfig.read),
      trades: root.value("trades", .cases(of: TradeSelection.self), default: .top)
    )
    return (config, rules)
  }

  /// A list of comparisons, or a mapping of limits with the comparisons under `parameters`.
  private static func readConstraints(
    _ root: ConfigMapping
  ) -> (limits: [ResultLimit], rules: [SearchConstraint]) {
    guard let node = root.node("constraints") else { return ([], []) }
    if case .sequence = node.content {
      return ([], root.value("constraints", .parameterComparisons, default: []))
    }
    return root.section("constraints") { section in
      let rules = section.value("parameters", .parameterComparisons, default: [])
      let limits = ResultLimit.all.compactMap { name, metric, isMinimum in
        section.optional(name, .number(in: -1e18...1e18)).map {
          ResultLimit(name: name, metric: metric, isMinimum: isMinimum, value: $0)
        }
      }
      return (limits, rules)
    }
  }
}

extension ConfigKind where Value == String {
  /// A name that can stand in the name of a folder.
  fileprivate static var experimentName: ConfigKind {
    .parsed("a name of letters, digits, '-', '_' and '.', such as ofi_ibm", fallback: "") { text in
      let isPlain = text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || [45, 46, 95].contains(byte)
      }
      return isPlain && !text.isEmpty && text.utf8.count <= 100 && text.first != "." ? text : nil
    }
  }
}

extension ConfigKind where Value == Symbol {
  /// The name of an instrument.
  fileprivate static var symbol: ConfigKind { ConfigKind<String>.text.map { Symbol($0) } }
}

extension ConfigKind where Value == Timestamp {
  /// An instant.
  fileprivate static var instant: ConfigKind {
    .parsed(
      "a date or an instant such as 2024-01-31 or 2024-01-31T09:30:00Z",
      fallback: Timestamp(nanoseconds: 0)
    ) { Timestamp($0) }
  }
}

extension SearchDataConfig {
  static func read(_ section: ConfigMapping) -> SearchDataConfig {
    let path = section.optional("path", .text)
    let kind = section.value(
      "kind",
      .cases(of: Kind.self),
      default: section.node("interval") != nil ? .bars : .ticks
    )
    let interval = readInterval(section, kind)
    let from = section.optional("from", .instant)
    let to = section.optional("to", .instant)
    if let from, let to, to <= from {
      section.refuse("to", .unexpected(expected: "an instant after from \(from)", found: "\(to)"))
    }
    let symbol =
      path == nil
      ? section.required("symbol", .symbol)
      : section.value("symbol", .symbol, default: Symbol(stem(of: path ?? "")))
    return SearchDataConfig(
      kind: kind,
      symbol: symbol,
      source: readSource(section, path, kind),
      interval: interval,
      tables: readTickKey(
        section,
        "tables",
        kind == .ticks && path == nil,
        TickSelection.available
      ),
      order: readTickKey(section, "order", path != nil, TickRowOrder.strict),
      crossed: readTickKey(section, "crossed", path != nil, CrossedQuotes.refuse),
      from: from,
      to: to
    )
  }

  /// A key that some sources alone have.
  private static func readTickKey<Value: CaseIterable & RawRepresentable<String>>(
    _ section: ConfigMapping,
    _ name: String,
    _ isKnown: Bool,
    _ defaultValue: Value
  ) -> Value {
    if !isKnown, section.node(name) != nil {
      let rule = name == "tables" ? "is read only for ticks of a lake" : "is read only with path"
      section.refuse(name, .conflict(rule: rule))
    }
    return section.value(name, .cases(of: Value.self), default: defaultValue)
  }

  private static func readInterval(_ section: ConfigMapping, _ kind: Kind) -> BarInterval? {
    let known = ConfigKind.parsed("an interval such as 1d or 5m", fallback: BarInterval.day) {
      BarInterval($0)
    }
    guard kind == .ticks else { return section.required("interval", known) }
    if section.node("interval") != nil {
      section.refuse("interval", .conflict(rule: "is read only with kind bars, found kind ticks"))
    }
    return nil
  }

  private static func readSource(
    _ section: ConfigMapping,
    _ path: String?,
    _ kind: Kind
  ) -> Source {
    let provider = section.optional("provider", .text)
    let format = section.optional("format", .choice([("csv", "csv"), ("parquet", "parquet")]))
    let schema = section.optional("schema_type", .cases(of: Schema.self))
    guard let path else {
      for (name, isGiven) in [("format", format != nil), ("schema_type", schema != nil)]
      where isGiven {
        section.refuse(name, .conflict(rule: "is read only with path"))
      }
      return .lake(provider: provider)
    }
    if provider != nil {
      section.refuse("provider", .conflict(rule: "is read only without path"))
    }
    if kind == .bars {
      section.refuse("path", .conflict(rule: "holds ticks; bars are read from a lake"))
    }
    return .file(path: path, format: format ?? "csv", schema: schema ?? .quotes)
  }

  /// The name of a file without its folders and endings.
  private static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.prefix { $0 != "." })
  }
}

extension RobustConfig {
  static func read(_ section: ConfigMapping) -> RobustConfig {
    let standard = PlateauSettings.standard
    return RobustConfig(
      plateaus: PlateauSettings(
        deviationPenalty: section.value(
          "lambda",
          .number(in: 0...1_000),
          default: standard.deviationPenalty
        ),
        topShare: section.value("top_share", .number(in: 0.001...1), default: standard.topShare),
        linkDistance: section.value(
          "link_distance",
          .number(in: 0...100),
          default: standard.linkDistance
        ),
        leastNeighbours: section.value(
          "neighbours",
          .integer(in: 1...100_000),
          default: standard.leastNeighbours
        )
      ),
      trees: section.value("trees", .integer(in: 1...100_000), default: 100),
      cells: section.value("cells", .integer(in: 2...100), default: 10)
    )
  }
}
