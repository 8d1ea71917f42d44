internal import ConfigValidation
internal import Features
internal import ModelTraining
internal import NeuralForecasting
internal import Optimizer

/// Everything of a search document but what it shares with a training document.
struct SearchSections {
  var experiment: String
  var phase: String
  var budget: ParameterBudget
  var isArchitectural: Bool
  var grid: ArchitectureGrid
  var split: SearchSplit
  var subset: Double
  var trialCount: Int
  var startupTrials: Int
  var trialsAtOnce: Int
  var timeout: Double?
  var pruning: SearchPruning?
  var space: TrainingSearchSpace

  /// The sections that a training document has too.
  static let sharedNames = ["data", "features", "target", "training", "seed"]

  static func read(_ root: ConfigMapping) -> SearchSections {
    // Read by the decoding of training documents.
    for name in sharedNames + ["model"] { _ = root.node(name) }
    let isArchitectural = root.value("architectural", .flag, default: true)
    if isArchitectural { refuseSizes(root) }
    return SearchSections(
      experiment: root.required("experiment", .identifier),
      phase: root.value("phase", .text, default: ""),
      budget: root.required("budget", .budget),
      isArchitectural: isArchitectural,
      grid: root.value(
        "axes",
        .choice([(name: "extended", value: .deep), (name: "seed", value: .standard)]),
        default: .deep
      ),
      split: root.section("split") { SearchSplit.read($0) },
      subset: root.value("subset", .number(in: 0.001...1), default: 0.3),
      trialCount: root.value("trials", .integer(in: 1...100_000), default: 50),
      startupTrials: root.value("startup_trials", .integer(in: 1...100_000), default: 20),
      trialsAtOnce: root.value("trials_at_once", .integer(in: 1...1_024), default: 2),
      timeout: root.optional("timeout", .seconds),
      pruning: root.section("pruner") { SearchPruning.read($0) },
      space: TrainingSearchSpace.read(root, isArchitectural: isArchitectural)
    )
  }

  /// Sizes that the search chooses must not be stated.
  private static func refuseSizes(_ root: ConfigMapping) {
    for (section, names) in [
      ("model", ["hidden", "heads", "layers", "feed_forward"]), ("training", ["hidden", "heads"]),
    ] {
      for name in names where root.node(section)?[name] != nil {
        root.refuse(
          section,
          .conflict(rule: "\(name) is chosen by the search, where architectural is true")
        )
      }
    }
  }
}

extension SearchSplit {
  fileprivate static func read(_ section: ConfigMapping) -> SearchSplit {
    let share = ConfigKind<Double>.number(in: 0.001...0.9)
    let names = ["chronological", "contiguous", "scattered"]
    let name = section.value(
      "method",
      .choice(names.map { (name: $0, value: $0) }),
      default: "chronological"
    )
    let validation = section.value("validation_share", share, default: 0.15)
    let test = section.value("test_share", share, default: 0.15)
    if validation + test >= 1 {
      section.refuse(
        "test_share",
        .conflict(rule: "expected shares whose sum is below 1, found \(validation) and \(test)")
      )
    }
    let embargo = section.optional("embargo", .integer(in: 0...1_000_000))
    let seed = section.optional("seed", .integer(in: 0...Int.max))
    if embargo != nil, name != "chronological" {
      section.refuse("embargo", .conflict(rule: "is for method chronological"))
    }
    if seed != nil, name != "scattered" {
      section.refuse("seed", .conflict(rule: "is for method scattered"))
    }
    let method: SplitMethod =
      switch name {
      case "scattered": .scattered(seed: UInt64(seed ?? 42))
      case "contiguous": .contiguous
      default: .chronological(embargo: embargo ?? 0)
      }
    return SearchSplit(method: method, validationShare: validation, testShare: test)
  }
}

extension SearchPruning {
  fileprivate static func read(_ section: ConfigMapping) -> SearchPruning? {
    let isOn = section.value(
      "type",
      .choice([(name: "median", value: true), (name: "none", value: false)]),
      default: true
    )
    let pruning = SearchPruning(
      startupTrials: section.value("startup_trials", .integer(in: 1...100_000), default: 5),
      firstEpoch: section.value("first_epoch", .integer(in: 1...100_000), default: 5),
      interval: section.value("interval", .integer(in: 1...100_000), default: 1)
    )
    return isOn ? pruning : nil
  }
}

extension ConfigKind where Value == String {
  /// A name that can be a part of a file's name.
  fileprivate static var identifier: ConfigKind {
    .parsed("a name of letters, digits, '-', '_' and '.'", fallback: "search") { text in
      let isFit = text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      }
      return isFit && !text.isEmpty && !text.hasPrefix(".") ? text : nil
    }
  }
}

extension ConfigKind where Value == ParameterBudget {
  /// A number of parameters.
  fileprivate static var budget: ConfigKind {
    let fallback = ParameterBudget(parameterCount: 1_000)
    return ConfigKind(expected: ParameterBudget.form, fallback: fallback) {
      node,
      path,
      collector in
      let text: String
      switch node.content {
      case .text(let name): text = name
      case .integer(let count): text = "\(count)"
      default: text = ""
      }
      if let budget = ParameterBudget(text) { return budget }
      collector.add(
        .unknownName(
          expected: ParameterBudget.form,
          found: text.isEmpty ? node.summary : text,
          suggestion: ParameterBudget.suggestion(for: text)
        ),
        at: path,
        mark: node.mark
      )
      return nil
    }
  }
}

extension ConfigKind where Value == Double {
  /// A length of time above zero, in seconds.
  fileprivate static var seconds: ConfigKind {
    .parsed("a length of time such as 90s, 30m or 4h", fallback: 1) { durationInSeconds($0) }
  }
}

/// The seconds of a whole number with `s`, `m`, `h` or `d`, or `nil` for anything else.
public func durationInSeconds(_ text: String) -> Double? {
  let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
  guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), count > 0
  else { return nil }
  return Double(count) * unit
}
