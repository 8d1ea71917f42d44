internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import Reporting

/// Lists registered models.
struct ListModels: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List registered models, by name, the newest version first.",
    discussion: """
      Stages are candidate, green (in use; at most one of a name) and deprecated (was in use). The Sharpe ratio is
      that of the fold's test days, on samples whose horizons do not overlap, before costs; net is after costs.

      EXAMPLES:
        walk-forward-training models list --output reports
        walk-forward-training models list --output reports --stage green --json
        walk-forward-training models list --postgres postgresql://quant@db/assay --name spy-1d-forward_return-h5-tft
      """
  )

  @OptionGroup var options: ModelRecordOptions

  @Option(help: "Only models of this name.")
  var name: String?

  @Option(help: "Only models of this stage: candidate, green or deprecated.")
  var stage: String?

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    guard let stage, ModelStage(rawValue: stage) == nil else { return }
    let stages = ModelStage.allCases.map(\.rawValue)
    let hint = nearestName(to: stage, among: stages).map { "; did you mean '\($0)'?" } ?? ""
    throw ValidationError(
      "expected one of \(stages.joined(separator: ", ")) for --stage, found '\(stage)'\(hint)"
    )
  }

  func run(context: CommandContext) async throws {
    let records = try options.records(context)
    let (models, results) = try orFail { () throws(ModelRecordError) in
      (
        try records.models(name: name, stage: stage.flatMap { ModelStage(rawValue: $0) }),
        try records.walkForwardResults(run: nil)
      )
    }
    try checkName(records)
    var byModel: [ModelID: WalkForwardResult] = [:]
    for result in results { byModel[result.model] = result }
    if json {
      let rows = models.map { ModelListing(model: $0, result: byModel[$0.id]).json }
      context.console.print(JSONValue.array(rows).text(pretty: true))
      return
    }
    guard !models.isEmpty else {
      context.console.print("no models are registered\(stage.map { " as \($0)" } ?? "")")
      return
    }
    var table = ModelListing.table
    for model in models {
      table.append(ModelListing(model: model, result: byModel[model.id]).cells)
    }
    context.console.print(table.rendered(in: context.console.style))
  }

  /// Refuses a name that no model has, and says which one may be meant.
  private func checkName(_ records: any ModelRecords) throws(CommandFailure) {
    guard let name else { return }
    let all = try orFail { () throws(ModelRecordError) in
      try records.models(name: nil, stage: nil)
    }
    let names = Set(all.map(\.registration.name)).sorted()
    guard !names.contains(name) else { return }
    let hint = nearestName(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
    throw .failed("expected a model named '\(name)', found none\(hint)")
  }
}

/// A model as a row of a list.
struct ModelListing {
  let model: ModelRecord
  let result: WalkForwardResult?

  /// The table, empty.
  static var table: ConsoleTable {
    ConsoleTable(columns: [
      .init("model", canShrink: true), .init("version", .trailing), .init("id"),
      .init("fold", .trailing), .init("stage"), .init("gates"), .init("trained through"),
      .init("Sharpe", .trailing), .init("net", .trailing),
    ])
  }

  private func metric(_ name: String) -> Double? { result?.metrics[name]?.numberValue }

  /// What the gates said: passed, rejected, or that it is a baseline.
  var gates: String {
    let gate = model.registration.gate
    if gate.passed { return "passed" }
    return gate.details["role"]?.stringValue ?? "rejected"
  }

  /// The row.
  var cells: [ConsoleTable.Cell] {
    [
      .init(model.registration.name), .init("\(model.version)"), .init(model.id.text),
      .init("\(model.registration.fold)"),
      .init(model.stage.rawValue, model.stage == .green ? .good : .plain),
      .init(gates, gates == "passed" ? .good : .plain),
      .init(result.map { String($0.inSample.upperBound.description.prefix(10)) } ?? "–"),
      .init(NumberText.fixed(metric("oos_sharpe"), decimals: 2)),
      .init(NumberText.fixed(metric("net_sharpe"), decimals: 2)),
    ]
  }

  /// The model as JSON, for programs.
  var json: JSONValue {
    let registration = model.registration
    return [
      "model_id": .string(model.id.text), "name": .string(registration.name),
      "version": JSONValue(model.version), "run_id": .string(registration.run.hex),
      "fold": JSONValue(registration.fold), "stage": .string(model.stage.rawValue),
      "gates": .string(gates), "path": .string(registration.path),
      "digest": .string(registration.digest),
      "trained_through": JSONValue(result?.inSample.upperBound.description),
      "created_at": .string(model.createdAt.description),
      "promoted_at": JSONValue(model.promotedAt?.description),
      "override_reason": JSONValue(model.overrideReason),
      "metrics": result?.metrics ?? .null,
    ]
  }
}
