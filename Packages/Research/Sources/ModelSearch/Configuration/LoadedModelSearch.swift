public import ConfigValidation
internal import ConfigYAML
internal import Forecasting
internal import ModelTraining
internal import NeuralForecasting
internal import Optimizer

/// A search document that was read and checked.
public struct LoadedModelSearch: Sendable {
  /// The settings.
  public let config: ModelSearchConfig

  /// The document with the assignments of the command line.
  public let document: ConfigNode

  /// Reads a document, and checks everything that can be checked without data.
  ///
  /// - Parameters:
  ///   - path: The document.
  ///   - overrides: Assignments such as `budget=20M`, applied in order.
  /// - Throws: `ConfigurationError` with every problem.
  public init(path: String, overrides: [String]) throws(ConfigurationError) {
    var document = try YAMLDocument.read(path: path)
    for override in overrides { document = try YAMLDocument.applying(override, to: document) }
    try self.init(document: document)
  }

  /// Takes a document that was read.
  ///
  /// - Throws: `ConfigurationError` with every problem.
  public init(document: ConfigNode) throws(ConfigurationError) {
    self.document = document
    var issues: [ConfigurationError.Issue] = []
    var (sections, training): (SearchSections?, TrainingConfig?)
    do throws(ConfigurationError) {
      sections = try decode(document) { SearchSections.read($0) }
    } catch {
      issues += error.issues
    }
    if case .mapping = document.content {
      do throws(ConfigurationError) {
        training = try LoadedTraining(document: document.asTraining).config
      } catch {
        issues += error.issues.map(\.inSearch)
      }
    }
    if let sections, let training { issues += Self.conflicts(sections, training, document) }
    if let error = ConfigurationError(inOrder(issues)) { throw error }
    guard let sections, let training,
      case .network(let architecture, let settings)? = training.models.first
    else { preconditionFailure("a document without problems has all sections") }
    config = ModelSearchConfig(
      experiment: sections.experiment,
      phase: sections.phase,
      budget: sections.budget,
      isArchitectural: sections.isArchitectural,
      grid: sections.grid,
      training: training,
      architecture: architecture,
      settings: settings,
      split: sections.split,
      subset: sections.subset,
      trialCount: sections.trialCount,
      startupTrials: sections.startupTrials,
      trialsAtOnce: sections.trialsAtOnce,
      timeout: sections.timeout,
      pruning: sections.pruning,
      space: sections.space
    )
  }

  /// What sections that are fine by themselves have against each other.
  private static func conflicts(
    _ sections: SearchSections,
    _ training: TrainingConfig,
    _ document: ConfigNode
  ) -> [ConfigurationError.Issue] {
    guard let model = training.models.first, case .network(let architecture, let settings) = model
    else {
      return [
        issue(
          document,
          ["model", "name"],
          .unexpected(
            expected: "one of patch_transformer, transformer, tft",
            found: training.models.first?.name ?? "none"
          )
        )
      ]
    }
    var issues: [ConfigurationError.Issue] = []
    if sections.isArchitectural, architecture.transformer == nil {
      issues.append(
        issue(
          document,
          ["architectural"],
          .conflict(rule: "expected false for \(model.name), whose sizes have no grid")
        )
      )
    }
    if training.horizons.count > 1 {
      let rule =
        "expected one horizon, found \(training.horizons.count); each is a study of its own"
      issues.append(issue(document, ["training", "horizons"], .conflict(rule: rule)))
    }
    if training.calibration != .none {
      let rule = "trials are compared by losses before calibration; expected none"
      issues.append(issue(document, ["training", "calibration"], .conflict(rule: rule)))
    }
    let (rate, decay) = (sections.space["lr"], sections.space["weight_decay"])
    if settings.decouplesWeightDecay, let most = decay?.domain.ends?.upperBound,
      max(settings.learningRate, rate?.domain.ends?.upperBound ?? 0) * most < 0x1p-24
    {
      issues.append(
        issue(
          document,
          ["training_search_space", "weight_decay"],
          .conflict(
            rule: "with optimizer adamw, a decay of \(most) changes no weight of 32 bits; "
              + "use optimizer: adam, or larger values"
          )
        )
      )
    }
    return issues
  }
}

/// A problem of a field, marked where it or what should hold it stands.
private func issue(
  _ document: ConfigNode,
  _ names: [String],
  _ reason: ConfigurationError.Reason
) -> ConfigurationError.Issue {
  var (node, path) = (document, ConfigPath())
  for name in names {
    path = path.appending(field: name)
    node = node[name] ?? node
  }
  return ConfigurationError.Issue(mark: node.mark, path: path, reason: reason)
}

/// Issues by line; those of one line stay in their order.
private func inOrder(_ issues: [ConfigurationError.Issue]) -> [ConfigurationError.Issue] {
  issues.enumerated()
    .sorted { ($0.element.mark.line, $0.offset) < ($1.element.mark.line, $1.offset) }
    .map(\.element)
}

extension ConfigurationError.Issue {
  /// The issue with the path that the field has in a search document.
  fileprivate var inSearch: ConfigurationError.Issue {
    guard path.components.starts(with: [.field("models"), .index(0)]) else { return self }
    let rest = path.components.dropFirst(2)
    return ConfigurationError.Issue(
      mark: mark,
      path: ConfigPath([.field("model")] + rest),
      reason: reason
    )
  }
}

extension ConfigNode {
  /// The training document that a search document holds: its shared sections, one model, no baselines.
  fileprivate var asTraining: ConfigNode {
    guard case .mapping(let entries) = content else { return self }
    func node(_ content: ConfigNode.Content) -> ConfigNode { ConfigNode(content, mark: mark) }
    var model = self["model"] ?? node(.null)
    switch model.content {
    case .null:
      model = node(.mapping([])).replacing(["name"], with: node(.text("patch_transformer")))
    case .text:
      let name = model
      model = ConfigNode(.mapping([ConfigEntry(key: "name", value: name)]), mark: model.mark)
    default:
      if case .mapping = model.content, model["name"] == nil {
        model = model.replacing(["name"], with: node(.text("patch_transformer")))
      }
    }
    return node(
      .mapping(
        entries.filter { SearchSections.sharedNames.contains($0.key) } + [
          ConfigEntry(key: "models", value: node(.sequence([model]))),
          ConfigEntry(
            key: "walk_forward",
            value: node(.mapping([ConfigEntry(key: "baselines", value: node(.sequence([])))]))
          ),
        ]
      )
    )
  }
}

extension LoadedModelSearch {
  /// The document without what may change while a search goes on: how many trials, and how long.
  var identityDocument: JSONValue {
    document.removing("trials").removing("timeout").json
  }
}
