/// A study as it was kept: what it is and what became of its trials.
public struct StudyArchive: Hashable, Sendable {
  /// What the study is.
  public let definition: StudyDefinition

  /// Every trial, running ones included.
  public let history: StudyHistory

  /// Creates an archive.
  public init(definition: StudyDefinition, history: StudyHistory) {
    self.definition = definition
    self.history = history
  }

  /// Every trial by its number.
  public var trials: [TrialRecord] { history.trials }

  /// What is searched; `nil` when the definition holds no space.
  ///
  /// Good for looking at the study: rules of code among the constraints are words.
  public var space: SearchSpace? { SearchSpace(canonicalForm: definition.space) }

  /// A study with these trials, to ask for its best ones, importances and plateaus; `nil` when the
  /// definition holds no space.
  ///
  /// It cannot be continued: what it would ask for next is chance.
  public var study: Study? {
    guard let space else { return nil }
    do throws(StudyError) {
      var study = try Study(
        space: space,
        sampler: RandomSampler(avoidsRepeats: false),
        pruner: nil,
        directions: definition.directions,
        seed: definition.seed,
        batchSize: definition.batchSize
      )
      try study.restore(history)
      return study
    } catch {
      return nil
    }
  }
}

extension StudyArchive {
  /// Reads a journal without taking its study: another process may be writing to it.
  ///
  /// An unfinished last line is left out.
  ///
  /// - Throws: ``StudyJournalError``.
  /// - Complexity: O(bytes of the file).
  public init(journal path: String) throws(StudyJournalError) {
    guard let bytes = try JournalFile.read(path) else {
      throw .file(path: path, operation: "open", reason: "no such file")
    }
    let text = try JournalText(bytes, path: path)
    self.init(definition: text.definition, history: text.history)
  }
}
