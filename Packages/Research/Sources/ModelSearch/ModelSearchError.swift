public import ConfigValidation
public import DataLake
public import Features
public import Forecasting
public import ModelTraining
public import Optimizer

/// An error that ends a search; a trial that cannot be finished is none, but an outcome of the trial.
public enum ModelSearchError: Error, Sendable {
  /// The rows cannot be made.
  case training(TrainingError)

  /// The rows are not fit for a search; one sentence for each problem.
  case data([String])

  /// The samples cannot be divided.
  case split(SplitError)

  /// The document does not fit the data.
  case document(ConfigurationError)

  /// The models need more memory than they may use.
  case memory(String)

  /// The search cannot begin or go on.
  case study(StudyError)

  /// The study cannot be kept.
  case storage(StudyJournalError)

  /// The folder holds the study of another document or of other data.
  case otherStudy(path: String, differences: [DefinitionDifference])

  /// A library is missing, or a network cannot be made.
  case forecast(ForecastError)

  /// No trial ended with a loss; the reasons with the numbers of trials.
  case noTrialCompleted([String])

  /// A file cannot be read or written.
  case file(FileError)

  /// The log or a result cannot be written.
  case log(ScalingStudyError)
}

extension ModelSearchError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .training(let cause): cause.description
    case .data(let problems): problems.joined(separator: "\n")
    case .split(let cause): cause.description
    case .document(let cause): cause.description
    case .memory(let message): message
    case .study(let cause): cause.description
    case .storage(let cause): "\(cause)"
    case .otherStudy(let path, let differences):
      "\(path): expected the study of this document and data, found one that differs; "
        + "give the experiment another name, or another --output\n"
        + differences.map { "  \($0)" }.joined(separator: "\n")
    case .forecast(let cause): cause.description
    case .noTrialCompleted(let reasons):
      "expected at least one trial that ends with a loss, found none\n"
        + reasons.map { "  \($0)" }.joined(separator: "\n")
    case .file(let cause): cause.description
    case .log(let cause): cause.description
    }
  }
}
