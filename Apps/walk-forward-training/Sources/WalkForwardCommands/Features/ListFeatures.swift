internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import Features
internal import MarketModel
internal import Reporting

/// Lists the tiers with their columns, and the targets.
struct ListFeatures: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the features that a tier stands for, and the targets.",
    discussion: """
      EXAMPLES:
        walk-forward-training features list
        walk-forward-training features list --json
      """
  )

  @Flag(help: "Write JSON.")
  var json = false

  func run(context: CommandContext) async throws {
    let tiers = FeatureTierRegistry.standard.tiers
    if json {
      let document: JSONValue = [
        "tiers": .array(tiers.map(\.listing)),
        "targets": .array(TargetCatalog.all.map(\.listing)),
      ]
      context.console.print(document.text(pretty: true))
      return
    }
    let console = context.console
    for tier in tiers {
      console.print(console.style.painted("\(tier.name): \(tier.summary)", .strong))
      var table = ConsoleTable(columns: [
        .init("column"), .init("look-back", .trailing), .init("formula", canShrink: true),
        .init("description", canShrink: true),
      ])
      for feature in tier.dictionary {
        table.append([
          .init(feature.name), .init("\(feature.lookback)"), .init(feature.formula),
          .init(feature.summary, .muted),
        ])
      }
      console.print(table.rendered(in: console.style) + "\n")
    }
    console.print(console.style.painted("targets: what models predict; h is the horizon", .strong))
    var table = ConsoleTable(columns: [.init("target"), .init("formula", canShrink: true)])
    for target in TargetCatalog.all { table.append([.init(target.name), .init(target.formula)]) }
    console.print(table.rendered(in: console.style))
  }
}

extension FeatureTier {
  fileprivate var dictionary: [FeatureDescription] {
    features.dictionary(of: .day, calendar: .usEquities)
  }

  fileprivate var listing: JSONValue {
    [
      "name": .string(name),
      "summary": .string(summary),
      "columns": .array(
        dictionary.map { feature in
          [
            "name": .string(feature.name),
            "formula": .string(feature.formula),
            "lookback": .integer(Int64(feature.lookback)),
            "summary": .string(feature.summary),
          ]
        }
      ),
    ]
  }
}

extension TargetDefinition {
  fileprivate var listing: JSONValue {
    [
      "name": .string(name), "summary": .string(summary), "formula": .string(formula),
      "parameters": .array(schema.parameters.map { .string($0.name) }),
    ]
  }
}
