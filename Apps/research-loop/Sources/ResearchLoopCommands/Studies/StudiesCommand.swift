internal import ArgumentParser
internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import Optimizer

struct StudiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "studies",
    abstract: "Look at the searches of a registry, and export them.",
    discussion: """
      EXAMPLES:
        research-loop studies list --lake lake
        research-loop studies show ofi-tpe --lake lake
        research-loop studies export ofi-tpe --lake lake --format optuna-sqlite --output ofi.db
        optuna-dashboard sqlite:///ofi.db
      """,
    subcommands: [ListStudies.self, ShowStudy.self, ExportStudy.self]
  )
}

extension StudyRecord {
  /// The record as JSON, for programs.
  var json: JSONValue {
    .object([
      JSONMember("name", .string(definition.name)),
      JSONMember("status", .string(status.rawValue)),
      JSONMember("failure", JSONValue(failure)),
      JSONMember("objective", .string(purpose.objective)),
      JSONMember("strategy", JSONValue(purpose.strategyID)),
      JSONMember("data_set", JSONValue(purpose.dataSetID)),
      JSONMember("directions", .array(definition.directions.map { .string($0.rawValue) })),
      JSONMember("sampler", definition.sampler),
      JSONMember("pruner", definition.pruner),
      JSONMember("seed", .string(String(definition.seed))),
      JSONMember("batch_size", .integer(Int64(definition.batchSize))),
      JSONMember("trials", .integer(Int64(counts.total))),
      JSONMember("complete", .integer(Int64(counts.complete))),
      JSONMember("pruned", .integer(Int64(counts.pruned))),
      JSONMember("failed", .integer(Int64(counts.failed))),
      JSONMember("running", .integer(Int64(counts.running))),
      JSONMember("begun_at", .string(begunAt.description)),
      JSONMember("updated_at", .string(updatedAt.description)),
    ])
  }

  /// The name of the sampler.
  var method: String { definition.sampler["method"]?.stringValue ?? "unknown" }
}

extension TrialRecord {
  /// The trial as JSON, for programs.
  var json: JSONValue {
    .object([
      JSONMember("number", .integer(Int64(number))),
      JSONMember("values", .array(values.map { .number($0) })),
      JSONMember("parameters", parameters.json),
      JSONMember("notes", .object(notes)),
    ])
  }

  /// The parameters on one line.
  var parameterText: String {
    parameters.elements.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
  }
}
