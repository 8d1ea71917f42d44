internal import ConfigValidation
internal import DataLake
public import ExperimentRegistry
internal import Features
internal import Forecasting
public import MarketModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What a training came to as rows of the tables: results, models, and what is promoted of them.
public struct TrainingRecord: Sendable {
  /// The results of one forecaster, folds rising.
  public struct Forecaster: Sendable {
    /// The name in the document.
    public let name: String

    /// One result for each fold; failed ones say so in their metrics.
    public let results: [WalkForwardResult]
  }

  /// The forecasters, in the order of the document.
  public let forecasters: [Forecaster]

  /// The models of all folds that were fitted.
  public let models: [ModelRegistration]

  /// The newest models of the forecasters that passed their gates.
  public let promoted: [ModelID]

  /// The first forecaster that is no baseline, or `nil` when all are.
  public let headline: String?

  /// Makes the rows.
  ///
  /// - Parameters:
  ///   - outcome: What the training came to.
  ///   - now: The instant to record.
  /// - Throws: ``TrainingError/file(_:)``.
  public init(_ outcome: TrainingOutcome, at now: Timestamp) throws(TrainingError) {
    let run = outcome.run
    let baselines = run.training.config.walkForward.gates.baselines
    headline = outcome.models.first { !baselines.contains($0.name) }?.name
    var forecasters: [Forecaster] = []
    var models: [ModelRegistration] = []
    for place in outcome.models.indices {
      let rows = ForecasterRows(outcome, place, at: now)
      forecasters.append(Forecaster(name: rows.name, results: rows.results))
      do throws(FileError) { models += try rows.models() } catch { throw .file(error) }
    }
    self.forecasters = forecasters
    self.models = models
    promoted = outcome.verdicts.compactMap { verdict, promotion in
      promotion.map { ModelID(run: run.recordID, fold: $0.fold.fold, forecaster: verdict.model) }
    }
  }

  /// Stores everything, and promotes what passed.
  ///
  /// A model that was promoted before is left as it is: since then a person or a newer training may have put
  /// another one in its place. So storing the same again changes nothing.
  ///
  /// - Returns: What was promoted.
  /// - Throws: ``ModelRecordError``.
  public func store(
    in records: some ModelRecords,
    at now: Timestamp
  ) throws(ModelRecordError) -> [ModelPromotion] {
    try records.record(forecasters.flatMap(\.results))
    let stored = try records.register(models, at: now)
    var promotions: [ModelPromotion] = []
    for model in stored where promoted.contains(model.id) && model.promotedAt == nil {
      promotions.append(try records.promote(model.id, overrideReason: nil, at: now))
    }
    return promotions
  }
}

extension TrainingRun {
  /// The name that the versions of a forecaster share, such as `spy-1d-forward_return-h5-tft`.
  func modelName(_ forecaster: String) -> String {
    let config = training.config
    let symbol = config.data.symbol.name.lowercased().replacing("@", with: "_")
    return
      "\(symbol)-\(config.data.interval)-\(config.target.name)-h\(config.horizon)-\(forecaster)"
  }
}

/// The rows of one forecaster.
private struct ForecasterRows {
  let outcome: TrainingOutcome
  let place: Int
  let now: Timestamp

  init(_ outcome: TrainingOutcome, _ place: Int, at now: Timestamp) {
    self.outcome = outcome
    self.place = place
    self.now = now
  }

  private var run: TrainingRun { outcome.run }

  private var trained: TrainedModel { outcome.models[place] }

  var name: String { trained.name }

  private func id(_ fold: SampleFold) -> ModelID {
    ModelID(run: run.recordID, fold: fold.index, forecaster: name)
  }

  var results: [WalkForwardResult] {
    zip(run.plan.folds, trained.reports).enumerated().map { index, entry in
      let (fold, report) = entry
      let metrics = FoldMetrics(
        fold: fold,
        report: report,
        evaluated: outcome.evaluations[place].folds[index]
      )
      return WalkForwardResult(
        run: run.recordID,
        fold: fold.index,
        model: id(fold),
        inSample: run.inSample(of: fold),
        outOfSample: run.outOfSample(of: fold),
        parameters: parameters,
        metrics: metrics.json,
        createdAt: now
      )
    }
  }

  private var parameters: JSONValue {
    var members = [JSONMember("forecaster", .string(name))]
    members += run.training.config.models[place].json.objectValue ?? []
    return .object(members)
  }

  /// The models of the folds that were fitted.
  func models() throws(FileError) -> [ModelRegistration] {
    var models: [ModelRegistration] = []
    for (fold, report) in zip(run.plan.folds, trained.reports) where report != nil {
      let path = run.modelPath(name, fold.index)
      models.append(
        ModelRegistration(
          id: id(fold),
          name: run.modelName(name),
          run: run.recordID,
          fold: fold.index,
          path: path,
          digest: try files(in: path.hasPrefix("/") ? path : outputFolder + path).digest,
          gate: gate
        )
      )
    }
    return models
  }

  /// The folder for the folders of runs, with a slash at its end where it is not the working one.
  private var outputFolder: Substring { outcome.folder.dropLast(run.id.count) }

  private func files(in folder: String) throws(FileError) -> ModelFiles {
    guard let files = try ModelFiles(readingFrom: folder) else {
      throw .notFound(path: "\(folder)/\(ModelFiles.fileName)")
    }
    return files
  }

  /// What the gates said: of a baseline, that they say nothing of it.
  private var gate: ModelVerdict {
    guard let entry = outcome.verdicts.first(where: { $0.verdict.model == name }) else {
      return ModelVerdict(
        passed: false,
        reasons: ["\(name) is a baseline, by which other models are judged"],
        details: ["model": .string(name), "role": "baseline"]
      )
    }
    let document = gatesDocument(
      [entry],
      settings: run.training.config.walkForward.gates
    )
    return ModelVerdict(
      passed: entry.verdict.passes,
      reasons: entry.verdict.reasons,
      details: document["models"]?[0] ?? .object([])
    )
  }
}

/// A number as people read it: up to four decimals, none where there are none.
func shortText(_ number: Double) -> String {
  let rounded = (number * 10_000).rounded() / 10_000
  let text = "\(rounded == 0 ? 0 : rounded)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension GateVerdict {
  /// Why the model is rejected, one sentence for each gate and baseline.
  var reasons: [String] {
    func text(_ figure: Figure) -> String {
      figure.value.map { shortText($0) }
        ?? "none (\(figure.reason.map(\.rawValue) ?? "undefined"))"
    }
    return gates.filter { !$0.passes && $0.gate != .baselines }.map {
      "\($0.gate.rawValue): expected at least \(shortText($0.limit)), found \(text($0.value))"
    }
      + comparisons.filter { !$0.passes }.map { comparison in
        let difference = comparison.meanDifference.value.map {
          ", \(shortText($0 * 10_000)) basis points a bar"
        }
        return "not better than \(comparison.baseline): p = \(text(comparison.pValue))"
          + (difference ?? "")
      }
  }
}

extension TrainingRun {
  /// The folder of a model: below the folder of all runs, or an absolute path where the document says another.
  func modelPath(_ forecaster: String, _ fold: Int) -> String {
    let models =
      training.config.modelDirectory.map { directory in
        let isAbsolute = directory.hasPrefix("/")
        return (isAbsolute ? directory : "\(FileManager.default.currentDirectoryPath)/\(directory)")
          + "/\(id)"
      } ?? "\(id)/models"
    return "\(models)/\(forecaster)/fold_\(fold)"
  }

  /// From the close of the first row that is read to the close of the last one that labels depend on.
  func inSample(of fold: SampleFold) -> Range<Timestamp> {
    let layout = data.table.layout
    let first = fold.trainingRanges.first?.lowerBound ?? 0
    let last = (fold.samples(.training) + fold.samples(.validation)).max() ?? first
    return span(from: first, through: layout.decisionRow(of: last) + layout.horizon)
  }

  /// From the first decision to the last one.
  func outOfSample(of fold: SampleFold) -> Range<Timestamp> {
    let layout = data.table.layout
    let samples = fold.samples(.test)
    let (first, last) = (samples.first ?? 0, samples.last ?? 0)
    return span(from: layout.decisionRow(of: first), through: layout.decisionRow(of: last))
  }

  private func span(from first: Int, through last: Int) -> Range<Timestamp> {
    let times = data.table.closeTimes
    return Timestamp(
      nanoseconds: times[first]
    )..<Timestamp(nanoseconds: times[min(last, times.count - 1)])
  }
}
