internal import ConfigValidation
internal import DataLake
internal import Dispatch
public import Forecasting
internal import ModelTraining
internal import Optimizer
internal import QuantMath
internal import Synchronization
internal import TorchEngine

/// Runs a search, kept in a folder so that a killed one goes on where it stopped.
public struct ModelSearchRun: Sendable {
  /// What a search sees of the machine it runs on; none of it changes a number.
  public struct Surroundings: Sendable {
    /// The number of trials at the same time.
    public var workers: Int

    /// The sensors of the machine.
    public var thermalFiles: any ThermalFiles

    /// Waits for so many seconds.
    public var pause: @Sendable (Double) -> Void

    /// Seconds that rise with time, for the limit of time.
    public var clock: @Sendable () -> Double

    /// Creates surroundings.
    public init(
      workers: Int,
      thermalFiles: any ThermalFiles,
      pause: @escaping @Sendable (Double) -> Void,
      clock: @escaping @Sendable () -> Double
    ) {
      self.workers = workers
      self.thermalFiles = thermalFiles
      self.pause = pause
      self.clock = clock
    }
  }

  /// What is run.
  public let plan: ModelSearchPlan

  /// The folder of the experiment, in which results and the log of all budgets lie.
  public let experimentFolder: String

  /// The folder of the study.
  public var folder: String { "\(experimentFolder)/\(plan.studyName)" }

  let engine: SearchEngine
  let surroundings: Surroundings

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - plan: What is run.
  ///   - engine: The library that teaches networks.
  ///   - output: The folder for the folders of experiments.
  ///   - surroundings: What the run sees of its machine.
  public init(
    _ plan: ModelSearchPlan,
    engine: SearchEngine,
    output: String,
    surroundings: Surroundings
  ) {
    self.plan = plan
    self.engine = engine
    self.surroundings = surroundings
    experimentFolder = "\(output)/\(plan.search.config.experiment)"
  }

  /// The file that keeps the trials.
  public var journalPath: String { "\(folder)/trials.jsonl" }

  /// Runs trials until there are enough, and measures the best one.
  ///
  /// - Parameter progress: Told what happens, never twice at the same time.
  /// - Returns: What came of it.
  /// - Throws: ``ModelSearchError``; a trial that fails is no error.
  public func run(
    progress: @escaping @Sendable (ModelSearchEvent) -> Void
  ) throws(ModelSearchError) -> ModelSearchOutcome {
    try prepareFolder()
    let teller = Mutex(())
    let tell: @Sendable (ModelSearchEvent) -> Void = { event in
      teller.withLock { _ in progress(event) }
    }
    let heat = HeatWatch(surroundings.thermalFiles, pause: surroundings.pause, tell: tell)
    let began = surroundings.clock()
    let (study, stop) = try search(heat, tell, until: plan.search.config.timeout.map { began + $0 })
    var winner: WinnerFit.Outcome?
    if stop != .heat, let best = study.best {
      winner = try winnerFit(best).outcome(tell)
    }
    return ModelSearchOutcome(
      run: self,
      study: study,
      stop: stop,
      test: winner?.measure,
      testProblem: winner?.reason,
      hottest: heat.hottest,
      seconds: surroundings.clock() - began
    )
  }

  /// Runs the trials that are missing.
  private func search(
    _ heat: HeatWatch,
    _ tell: @escaping @Sendable (ModelSearchEvent) -> Void,
    until limit: Double?
  ) throws(ModelSearchError) -> (Study, ModelSearchStop?) {
    let fold: ForecastFold
    do throws(ForecastError) { fold = try plan.samples.trialFold() } catch {
      throw .forecast(error)
    }
    var study = try plan.study()
    let journal = StudyJournal(path: journalPath, studyName: plan.studyName)
    var stop: ModelSearchStop?
    var isDone = false
    var known: Int?
    while !isDone, stop == nil {
      isDone = true
      do throws(StoredStudyError<StudyJournalError>) {
        try study.optimizeBatches(
          totalTrials: plan.search.config.trialCount,
          storage: journal
        ) { current, batch in
          isDone = false
          if known == nil {
            known = current.trials.count { $0.state != .running }
            tell(.kept(trials: known ?? 0))
          }
          if let limit, surroundings.clock() >= limit {
            stop = .timeout
            return nil
          }
          let ends = ends(of: batch, current, fold, heat, tell)
          if ends.contains(where: { $0 == nil }) { stop = .heat }
          return ends.prefix { $0 != nil }.compactMap(\.self)
        }
      } catch {
        switch error {
        case .study(let cause): throw .study(cause)
        case .storage(let cause): throw .storage(cause)
        }
      }
    }
    if known == nil { tell(.kept(trials: study.trials.count)) }
    return (study, stop)
  }

  /// Teaches the first trials of a batch, as many as there are workers.
  private func ends(
    of batch: [TrialRecord],
    _ study: Study,
    _ fold: ForecastFold,
    _ heat: HeatWatch,
    _ tell: @escaping @Sendable (ModelSearchEvent) -> Void
  ) -> [TrialEnd?] {
    let part = batch.prefix(max(1, surroundings.workers))
    let found = Mutex([TrialEnd?](repeating: nil, count: part.count))
    DispatchQueue.concurrentPerform(iterations: part.count) { place in
      let trial = part[part.startIndex + place]
      let fit = trialFit(trial, fold)
      guard let end = fit.end(trial, of: study, heat: heat, tell: tell) else { return }
      found.withLock { $0[place] = end }
      tell(.ended(end, fit.settings))
    }
    return found.withLock { $0 }
  }

  private func trialFit(_ trial: TrialRecord, _ fold: ForecastFold) -> TrialFit {
    TrialFit(
      settings: plan.settings(trial.parameters),
      fold: fold,
      seed: plan.search.config.training.seed,
      engine: engine
    )
  }

  private func winnerFit(_ best: TrialRecord) throws(ModelSearchError) -> WinnerFit {
    let fold: ForecastFold
    do throws(ForecastError) { fold = try plan.samples.winnerFold() } catch {
      throw .forecast(error)
    }
    return WinnerFit(
      fit: trialFit(best, fold),
      trial: best,
      samples: plan.samples,
      folder: "\(folder)/winner/trial_\(best.number)"
    )
  }
}

extension ModelSearchRun {
  private var identityPath: String { "\(folder)/study.json" }

  /// Makes the folder, or checks that the one that is there is of this search.
  private func prepareFolder() throws(ModelSearchError) {
    let identity = plan.identity(device: engine.device.description)
    let text = identity.text(pretty: true) + "\n"
    let kept: [UInt8]?
    do throws(FileError) {
      try AtomicFile.prepareFolder(folder)
      kept = try Self.bytes(identityPath)
      if kept == nil { try AtomicFile.write(text, to: identityPath) }
    } catch {
      throw .file(error)
    }
    guard let kept, kept != Array(text.utf8) else { return }
    throw .otherStudy(
      path: folder,
      differences: DefinitionDifference.between(
        (try? JSONValue(parsing: kept)) ?? .null,
        identity
      )
    )
  }

  /// The bytes of a file, or `nil` where there is none.
  static func bytes(_ path: String) throws(FileError) -> [UInt8]? {
    do throws(FileError) { return try AtomicFile.read(path) } catch {
      if case .notFound = error { return nil }
      throw error
    }
  }

  /// Whether an earlier run left trials in the folder.
  ///
  /// - Throws: ``ModelSearchError/file(_:)``.
  public func isBegun() throws(ModelSearchError) -> Bool {
    do throws(FileError) { return try Self.bytes(journalPath) != nil } catch { throw .file(error) }
  }
}
