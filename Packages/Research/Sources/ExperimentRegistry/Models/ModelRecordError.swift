internal import ConfigValidation

/// An error of a store of models.
public enum ModelRecordError: Error, Hashable, Sendable {
  /// A file that was tried as the library of a database.
  public struct Attempt: Hashable, Sendable {
    /// The file.
    public let path: String

    /// Why it is not usable.
    public let reason: String

    /// Creates an attempt.
    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// What is to be stored breaks rules; one sentence for each problem.
  case invalid([String])

  /// No model is meant by the text.
  case noSuchModel(String, suggestion: String?)

  /// More than one model is meant by the text.
  case ambiguousModel(String, candidates: [ModelID])

  /// The model failed its gates, and no reason was given to promote it all the same.
  case gateFailed(ModelID, reasons: [String])

  /// The reason to promote a model against its gates has no words.
  case emptyReason(ModelID)

  /// Other files are registered under the identifier of a model that is or was in use.
  case modelChanged(ModelID, stage: ModelStage, expected: String, found: String)

  /// The SQLite registry failed.
  case registry(RegistryError)

  /// The library that speaks to the database server was not found.
  case libraryUnavailable(name: String, attempts: [Attempt], remedy: String)

  /// The address of a database server cannot be read.
  case invalidAddress(expected: String, reason: String)

  /// The database server cannot be reached, or refuses the connection.
  case unreachable(server: String, reason: String)

  /// The database server did not answer in time; whether it stored what was sent is not known.
  case timedOut(server: String, operation: String, seconds: Double)

  /// The database server reported an error; what was being written was not.
  case server(server: String, operation: String, code: String, message: String)

  /// The tables were made by a newer version of this library.
  case newerSchema(server: String, expected: Int, found: Int)

  /// A stored value is not what this library wrote there.
  case damagedRow(server: String, table: String, key: String, column: String)
}

extension ModelRecordError {
  /// Says that no model is meant by a text, and which one may have been.
  package static func noSuchModel(_ reference: String, among models: [ModelRecord]) -> Self {
    let names = models.flatMap { [$0.versionedName, $0.id.text] }
    return .noSuchModel(reference, suggestion: nearestName(to: reference, among: names))
  }
}

extension ModelRecordError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .invalid(let problems): problems.joined(separator: "\n")
    case .noSuchModel(let reference, let suggestion):
      "expected a model '\(reference)', found none"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .ambiguousModel(let reference, let candidates):
      "'\(reference)' fits \(candidates.count) models: "
        + candidates.prefix(6).map(\.text).joined(separator: ", ")
        + (candidates.count > 6 ? ", …" : "")
    case .gateFailed(let model, let reasons):
      "model \(model): expected one that passed its gates, found one that failed; "
        + "give a reason to promote it all the same"
        + reasons.map { "\n  \($0)" }.joined()
    case .emptyReason(let model):
      "model \(model): expected a reason to promote it against its gates, found an empty text"
    case .modelChanged(let model, let stage, let expected, let found):
      "model \(model) is \(stage.rawValue): expected files with the digest \(expected), "
        + "found \(found)"
    case .registry(let error): error.description
    case .libraryUnavailable(let name, let attempts, let remedy):
      (["\(name) cannot be loaded; \(remedy)"]
        + attempts.map { "  \($0.path): \($0.reason)" }).joined(separator: "\n")
    case .invalidAddress(let expected, let reason):
      "database address: expected \(expected): \(reason)"
    case .unreachable(let server, let reason): "\(server): cannot be reached: \(reason)"
    case .timedOut(let server, let operation, let seconds):
      "\(server): expected an answer to '\(operation)' within \(seconds) s, found none; "
        + "writing it again is safe"
    case .server(let server, let operation, let code, let message):
      "\(server): error \(code) during '\(operation)': \(message); nothing was written"
    case .newerSchema(let server, let expected, let found):
      "\(server): expected tables of version \(expected) or older, found version \(found); "
        + "update this program"
    case .damagedRow(let server, let table, let key, let column):
      "\(server): row \(key) of table \(table) has an unreadable \(column)"
    }
  }
}
