public import ConfigValidation
internal import MarketModel
internal import Optimizer

extension SearchOutcome {
  /// The parameters to use, with the search that they come from.
  public var bestParametersDocument: ConfigNode {
    var entries: [(String, ConfigNode.Content)] = [
      ("experiment_id", .text(identity.experimentID)), ("strategy", .text(search.config.strategy)),
    ]
    switch findings {
    case .whole(let whole):
      entries += [
        ("chosen", .text("recommended")),
        ("trial", whole.recommended.map { .integer($0.number) } ?? .null),
      ]
    case .walkForward(let outcome):
      entries += [
        ("chosen", .text("last window")),
        ("window", outcome.windows.last.map { .integer($0.window.index) } ?? .null),
        ("trial", (outcome.windows.last?.chosen).map { .integer($0.number) } ?? .null),
      ]
    }
    entries.append(
      ("params", recommendedParameters.map { mapping($0.documentEntries) } ?? .null)
    )
    if case .whole(let whole) = findings, let best = whole.best {
      entries += [
        (
          "single_best",
          mapping([
            ("trial", .integer(best.number)),
            (
              "params",
              mapping(whole.stretch.trials[best.number].parameters.documentEntries)
            ),
          ])
        )
      ]
    }
    return node(mapping(entries))
  }
}

extension ParameterSet {
  fileprivate var documentEntries: [(String, ConfigNode.Content)] {
    elements.map { ($0.name, $0.value.document) }
  }
}
