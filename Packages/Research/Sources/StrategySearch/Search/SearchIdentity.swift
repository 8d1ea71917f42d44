internal import Backtest
public import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import Optimizer
internal import Research

/// What identifies a search: everything that decides its trials and their results, and nothing else.
public struct SearchIdentity: Hashable, Sendable {
  /// The name of the study and of the folder of the reports: the experiment's name and twelve digits.
  public let experimentID: String

  /// The resolved document with the data's hash in place of their whereabouts.
  public let document: JSONValue

  /// The identifier of the strategy, with its version.
  public let strategyID: String

  let dataHash: String
  private let execution: JSONValue
  private let schema: ParameterSchema

  init(_ search: LoadedSearch, dataHash: String, execution: [CanonicalField]) {
    document = search.identityDocument(dataHash: dataHash).json
    self.dataHash = dataHash
    // In the order of the document: the order of the parameters decides a grid.
    let text = "\(EngineSemantics.version)\n\(document.text(pretty: false))"
    experimentID = "\(search.config.experimentName)-\(ContentHash(of: text).hex.prefix(12))"
    strategyID = strategyIdentifier(className: search.config.strategy, version: 1)
    self.execution = .object(execution.map { JSONMember($0.name, .string($0.value)) })
    schema = search.strategy.schema
  }

  /// The row of the ledger for a parameter set over a stretch.
  func counted(_ parameters: ParameterSet, over stretch: ReplayStretch) -> CountedTrial {
    let complete = (try? schema.resolve(parameters)) ?? parameters
    return CountedTrial(
      of: RunIdentity(
        strategyID: strategyID,
        parameters: complete,
        execution: execution,
        statistics: [
          "from": JSONValue(stretch.from.map { "\($0)" }),
          "to": JSONValue(stretch.to.map { "\($0)" }),
        ],
        metrics: .object([]),
        packHashes: [dataHash],
        engineVersion: EngineSemantics.version
      )
    )
  }

  /// The identifier of the data in the ledger.
  var dataSetID: String {
    RunIdentity(
      strategyID: strategyID,
      parameters: ParameterSet(),
      execution: execution,
      statistics: .null,
      metrics: .null,
      packHashes: [dataHash],
      engineVersion: EngineSemantics.version
    ).dataSetID
  }
}
