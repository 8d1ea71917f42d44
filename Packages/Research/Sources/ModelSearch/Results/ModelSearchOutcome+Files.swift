internal import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import Features
public import Forecasting
internal import ModelTraining
internal import NeuralForecasting
internal import Optimizer

extension ModelSearchOutcome {
  /// What the files of a search say beside what the search found.
  public struct Occasion: Hashable, Sendable {
    /// When the search ended, in ISO 8601.
    public var timestamp: String

    /// Whether the instant is stated, so that what else changes from run to run is left out: how long it took, and
    /// how hot it was.
    public var isStated: Bool

    /// The path of the document, as it was given.
    public var documentPath: String

    /// Creates an occasion.
    public init(timestamp: String, isStated: Bool, documentPath: String) {
      self.timestamp = timestamp
      self.isStated = isStated
      self.documentPath = documentPath
    }
  }

  /// The log of the experiment.
  public var log: ExperimentLog {
    ExperimentLog(
      path: "\(run.experimentFolder)/experiments.csv",
      reportPath: "\(run.experimentFolder)/experiments.md"
    )
  }

  /// Writes the trials as a table, the result, and a row of the log.
  ///
  /// A result that says what the file already says keeps the file and its instant, and adds no second row.
  ///
  /// - Parameter occasion: When and from what.
  /// - Returns: The result, or `nil` when heat ended the search.
  /// - Throws: ``ModelSearchError``, after the log has its row ``ModelSearchError/noTrialCompleted(_:)``.
  public func write(_ occasion: Occasion) throws(ModelSearchError) -> SearchResult? {
    do throws(FileError) {
      try AtomicFile.write(trialTable, to: "\(run.folder)/trials.csv")
      try AtomicFile.write(
        run.plan.search.document.yamlText,
        to: "\(run.folder)/resolved_config.yaml"
      )
    } catch {
      throw .file(error)
    }
    do throws(ScalingStudyError) {
      try addBaseRate(occasion)
      guard stop != .heat, var result = result(timestamp: occasion.timestamp) else {
        try log.append(try entry(nil, occasion))
        if stop != .heat { throw ScalingStudyError.several(reasons) }
        return nil
      }
      let path = "\(run.experimentFolder)/\(result.fileName)"
      if let known = try? SearchResult.load(path) {
        var same = result
        same.timestamp = known.timestamp
        if same.json.text(pretty: true) == known.json.text(pretty: true) { result = same }
      }
      _ = try result.save(to: run.experimentFolder)
      let entry = try entry(result, occasion)
      let isLogged = try log.entries().contains { old in
        ["timestamp", "experiment", "budget", "run_type", "status", "val_loss"]
          .allSatisfy { old[$0] == entry[$0] }
      }
      if !isLogged { try log.append(entry) }
      return result
    } catch {
      if case .several(let reasons) = error { throw .noTrialCompleted(reasons) }
      throw .log(error)
    }
  }

  /// Adds the row of reference to the log, unless it is there.
  private func addBaseRate(_ occasion: Occasion) throws(ScalingStudyError) {
    var values = taskValues(occasion)
    values["budget"] = "base rate"
    values["run_type"] = ExperimentEntry.baseRateRun
    values["val_loss"] = "\(run.plan.baseRateLoss)"
    values["test_accuracy"] = test?.baseRateAccuracy.map { "\($0)" }
    let entry = try ExperimentEntry(
      timestamp: occasion.timestamp,
      experiment: run.plan.search.config.experiment,
      status: .success,
      values: values
    )
    let isThere = try log.entries().contains { old in
      ["experiment", "phase", "task", "horizon", "run_type", "val_loss", "data_md5"]
        .allSatisfy { old[$0] == entry[$0] }
    }
    if !isThere { try log.append(entry) }
  }

  /// What all rows of a search say.
  private func taskValues(_ occasion: Occasion) -> [String: String] {
    let plan = run.plan
    let config = plan.search.config
    return [
      "phase": config.phase, "budget": config.budget.description,
      "task": config.training.target.name, "horizon": "\(plan.data.table.layout.horizon)",
      "timescale": "daily", "script_path": occasion.documentPath, "run_type": "hpo",
      "data_md5": plan.dataDigest,
    ]
  }

  /// Why trials failed, each reason with the trials that have it.
  private var reasons: [String] {
    var found: [(reason: String, trials: [Int])] = []
    for trial in study.trials {
      guard let reason = trial.state == .pruned ? "pruned" : trial.state.reason else { continue }
      if let place = found.firstIndex(where: { $0.reason == reason }) {
        found[place].trials.append(trial.number)
      } else {
        found.append((reason, [trial.number]))
      }
    }
    return found.map { entry in
      let numbers = entry.trials.prefix(5).map(String.init).joined(separator: ", ")
      let more = entry.trials.count > 5 ? " and \(entry.trials.count - 5) more" : ""
      return "trial \(numbers)\(more): \(entry.reason)"
    }
  }

  private func entry(
    _ result: SearchResult?,
    _ occasion: Occasion
  ) throws(ScalingStudyError) -> ExperimentEntry {
    let config = run.plan.search.config
    let best = result ?? self.result(timestamp: occasion.timestamp)
    var values = taskValues(occasion)
    if !occasion.isStated {
      values["duration_seconds"] = "\((seconds * 1_000).rounded() / 1_000)"
      values["thermal_max_temp"] = hottest.map { "\($0)" }
    }
    if let best {
      let sizes = best.architecture
      values["val_loss"] = "\(best.bestValue)"
      values["test_accuracy"] = test?.accuracy.map { "\($0)" }
      values["hyperparameters"] = JSONValue.object(best.bestParameters).text(pretty: false)
      values["d_model"] = "\(sizes.modelSize)"
      values["n_layers"] = "\(sizes.layerCount)"
      values["n_heads"] = "\(sizes.headCount)"
      values["d_ff"] = "\(sizes.feedForwardSize)"
      values["param_count"] = "\(sizes.parameterCount)"
    }
    values["error_message"] =
      stop == .heat
      ? "too hot"
      : best == nil ? reasons.joined(separator: "; ") : testProblem.map { "test: \($0)" }
    return try ExperimentEntry(
      timestamp: result?.timestamp ?? occasion.timestamp,
      experiment: config.experiment,
      status: stop == .heat ? .thermalAbort : best == nil ? .failed : .success,
      values: values
    )
  }

  /// The trials as CSV.
  private var trialTable: String {
    let names = run.plan.space.parameters.map(\.name)
    let header =
      ["trial", "state", "value", "base_rate_loss"] + names
      + [
        "d_model", "n_layers", "n_heads", "d_ff", "dropout", "param_count", "batch_size",
        "micro_batch_size", "epochs_run", "training_loss", "reason",
      ].filter { !names.contains($0) }
    let rows = study.trials.map { trial in
      let settings = run.plan.settings(trial.parameters)
      let shape = settings.architecture.transformer
      func note(_ name: String) -> String {
        trial.notes.first { $0.name == name }?.value.canonicalText ?? ""
      }
      var cells: [String: String] = [
        "trial": "\(trial.number)", "state": trial.state.name,
        "value": trial.values.first.map { "\($0)" } ?? "",
        "base_rate_loss": "\(run.plan.baseRateLoss)",
        "d_model": shape.map { "\($0.modelSize)" } ?? "",
        "n_layers": shape.map { "\($0.layerCount)" } ?? "",
        "n_heads": shape.map { "\($0.headCount)" } ?? "",
        "d_ff": shape.map { "\($0.feedForwardSize)" } ?? "",
        "dropout": "\(settings.architecture.dropout)",
        "param_count": "\(parameterCount(trial))",
        "batch_size": "\(settings.training.batchSize)",
        "micro_batch_size": "\(settings.training.microBatchSize)",
        "epochs_run": trial.reports.last.map { "\($0.step)" } ?? "",
        "training_loss": note("training_loss"),
        "reason": trial.state.reason ?? "",
      ]
      for name in names { cells[name] = trial.parameters[name].map { "\($0)" } ?? "" }
      return header.map { cells[$0] ?? "" }
    }
    return ([header] + rows).map(CSVRecord.line).joined()
  }
}
