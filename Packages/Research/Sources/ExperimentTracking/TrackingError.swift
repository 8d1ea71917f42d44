public import DataLake

/// An error of experiment tracking.
public enum TrackingError: Error, Hashable, Sendable {
  /// What is to be tracked breaks rules; one sentence for each problem.
  case invalid([String])

  /// A file of the spool, or one that is to be sent, cannot be read or written.
  case file(FileError)

  /// A line of a log is not what this library wrote there.
  case damagedLog(path: String, line: Int, reason: String)

  /// The folder of a run holds another one.
  case otherRun(path: String, expected: String, found: String)

  /// Another process, or another part of this one, is writing the run.
  case runHeld(path: String)

  /// Another process is sending the spool; `holder` is what it said of itself.
  case syncHeld(path: String, holder: String)

  /// A parameter of a run is given another value; parameters are what a run is.
  case parameterChanged(run: String, name: String, expected: String, found: String)

  /// The address of the tracking server cannot be used.
  case invalidAddress(expected: String, found: String)

  /// The server cannot be reached, or did not answer in time.
  case unreachable(server: String, reason: String)

  /// The server refused a request.
  case refused(server: String, request: String, status: Int, code: String, message: String)

  /// The server answered something else than the protocol says.
  case malformedAnswer(server: String, request: String, expected: String, found: String)

  /// The experiment was deleted on the server.
  case experimentDeleted(server: String, name: String)
}

extension TrackingError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .invalid(let problems): problems.joined(separator: "\n")
    case .file(let error): error.description
    case .damagedLog(let path, let line, let reason): "\(path):\(line): \(reason)"
    case .otherRun(let path, let expected, let found):
      "\(path): expected the log of run \(expected), found that of \(found)"
    case .runHeld(let path): "\(path): another process is writing this run"
    case .syncHeld(let path, let holder):
      "\(path): the spool is being sent already (\(holder)); try again when it is done"
    case .parameterChanged(let run, let name, let expected, let found):
      "run \(run), parameter \(name): expected \(expected) as before, found \(found)"
    case .invalidAddress(let expected, let found):
      "tracking server: expected \(expected), found \(found)"
    case .unreachable(let server, let reason): "\(server): cannot be reached: \(reason)"
    case .refused(let server, let request, let status, let code, let message):
      "\(server): refused \(request) with status \(status)"
        + ([code, message].filter { !$0.isEmpty }.map { ": \($0)" }.joined())
    case .malformedAnswer(let server, let request, let expected, let found):
      "\(server): answer to \(request): expected \(expected), found \(found)"
    case .experimentDeleted(let server, let name):
      "\(server): experiment '\(name)' was deleted there; restore it, or track under another name"
    }
  }

  /// Whether no request to the server can succeed at present.
  var isServerAway: Bool {
    switch self {
    case .unreachable: true
    case .refused(_, _, let status, _, _): status == 401 || status == 403 || isTransient(status)
    default: false
    }
  }
}

/// Whether a status means that the same request may succeed later.
func isTransient(_ status: Int) -> Bool {
  status == 408 || status == 429 || (status >= 500 && status != 501)
}
