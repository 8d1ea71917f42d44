internal import ConfigValidation
internal import DataLake
internal import MarketModel

extension ResearchCycle {
  /// Judges the runs of the cycle, and writes rankings, killed, candidates and the document.
  func evaluate(
    _ runs: [EvaluationRun],
    benchmarks: [EvaluationRun],
    _ control: CycleControl
  ) throws(CycleError) -> (evaluation: Evaluation, files: [CycleFile]) {
    let config = loaded.config.evaluation
    var judged = runs
    if config.includesHistory {
      // A run of this cycle that an earlier one wrote too is judged as this cycle's.
      let excluded = Set((runs + benchmarks).map(\.artifact.manifest.runID))
      judged += try earlierRuns(control).filter { !excluded.contains($0.artifact.manifest.runID) }
    }
    let evaluator = StrategyEvaluator(weights: .documented, thresholds: loaded.killThresholds)
    let evaluation = evaluator.evaluate(judged, benchmarks: benchmarks)
    let names = EvaluationFileNames(day: CivilDate(utcDayOf: now))
    var outputs = [
      (
        CycleFile(content: .rankings, path: inRankingsFolder(names.rankings)),
        evaluation.rankingsDocument(generatedAt: now).text(pretty: true) + "\n"
      )
    ]
    if let path = path(of: config.killedOutput, automatic: names.killed) {
      outputs.append(
        (
          CycleFile(content: .killed, path: path),
          evaluation.killedDocument.text(pretty: true) + "\n"
        )
      )
    }
    if let path = path(of: config.candidateSetOutput, automatic: names.candidates) {
      outputs.append(
        (
          CycleFile(content: .candidates, path: path),
          evaluation.candidatesDocument(generatedAt: now).text(pretty: true) + "\n"
        )
      )
    }
    let day = CivilDate(utcDayOf: now).description.filter { $0 != "-" }
    outputs.append(
      (
        CycleFile(
          content: .configuration,
          path: inRankingsFolder("resolved_config_\(day).yaml")
        ),
        resolvedText
      )
    )
    control.observe(.began(.evaluation, total: outputs.count))
    for (file, text) in outputs { try write(text, to: file.path) }
    control.observe(
      .ended(
        .evaluation,
        result: "\(evaluation.rankings.count) runs ranked, \(evaluation.killed.count) killed, "
          + "\(evaluation.candidates.count) candidates"
      )
    )
    return (evaluation, outputs.map(\.0))
  }

  private func write(_ text: String, to path: String) throws(CycleError) {
    do throws(FileError) { try AtomicFile.write(text, to: path) } catch { throw .file(error) }
  }

  private func inRankingsFolder(_ name: String) -> String {
    loaded.paths.artifact(joined(loaded.config.evaluation.rankingsOutputDirectory, name))
  }

  private func path(of output: OptionalOutput, automatic name: String) -> String? {
    switch output {
    case .none: nil
    case .automatic: inRankingsFolder(name)
    case .path(let path): loaded.paths.artifact(path)
    }
  }

  /// The artifacts of earlier cycles that lie in the evaluator's folder, by file name.
  private func earlierRuns(_ control: CycleControl) throws(CycleError) -> [EvaluationRun] {
    let folder =
      loaded.config.evaluation.inputDirectory ?? loaded.config.experiment.outputDirectory
    do throws(ArtifactError) {
      let history = try ArtifactFolder(path: loaded.paths.artifact(folder))
      for problem in history.unreadable { control.observe(.warning(.artifactUnreadable(problem))) }
      return history.runs.map { run in
        EvaluationRun(
          artifact: run.artifact,
          sourceFile: sourceFile(run.sourceFile, in: folder)
        )
      }
    } catch {
      throw .artifact(error)
    }
  }
}

/// The name of an artifact as rankings show it: never an absolute path, which would differ between
/// equal cycles.
func sourceFile(_ name: String, in folder: String) -> String {
  folder.hasPrefix("/") ? name : joined(folder, name)
}
