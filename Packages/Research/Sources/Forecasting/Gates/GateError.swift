/// An error that says why a model cannot be judged.
public enum GateError: Error, Hashable, Sendable {
  /// A declared baseline has no evaluation.
  case unknownBaseline(String, known: [String])

  /// Model and baseline did not trade the same bars of a fold.
  case otherBars(baseline: String, fold: Int)

  /// A number of the accounts has no meaning.
  case metric(String)
}

extension GateError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unknownBaseline(let name, let known):
      "baselines: expected one of \(known.joined(separator: ", ")), found \(name)"
    case .otherBars(let baseline, let fold):
      "fold \(fold): expected the same bars for the model and \(baseline), found others"
    case .metric(let message): message
    }
  }
}
